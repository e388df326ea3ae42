import type { Id } from '#core/kit/ids.ts'
import type { Fact } from './facts.ts'

/** Every fact a phone showed its tick for, in the order of the ticks, and found again by its phone and its work order. */
export type Book = {
  facts: Map<Id, Fact>
  keep: (fact: Fact) => void
  /** From then on it is where the office says; its phone hears of that with a pull, and until then shows it where it was. */
  settle: (fact: Fact, as: 'applied' | 'put_aside', workOrder: Id | null) => void
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
  function putOn(page: Page, fact: Fact): void {
    if (fact.workOrder === null) return
    const onOrder = page.byOrder.get(fact.workOrder)
    if (onOrder) onOrder.push(fact)
    else page.byOrder.set(fact.workOrder, [fact])
  }

  return {
    facts,
    keep(fact) {
      const { device } = fact.author
      const page: Page = pages.get(device) ?? { all: [], byOrder: new Map(), raised: new Set() }
      pages.set(device, page)
      facts.set(fact.id, fact)
      page.all.push(fact)
      putOn(page, fact)
      if (fact.kind === 'raise' && fact.workOrder !== null) page.raised.add(fact.workOrder)
    },
    settle(fact, as, workOrder) {
      const page = pages.get(fact.author.device)
      if (!page) throw new Error('the fact is in the book')
      const settled: Fact = { ...fact, settled: as, workOrder, heardAt: Infinity }
      facts.set(fact.id, settled)
      page.all[page.all.findIndex((one) => one.id === fact.id)] = settled
      const before = page.byOrder.get(fact.workOrder ?? '') ?? []
      before.splice(
        before.findIndex((one) => one.id === fact.id),
        1,
      )
      putOn(page, settled)
    },
    of: (device) => pages.get(device)?.all ?? [],
    on: (device, workOrder) => pages.get(device)?.byOrder.get(workOrder) ?? [],
    ordersOf: (device) => pages.get(device)?.byOrder.keys() ?? [],
    raisedOn: (device) => [...(pages.get(device)?.raised ?? [])],
  }
}
