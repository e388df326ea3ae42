import { weekHoursWords } from '../kit/hours-words.ts'
import type { Minutes } from '../kit/money.ts'
import { formatMinutes, type Instant } from '../kit/time.ts'
import type { TargetState } from './due.ts'
import type { ResponseTerms } from './response.ts'
import type { Target } from './targets.ts'
import type { PauseReason, TargetKind } from './words.ts'

/** `2 h to arrive`. */
export const targetVerbs: Readonly<Record<TargetKind, string>> = {
  acknowledge: 'answer',
  arrive: 'arrive',
  resolve: 'finish',
}

export const pauseWords: Readonly<Record<PauseReason, string>> = {
  customer: 'the customer',
  access: 'access',
  approval: 'approval',
  parts: 'parts',
  weather: 'the weather',
  second_trade: 'a second trade',
  other: 'something else',
}

/** The word at the beginning of a line. */
export function pauseHeading(reason: PauseReason): string {
  const text = pauseWords[reason]
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What a promise is counted in: `8 h of working hours, Mon – Fri 07:00 – 17:00`, `4 h around the clock`, `Agreed by hand`. */
export function countedIn(target: Pick<Target, 'minutes'>, terms: ResponseTerms | undefined, locale: string): string {
  if (target.minutes === null || !terms) return 'Agreed by hand'
  const length = formatMinutes(target.minutes)
  if (terms.calendar.kind === 'around_the_clock') return `${length} around the clock`
  return `${length} of working hours, ${weekHoursWords(terms.calendar.week, locale)}`
}

/** How a promise stands, in a word that goes beside its time; `at` goes after it. */
export type TargetWords = { text: string; at?: Instant; tone: 'faint' | 'soon' | 'missed' }

/** `2 h to arrive`, `Missed, 3 h ago`, `Met 40 min late`, `Clock stands`; lengths as the screen writes them. */
export function targetWords(kind: TargetKind, state: TargetState, length: (minutes: Minutes) => string): TargetWords {
  switch (state.state) {
    case 'met':
      return { text: 'Met', at: state.at, tone: 'faint' }
    case 'late':
      return { text: `Met ${length(state.minutes)} late`, tone: 'faint' }
    case 'paused':
      return { text: 'Clock stands', tone: 'faint' }
    case 'missed':
      return { text: `Missed, ${length(state.minutes)} ago`, tone: 'missed' }
    case 'soon':
    case 'fine':
      return {
        text: `${length(state.minutes)} to ${targetVerbs[kind]}`,
        tone: state.state === 'soon' ? 'soon' : 'faint',
      }
  }
}
