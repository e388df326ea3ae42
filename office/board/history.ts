import type { Id } from '#core/kit/ids.ts'
import { type Change, inverseOf, isOfVisit, type Step, type VisitChange } from './changes.ts'

/** How many steps can be taken back. */
const remembered = 50

/** What was done here and what was taken back, the newest last. */
export type History = { done: readonly Step[]; undone: readonly Step[] }

export const noHistory: History = { done: [], undone: [] }

/** After something new nothing that was taken back can come again. */
export function did({ done }: History, step: Step): History {
  return { done: [...done, step].slice(-remembered), undone: [] }
}

/** A step that takes back the newest, its parts in reverse; null when there is none. */
export function undoing({ done }: History, newId: () => Id): Step | null {
  const step = done.at(-1)
  return step ? { words: step.words, changes: step.changes.toReversed().map((one) => inverseOf(one, newId())) } : null
}

/** What was taken back last, once more. A visit that is made again gets a new id. */
export function redoing({ undone }: History, newId: () => Id): Step | null {
  const step = undone.at(-1)
  if (!step) return null
  const made = step.changes.filter((one) => one.kind === 'plan')
  const names = new Map(made.map(({ visit }) => [visit, newId()]))
  const changes = step.changes.map((change) => named(change, names))
  return { words: step.words, changes }
}

/** After `taken` took back the newest step: what came back under a new id is known by it in all steps. */
export function undid(history: History, taken: Step): History {
  const step = history.done.at(-1)
  if (!step) return history
  const names = renamed(
    step.changes.toReversed().filter((one) => one.kind === 'cancel'),
    taken.changes.filter((one) => one.kind === 'plan'),
  )
  return { done: rename(history.done.slice(0, -1), names), undone: rename([...history.undone, step], names) }
}

export function redid(history: History, again: Step): History {
  const step = history.undone.at(-1)
  if (!step) return history
  const names = renamed(
    step.changes.filter((one) => one.kind === 'plan'),
    again.changes.filter((one) => one.kind === 'plan'),
  )
  return { done: rename([...history.done, again], names), undone: rename(history.undone.slice(0, -1), names) }
}

/** What cannot be taken back any more, because somebody moved on, is forgotten. */
export function gaveUp({ done, undone }: History, which: 'done' | 'undone'): History {
  return which === 'done' ? { done: done.slice(0, -1), undone } : { done, undone: undone.slice(0, -1) }
}

function renamed(before: readonly VisitChange[], after: readonly VisitChange[]): ReadonlyMap<Id, Id> {
  return new Map(before.map(({ visit }, at) => [visit, after[at]?.visit ?? visit]))
}

function rename(steps: readonly Step[], names: ReadonlyMap<Id, Id>): Step[] {
  return steps.map((step) => ({
    ...step,
    changes: step.changes.map((change) => named(change, names)),
  }))
}

function named(change: Change, names: ReadonlyMap<Id, Id>): Change {
  return isOfVisit(change) ? { ...change, visit: names.get(change.visit) ?? change.visit } : change
}
