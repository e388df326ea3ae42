import type { Board } from '#core/scheduling/board-api.ts'
import { leftTo, pieceOf, shownTime } from '#core/scheduling/from-board.ts'
import { neighboursOf, problemsOf } from '#core/scheduling/place.ts'
import type { Plan } from '#core/scheduling/plan.ts'
import { type Names, problemWords } from '#core/scheduling/words.ts'
import type { Way } from './BoardRow.tsx'

/**
 * What is wrong with every visit where it stands, by visit and row, and the ways between them. Of what has begun nothing is
 * said: it is as it is.
 */
export function checked(
  board: Board,
  plan: Plan,
  names: Names,
): { problems: ReadonlyMap<string, readonly string[]>; ways: ReadonlyMap<string, readonly Way[]> } {
  const sites = new Map(board.sites.map((site) => [site.id, site]))
  const problems = new Map<string, readonly string[]>()
  const ways = new Map<string, Way[]>()
  for (const visit of board.visits) {
    const begun = visit.arrivedAt !== null || visit.finishedAt !== null
    const piece = pieceOf({ ...visit, visit: visit.id }, visit.site ? sites.get(visit.site) : undefined, null)
    const { from } = shownTime(visit, board.at)
    for (const technician of visit.crew) {
      const row = plan.rowOf.get(technician)
      if (row === undefined) continue
      const { before } = neighboursOf(plan, row, piece, from)
      if (before && before.travel > 0) {
        const way = {
          visit: visit.id,
          minutes: before.travel,
          short: before.visit !== null && before.until + before.travel > from,
        }
        const row = ways.get(technician)
        if (row) row.push(way)
        else ways.set(technician, [way])
      }
      if (begun) continue
      const found = problemsOf(plan, row, leftTo(plan, piece, visit.crew, technician, from), from)
      if (visit.crew.length < piece.crewSize)
        found.push({ code: 'crew_too_small', wanted: piece.crewSize, planned: visit.crew.length })
      if (found.length > 0)
        problems.set(
          `${visit.id} ${technician}`,
          found.map((problem) => problemWords(problem, technician, names)),
        )
    }
  }
  return { problems, ways }
}
