import { addMinutes, formatLocalDate, formatSpan, instantFrom, localDate } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { waysWords } from '#core/scheduling/words.ts'
import type { Carried, Target } from '../carry.ts'
import type { Fit } from '../dropping.ts'
import type { Row } from '../rows.ts'

/** How the board is read. */
export type Reader = { zone: string; locale: string; technician: (row: Row['id']) => string }

/** Where what is carried would land, as it is read out: who, when, the ways, and everything that is wrong with it. */
export function wordsOfTarget(
  target: Target,
  { problems, neighbours }: Fit,
  { zone, locale, technician }: Reader,
): string {
  const start = instantFrom(target.start)
  const day = formatLocalDate(localDate(start, zone), locale, { weekday: 'short', day: 'numeric', month: 'short' })
  return [
    `${modes[target.mode]}${technician(target.row)}, ${day}, ${formatSpan(start, addMinutes(start, target.minutes), zone, locale)}`,
    waysWords(neighbours),
    ...(problems.length > 0 ? problems.map(({ words }) => words) : ['Nothing against it']),
  ].join('. ')
}

const modes = { move: '', add: 'Also ', copy: 'Once more, ' } as const

export function nameOfCarried(what: Carried): string {
  if (what.kind === 'item')
    return what.item.kindOf === 'work_order' ? what.item.reference || what.item.title : what.item.title
  const name = nameOfVisit(what.held)
  return what.kind === 'visits' && what.with.length > 0 ? `${name} and ${what.with.length} more` : name
}

export function nameOfVisit({ reference, title }: Pick<BoardVisit, 'reference' | 'title'>): string {
  return reference || title
}
