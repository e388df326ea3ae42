import { useSyncExternalStore } from 'react'
import {
  addDays,
  type Instant,
  instantFrom,
  localDate,
  minutesBetween,
  formatMinutes,
  type LocalDate,
  type Zone,
} from '#core/kit/time.ts'

const step = 30_000

function subscribe(tell: () => void): () => void {
  const timer = setInterval(tell, step)
  return () => clearInterval(timer)
}

/** The time now, to half a minute: what says “in 20 min” moves on by itself. */
export function useNow(): Instant {
  return instantFrom(useSyncExternalStore(subscribe, () => Math.floor(Date.now() / step) * step))
}

/** The time now to the millisecond, for what is being recorded. */
export function now(): Instant {
  return instantFrom(Date.now())
}

/** `3 h`, `2 days`: how long, in the largest unit that says enough. */
export function roughly(minutes: number): string {
  const whole = Math.abs(minutes)
  if (whole < 60) return formatMinutes(whole)
  if (whole < 48 * 60) return `${Math.round(whole / 60)} h`
  return `${Math.round(whole / (24 * 60))} days`
}

/** `12 min ago`, `3 days ago`. */
export function since(at: Instant, present: Instant): string {
  const minutes = minutesBetween(at, present)
  return minutes < 1 ? 'just now' : `${roughly(minutes)} ago`
}

/** `Today`, `Tomorrow`, `Yesterday`, or null where only a date will do. */
export function dayWord(date: LocalDate, present: Instant, zone: Zone): string | null {
  const today = localDate(present, zone)
  if (date === today) return 'Today'
  if (date === addDays(today, 1)) return 'Tomorrow'
  return date === addDays(today, -1) ? 'Yesterday' : null
}
