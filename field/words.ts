import type { DayActivity } from '#core/fieldwork/day.ts'
import { formatQuantity } from '#core/kit/money.ts'
import {
  daysBetween,
  formatClock,
  formatLocalDate,
  formatSpan,
  formatTime,
  type Instant,
  type LocalDate,
  localDate,
  type Zone,
} from '#core/kit/time.ts'
import { heading } from '#core/work-orders/labels.ts'
import type { Activity, Audience, Outcome, PhotoPhase, ReturnReason, WorkState } from '#core/work-orders/words.ts'
import type { VisitCard } from './offline/views/types.ts'

/** `Today`, `Tomorrow`, else the day as the locale writes it. */
export function dayWord(date: LocalDate, today: LocalDate, locale: string, weekday: 'long' | 'short' = 'long'): string {
  const days = daysBetween(today, date)
  if (days === 0) return 'Today'
  if (days === 1) return 'Tomorrow'
  if (days === -1) return 'Yesterday'
  return formatLocalDate(date, locale, { weekday, day: 'numeric', month: 'short' })
}

/** A visit one went away from without an outcome. */
export const leftOpen = 'Left, not finished'

/** What the customer was promised, else when the office plans it; always with the site's zone. */
export function whenText(card: Pick<VisitCard, 'window' | 'start' | 'zone'>, locale: string): string {
  if (card.window) return formatSpan(card.window.from, card.window.to, card.zone, locale)
  return card.start ? formatTime(card.start, card.zone, locale) : 'Any time'
}

/** The day a visit is planned for, by the clock of its site. */
export function dayOf(card: Pick<VisitCard, 'start' | 'zone'>): LocalDate | null {
  return card.start ? localDate(card.start, card.zone) : null
}

/** `Work since 09:12 CET`. */
export function sinceText(activity: Activity | DayActivity, from: Instant, zone: Zone, locale: string): string {
  return `${activityWord(activity)} since ${formatTime(from, zone, locale)}`
}

export function clockSpan(from: Instant, to: Instant | null, zone: Zone, locale: string): string {
  return to ? formatSpan(from, to, zone, locale) : `${formatClock(from, zone, locale)} – now`
}

export function activityWord(activity: Activity | DayActivity): string {
  return heading(activity)
}

const stateWords: Readonly<Record<WorkState, string>> = {
  none: 'Not started',
  accepted: 'Accepted',
  travelling: 'Travelling',
  on_site: 'On site',
  paused: 'Paused',
  left: 'Left',
}
export function stateWord(state: WorkState): string {
  return stateWords[state]
}

export const audienceWords: Readonly<Record<Audience, string>> = {
  customer: 'Customer',
  crew: 'Crew',
  office: 'Office',
}
export const audienceHints: Readonly<Record<Audience, string>> = {
  customer: 'Customer, crew and office see it',
  crew: 'Crew and office see it',
  office: 'Only the office sees it',
}
export const phaseWords: Readonly<Record<PhotoPhase, string>> = {
  before: 'Before',
  during: 'During',
  after: 'After',
  nameplate: 'Nameplate',
  other: 'Other',
}
export const outcomeHints: Readonly<Record<Outcome, string>> = {
  done: 'Everything asked for is done',
  temporary_fix: 'It works for now; somebody comes again',
  needs_return: 'Not finished; somebody comes again',
  no_access: 'Could not get in',
  customer_refused: 'The customer does not want it',
  unsafe: 'Not safe to work here',
  not_required: 'There was nothing to do',
}
export const returnWords: Readonly<Record<ReturnReason, string>> = {
  parts: 'Parts',
  time: 'More time',
  second_trade: 'Another trade',
  access: 'Access',
  approval: 'Approval',
}

export function quantityText(quantity: number, unit: string, locale: string): string {
  return [formatQuantity(quantity, locale), unit].filter(Boolean).join(' ')
}

/** The technician shares where they are, and the browser does not tell. */
export const positionBlocked = 'The browser does not allow the position. Allow it for this page in its settings.'

/** `1 photo`, `12 photos`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Opens the phone's own maps. */
export function mapsAddress(place: { address: string; latitude: number | null; longitude: number | null }): string {
  const { address, latitude, longitude } = place
  const there = encodeURIComponent(address)
  const point = latitude !== null && longitude !== null ? `${latitude},${longitude}` : null
  if (/Android/.test(navigator.userAgent)) return `geo:${point ?? '0,0'}?q=${point ? `${point}(${there})` : there}`
  if (/iPhone|iPad|Macintosh/.test(navigator.userAgent)) return `https://maps.apple.com/?daddr=${point ?? there}`
  return `https://www.openstreetmap.org/search?query=${there}`
}

export function callAddress(phone: string): string {
  return `tel:${phone.replace(/[^\d+*#]/g, '')}`
}
