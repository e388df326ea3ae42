import type { Id } from '#core/kit/ids.ts'
import { instantFrom, millisecondsOf } from '#core/kit/time.ts'
import type { Board, BoardVisit } from '#core/scheduling/board-api.ts'
import { leftTo, pieceOf, planOfBoard } from '#core/scheduling/from-board.ts'
import { neighboursOf, type Neighbours, type Piece, type PlaceProblem, problemsOf } from '#core/scheduling/place.ts'
import type { Plan } from '#core/scheduling/plan.ts'
import { type Names, problemWords } from '#core/scheduling/words.ts'
import type { Carried, Target } from './carry.ts'
import { applied, type Change, type Despite, type PlanOf, planOf, type Step } from './changes.ts'
import { judged, workOfVisit } from './menu/judged.ts'
import { nobody, type Row } from './rows.ts'

/** What a place means for what is carried: the ways there and on, and everything that is wrong with it. */
export type Fit = { problems: { problem: PlaceProblem; words: string }[]; neighbours: Neighbours }

/** A piece of the work that is carried, as the rules of places judge it. */
export function pieceCarried(board: Board, what: Carried, target: Target): Piece {
  const now = board.at
  if (what.kind === 'item') {
    const { item } = what
    const site = board.sites.find(({ id }) => id === item.site)
    const visit = item.kindOf === 'work_order' ? item.visit : null
    const due = item.kindOf === 'work_order' ? item.due : null
    const window = item.kindOf === 'work_order' ? item.window : null
    return pieceOf({ ...item, visit, due, window, minutes: target.minutes }, site, now)
  }
  const { held } = what
  const site = board.sites.find(({ id }) => id === held.site)
  const visit = target.mode === 'copy' ? null : held.id
  return pieceOf({ ...held, visit, minutes: target.minutes }, site, now)
}

/** How what is carried fits where it would land. */
export function fitAt(board: Board, plan: Plan, names: Names, what: Carried, target: Target): Fit {
  const row = plan.rowOf.get(target.row)
  if (row === undefined) return { problems: [], neighbours: { before: null, after: null } }
  const crew = plannedCrew(what, target)
  const start = Math.round(target.start / 60_000)
  const piece = leftTo(plan, pieceCarried(board, what, target), crew, target.row, start)
  const planned = crew.length
  const problems: PlaceProblem[] = [
    ...problemsOf(plan, row, piece, start),
    ...(planned < piece.crewSize ? [{ code: 'crew_too_small' as const, wanted: piece.crewSize, planned }] : []),
  ]
  return {
    problems: problems.map((problem) => ({ problem, words: problemWords(problem, target.row, names) })),
    neighbours: neighboursOf(plan, row, piece, start),
  }
}

/** Who goes after the drop. */
function plannedCrew(what: Carried, target: Target): Id[] {
  const there = target.row === nobody ? [] : [target.row]
  if (what.kind === 'item') {
    // Whoever was to come along with the one it waits for still does.
    const waits = what.item.kindOf === 'work_order' ? what.item.crew : []
    return waits.includes(target.row) ? [...waits] : there
  }
  const { crew } = what.held
  if (what.kind === 'end') return [...crew]
  if (target.mode === 'add') return [...new Set([...crew, ...there])]
  // In its own row a visit keeps its crew; in another, whoever was taken along stays with it.
  if (target.row === what.row) return [...crew]
  return [...new Set([...there, ...crew.filter((one) => one !== what.row)])]
}

