import { weekHoursWords } from '../kit/hours-words.ts'
import { formatMinutes } from '../kit/time.ts'
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

/** What a promise is counted in: `8 h of working hours, Mon – Fri 07:00 – 17:00`, `4 h around the clock`, `Agreed by hand`. */
export function countedIn(target: Pick<Target, 'minutes'>, terms: ResponseTerms | undefined, locale: string): string {
  if (target.minutes === null || !terms) return 'Agreed by hand'
  const length = formatMinutes(target.minutes)
  if (terms.calendar.kind === 'around_the_clock') return `${length} around the clock`
  return `${length} of working hours, ${weekHoursWords(terms.calendar.week, locale)}`
}

/** How a promise stands, in a word that goes beside its time. */
export type TargetWords = { text: string; tone: 'faint' | 'soon' | 'missed' }

/** `2 h to arrive`, `Missed, 3 h ago`, `Met 40 min late`, `Clock stands`; lengths as the screen writes them. */
export function targetWords(
  kind: TargetKind,
  state: TargetState,
  write: { length: (minutes: number) => string; moment: (at: string) => string },
): TargetWords {
  switch (state.state) {
    case 'met':
      return { text: `Met at ${write.moment(state.at)}`, tone: 'faint' }
    case 'late':
      return { text: `Met ${write.length(state.minutes)} late`, tone: 'faint' }
    case 'paused':
      return { text: 'Clock stands', tone: 'faint' }
    case 'missed':
      return { text: `Missed, ${write.length(state.minutes)} ago`, tone: 'missed' }
    case 'soon':
    case 'fine':
      return {
        text: `${write.length(state.minutes)} to ${targetVerbs[kind]}`,
        tone: state.state === 'soon' ? 'soon' : 'faint',
      }
  }
}
