import type { Fact } from './facts.ts'
import { factsShown, standsInDocument } from './standing.ts'
import { type Promised, withdrawnOf } from './invariants.ts'
import type { Settled } from './record.ts'

/** What became of everything somebody saw the tick of, in numbers. */
export type Figures = { facts: number; lost: number; doubled: number }

/** The work a story was, in things that are counted: a busy machine changes none of it. */
export type Effort = {
  steps: number
  presses: number
  /** Timers that rang, and requests and answers that came. */
  happenings: number
  /** Requests of phones the server answered. */
  answers: number
}

export function sumOfEffort(efforts: readonly Effort[]): Effort {
  const sum = (of: (effort: Effort) => number) => efforts.reduce((total, effort) => total + of(effort), 0)
  return {
    steps: sum((one) => one.steps),
    presses: sum((one) => one.presses),
    happenings: sum((one) => one.happenings),
    answers: sum((one) => one.answers),
  }
}

export const noFigures: Figures = { facts: 0, lost: 0, doubled: 0 }

export function sumOf(a: Figures, b: Figures): Figures {
  return { facts: a.facts + b.facts, lost: a.lost + b.lost, doubled: a.doubled + b.doubled }
}

/** Lost is what is nowhere in the ledger, or not in the document it was applied to; doubled what is somewhere twice. */
export function figuresOf({ facts }: Promised, settled: Settled): Figures {
  const lines = Map.groupBy(settled.ledger, (line) => line.id)
  const written = Map.groupBy(
    settled.entries.filter((entry) => entry.n === 0),
    (entry) => entry.command,
  )
  const shown = new Map(
    [...settled.works].map(([id, { work }]) => [id, Map.groupBy(factsShown(work), (fact) => fact.id)]),
  )
  const takenBack = withdrawnOf(facts)
  const isShownBy = (fact: Fact) => standsInDocument(fact) && !takenBack.has(fact.id)
  const counts = [...facts.values()].map((fact) => {
    const taken = lines.get(fact.id) ?? []
    const isApplied = fact.settled === 'applied' || taken.some((line) => line.outcome === 'applied')
    const places = [taken.length]
    if (isApplied) places.push(written.get(fact.id)?.length ?? 0)
    if (isApplied && isShownBy(fact)) places.push(shown.get(fact.workOrder ?? '')?.get(fact.id)?.length ?? 0)
    return places
  })
  return {
    facts: counts.length,
    lost: counts.filter((places) => places.includes(0)).length,
    doubled: counts.filter((places) => places.some((times) => times > 1)).length,
  }
}
