import { formatMinutes, millisecondsOf } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { pieceOf } from '#core/scheduling/from-board.ts'
import { neighboursOf } from '#core/scheduling/place.ts'
import type { Judge } from '../menu/judged.ts'

/** The ways to a visit and on from it, for one of its crew, in words. */
export function wayWords(visit: BoardVisit, technician: string, { board, plan, names }: Judge): string {
  const row = plan.rowOf.get(technician)
  if (row === undefined) return ''
  const site = board.sites.find(({ id }) => id === visit.site)
  const piece = pieceOf({ ...visit, visit: visit.id }, site, null)
  const { before, after } = neighboursOf(plan, row, piece, Math.round(millisecondsOf(visit.start) / 60_000))
  return [
    before && before.travel > 0
      ? `${formatMinutes(before.travel)} from ${before.visit ? names.visit(before.visit) : 'the start'}`
      : '',
    after && after.travel > 0
      ? `${formatMinutes(after.travel)} on to ${after.visit ? names.visit(after.visit) : 'home'}`
      : '',
  ]
    .filter(Boolean)
    .join(', ')
}
