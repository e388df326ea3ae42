import type { Minutes } from '#core/kit/money.ts'
import { formatMinutes } from '#core/kit/time.ts'

const longest: Minutes = 525_600

/**
 * A length as people write it: `30 min`, `4 h`, `1 h 30 min`, `1:30`, `1.5 h`; null for nothing. A number alone is hours to
 * one and minutes to another, so it is not read, and neither is more than a year.
 */
export function readLength(text: string): Minutes | null | undefined {
  const plain = text.trim().toLowerCase().replace(',', '.')
  if (plain === '') return null
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(plain)
  const words = /^(?:(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*m(?:in(?:utes?)?)?)?$/.exec(plain)
  const [, hours, minutes] = clock ?? words ?? []
  if (hours === undefined && minutes === undefined) return undefined
  const length = Math.round(Number(hours ?? 0) * 60) + Number(minutes ?? 0)
  return length >= 1 && length <= longest ? length : undefined
}

export function lengthText(length: Minutes | null): string {
  return length === null ? '' : formatMinutes(length)
}