/** Everything a drop does, as one step; null where it changes nothing. */
export function stepOf(
  board: Board,
  what: Carried,
  target: Target,
  fit: Fit,
  newId: () => Id,
  technician: (id: Row['id']) => string,
): Step | null {
  const despite: Despite = fit.problems.map(({ problem, words }) => ({ code: problem.code, detail: words }))
  const crew = plannedCrew(what, target)
  const start = instantFrom(target.start)
  const to = (window: PlanOf['window'], lead: Id | null): PlanOf => ({
    start,
    minutes: target.minutes,
    window,
    crew,
    lead: lead && crew.includes(lead) ? lead : (crew[0] ?? null),
  })
  if (what.kind === 'item') {
    const { item } = what
    const plan = item.kindOf === 'work_order' ? to(item.window, item.lead) : to(null, null)
    if (item.kindOf === 'proposed') {
      const ids = { workOrder: newId(), visit: newId(), proposed: item.id }
      return {
        words: `${item.title} raised and planned for ${technician(target.row)}`,
        changes: [{ kind: 'plan', ...ids, to: plan, despite }],
      }
    }
    const words = `${item.reference || item.title} planned for ${technician(target.row)}`
    if (item.visit === null)
      return {
        words,
        changes: [{ kind: 'plan', workOrder: item.workOrder, visit: newId(), to: plan, despite, beside: [] }],
      }
    const { minutes, window, lead } = item
    const from: PlanOf = { start: null, minutes, window, crew: item.crew, lead }
    return {
      words,
      changes: [{ kind: 'replan', workOrder: item.workOrder, visit: item.visit, from, to: plan, despite }],
    }
  }
  const { held } = what
  const name = held.reference || held.title
  if (what.kind === 'visits' && target.mode === 'copy') {
    const visit = newId()
    const copy = { kind: 'plan' as const, workOrder: held.workOrder, visit, to: to(null, held.lead), despite }
    return { words: `${name} planned once more`, changes: [copy] }
  }
  const others = what.kind === 'visits' && target.mode === 'move' ? what.with : []
  const shift = target.start - millisecondsOf(held.start)
  const changes = [
    replanned(held, to(held.window, held.lead), despite),
    ...others.map((visit) => replanned(visit, moved(visit, shift, what, target), [])),
  ].flatMap((change) => change ?? [])
  if (changes.length === 0) return null
  const words =
    changes.length > 1
      ? `${changes.length} visits moved`
      : what.kind === 'end'
        ? `${name} takes ${target.minutes} min`
        : target.mode === 'add'
          ? `${technician(target.row)} added to ${name}`
          : `${name} moved`
  return { words, changes }
}

/** Another of several that are moved together: as much earlier or later, and to the same row where it was in the same. */
function moved(visit: BoardVisit, shift: number, what: Carried, { row }: Target): PlanOf {
  const before = planOf(visit)
  const from = what.kind === 'item' ? nobody : what.row
  const along = visit.crew.includes(from) && row !== from && row !== nobody
  const crew = along ? [...new Set([row, ...visit.crew.filter((one) => one !== from)])] : visit.crew
  const lead = visit.lead && crew.includes(visit.lead) ? visit.lead : (crew[0] ?? null)
  return { ...before, start: instantFrom(millisecondsOf(visit.start) + shift), crew, lead }
}

function replanned(visit: BoardVisit, to: PlanOf, despite: Despite): Change | null {
  const from = planOf(visit)
  const same =
    from.start === to.start &&
    from.minutes === to.minutes &&
    from.lead === to.lead &&
    from.crew.length === to.crew.length &&
    from.crew.every((one) => to.crew.includes(one))
  return same ? null : { kind: 'replan', workOrder: visit.workOrder, visit: visit.id, from, to, despite }
}

/** Several visits moved at once are judged on the board as it is after all of them moved. */
export function judgedTogether(board: Board, names: Names, step: Step): Step {
  const after = step.changes.reduce(applied, board)
  const judge = { board: after, plan: planOfBoard(after, board.at), names }
  const told = (change: Change): Change => {
    if (change.kind !== 'replan') return change
    const visit = after.visits.find(({ id }) => id === change.visit)
    return visit ? { ...change, despite: judged(judge, workOfVisit(visit), change.to) } : change
  }
  return { ...step, changes: step.changes.map(told) }
}
