import type { Id } from '#core/kit/ids.ts'
import type { Fact } from './facts.ts'

/** Every fact a phone showed its tick for, in the order of the ticks, and found again by its phone and its work order. */
export type Book = {
  facts: Map<Id, Fact>
  keep: (fact: Fact) => void
  of: (device: Id) => readonly Fact[]
  on: (device: Id, workOrder: Id) => readonly Fact[]
  /** Work orders a phone has facts on. */
  ordersOf: (device: Id) => Iterable<Id>
  raisedOn: (device: Id) => readonly Id[]
}

type Page = { all: Fact[]; byOrder: Map<Id, Fact[]>; raised: Set<Id> }

export function openBook(): Book {
  const facts = new Map<Id, Fact>()
  const pages = new Map<Id, Page>()
  return {
    facts,
    keep(fact) {
      const { device } = fact.author
      const page: Page = pages.get(device) ?? { all: [], byOrder: new Map(), raised: new Set() }
      pages.set(device, page)
      facts.set(fact.id, fact)
      page.all.push(fact)
      if (fact.workOrder === null) return
      if (fact.kind === 'raise') page.raised.add(fact.workOrder)
      const onOrder = page.byOrder.get(fact.workOrder)
      if (onOrder) onOrder.push(fact)
      else page.byOrder.set(fact.workOrder, [fact])
    },
    of: (device) => pages.get(device)?.all ?? [],
    on: (device, workOrder) => pages.get(device)?.byOrder.get(workOrder) ?? [],
    ordersOf: (device) => pages.get(device)?.byOrder.keys() ?? [],
    raisedOn: (device) => [...(pages.get(device)?.raised ?? [])],
  }
}
