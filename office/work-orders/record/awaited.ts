import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { evidenceOf } from '#core/work-orders/missing.ts'

/** What of one visit is still on phones, whose, and since when. */
export type Awaited = { visit: Id | null; facts: Id[]; technicians: Id[]; since: Instant | null }

/** By visit, in their order; files of no visit last. */
export function awaitedByVisit(work: WorkDocument): Awaited[] {
  const captured = new Map<Id, { technician: Id | null; at: Instant }>()
  for (const visit of work.visits) {
    // A finish names what it expects; the fact itself may be on its way.
    for (const step of visit.steps)
      if (step.kind === 'finish') for (const one of step.evidence) captured.set(one.fact, step)
    for (const signOff of visit.signOffs) captured.set(signOff.id, signOff)
  }
  for (const fact of [...work.photos, ...work.files]) captured.set(fact.id, fact)

  const order = (visit: Id | null) => work.visits.find((one) => one.id === visit)?.number ?? Number.MAX_SAFE_INTEGER
  return [...Map.groupBy(evidenceOf(work).awaited, (one) => one.visit)]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([visit, awaited]) => {
      const known = awaited.flatMap(({ fact }) => captured.get(fact) ?? [])
      return {
        visit,
        facts: awaited.map((one) => one.fact),
        technicians: [...new Set(known.flatMap((one) => one.technician ?? []))],
        since: known.map((one) => one.at).sort()[0] ?? null,
      }
    })
}
