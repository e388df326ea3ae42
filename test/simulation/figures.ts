import type { Fact } from './facts.ts'
import { factsShown, standsInDocument } from './standing.ts'
import { type Promised, withdrawnOf } from './invariants.ts'
import type { Settled } from './record.ts'

/** What became of everything somebody saw the tick of, in numbers. */
export type Figures = { facts: number; lost: number; doubled: number }

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
