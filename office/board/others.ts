import type { Id } from '#core/kit/ids.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'

/** What others changed among the visits that are shown, in one sentence; null: nothing, or only what was done here. */
export function othersWords(
  before: readonly BoardVisit[],
  after: readonly BoardVisit[],
  isOwn: (workOrder: Id) => boolean,
  say: { plan: (visit: BoardVisit) => string; status: (visit: BoardVisit) => string },
): string | null {
  if (before === after) return null
  const was = new Map(before.map((visit) => [visit.id, visit]))
  const is = new Set(after.map(({ id }) => id))
  const changed = after.flatMap((visit) => {
    const old = was.get(visit.id)
    if (old === visit || isOwn(visit.workOrder)) return []
    if (!old) return [`${nameOf(visit)} planned: ${say.plan(visit)}`]
    if (samePlan(old, visit))
      return old.status === visit.status ? [] : [`${nameOf(visit)} is now ${say.status(visit).toLocaleLowerCase()}`]
    return [`${nameOf(visit)} moved: ${say.plan(visit)}`]
  })
  const gone = before
    .filter((visit) => !is.has(visit.id) && !isOwn(visit.workOrder))
    .map((visit) => `${nameOf(visit)} left the board`)
  const all = [...changed, ...gone]
  const [first] = all
  if (first === undefined) return null
  return all.length === 1 ? `By somebody else: ${first}` : `${all.length} visits changed by others`
}

function nameOf({ reference, title }: BoardVisit): string {
  return reference || title
}

function samePlan(a: BoardVisit, b: BoardVisit): boolean {
  return a.start === b.start && a.minutes === b.minutes && a.crew.join(' ') === b.crew.join(' ')
}
