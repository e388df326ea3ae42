import type { Instant, LocalDate } from '#core/kit/time.ts'
import { dayBounds, addDays, millisecondsOf } from '#core/kit/time.ts'
import type { Board, BoardVisit, TrayItem } from '#core/scheduling/board-api.ts'
import { pieceOf } from '#core/scheduling/from-board.ts'
import { type PlaceProblem, problemsOf } from '#core/scheduling/place.ts'
import type { Plan } from '#core/scheduling/plan.ts'
import { type Names, problemWords } from '#core/scheduling/words.ts'
import type { Despite, PlanOf } from '../changes.ts'

/** The board as it stands, with what it is judged by and what things on it are called. */
export type Judge = { board: Board; plan: Plan; names: Names }

/** Work that gets a plan: a visit there is, or one that is made. `visit` is null for a new one. */
export type Work = Pick<BoardVisit, 'site' | 'zone' | 'skills' | 'crewSize' | 'priority' | 'due'> & {
  visit: BoardVisit['id'] | null
  /** Of what an obligation asks for. */
  dueFrom?: LocalDate
  dueTo?: LocalDate
}

export function workOfVisit(visit: BoardVisit): Work {
  return { ...visit, visit: visit.id }
}

export function workOfItem(item: TrayItem): Work {
  return item.kindOf === 'proposed' ? { ...item, visit: null, due: null } : item
}

/** Needs more of the days than the board holds: not known of a plan outside them. */
const needsTheDay: ReadonlySet<PlaceProblem['code']> = new Set([
  'overlap',
  'travel_before',
  'travel_after',
  'outside_hours',
  'absent',
  'site_closed',
])

export function isOnBoard({ from, days, zone }: Board, at: Instant): boolean {
  const [begin, end] = [dayBounds(from, zone).from, dayBounds(addDays(from, days), zone).from]
  return millisecondsOf(at) >= millisecondsOf(begin) && millisecondsOf(at) < millisecondsOf(end)
}

/**
 * Everything that is wrong with a plan, for all of the crew together: a skill is there when one of them has it. Of days the
 * board does not show only what does not depend on the day is said.
 */
export function judged({ board, plan, names }: Judge, work: Work, to: PlanOf): Despite {
  if (to.start === null) return []
  const site = board.sites.find(({ id }) => id === work.site)
  const piece = pieceOf({ ...work, minutes: to.minutes, window: to.window }, site, board.at)
  const start = Math.round(millisecondsOf(to.start) / 60_000)
  const known = isOnBoard(board, to.start)
  const each = to.crew.flatMap((technician) => {
    const row = plan.rowOf.get(technician)
    return row === undefined ? [] : [{ technician, problems: problemsOf(plan, row, piece, start) }]
  })
  const told = each.flatMap(({ technician, problems }) =>
    problems
      .filter((problem) => known || !needsTheDay.has(problem.code))
      .filter((problem) => !isMadeUpFor(problem, each))
      .map((problem) => ({ code: problem.code, detail: problemWords(problem, technician, names) })),
  )
  const { length: planned } = to.crew
  if (planned > 0 && planned < work.crewSize) {
    const problem = { code: 'crew_too_small' as const, wanted: work.crewSize, planned }
    told.push({ code: problem.code, detail: problemWords(problem, to.crew[0] ?? '', names) })
  }
  return told.filter((one, at) => told.findIndex(({ detail }) => detail === one.detail) === at)
}

/** Somebody else of the crew has the skill. */
function isMadeUpFor(problem: PlaceProblem, each: readonly { problems: readonly PlaceProblem[] }[]): boolean {
  if (problem.code !== 'skill_missing' && problem.code !== 'skill_expired') return false
  const { skill } = problem
  const lacks = (one: PlaceProblem) =>
    (one.code === 'skill_missing' || one.code === 'skill_expired') && one.skill === skill
  return each.some(({ problems }) => !problems.some(lacks))
}
