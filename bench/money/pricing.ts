import { price } from '#core/billing/price.ts'
import { loadPriceCatalogue } from '#server/billing/price-catalogue.ts'
import { openDatabase } from '#server/platform/database.ts'
import { socketUrl } from '#server/platform/postgres/session.ts'
import { inTenant, type Tx } from '#server/platform/tenant.ts'
import { readDocuments } from '#server/work-orders/page-queries.ts'
import type { MeasuredServer } from '../support/process.ts'
import type { Part } from '../sync/figures.ts'
import type { FinishedWork } from './company.ts'

/** So many records are in memory at a time. */
const atOnce = 1_000
const holdSeconds = 10

/** Every record read from the database and priced, as the lists of the office do it. */
export async function measurePricing(
  { socketFolder }: MeasuredServer,
  { organization, orders }: FinishedWork,
  tell: Parameters<Part>[0],
): Promise<void> {
  const database = openDatabase(socketUrl(socketFolder, 'roundtrip_app', 'roundtrip'), 2)
  const actor = { orgId: organization, memberId: null, abilities: [] }
  try {
    const begun = performance.now()
    let [lines, inCore] = [0, 0]
    await inTenant({ database, wake: () => undefined }, actor, async (tx) => {
      for (let from = 0; from < orders.length; from += atOnce) {
        const priced = await priceSome(tx, orders.slice(from, from + atOnce))
        lines += priced.lines
        inCore += priced.milliseconds
      }
    })
    const seconds = (performance.now() - begun) / 1000
    // A hold for ten thousand is one for each.
    const hold = (holdSeconds * orders.length) / 10_000
    tell({
      what: `pricing ${orders.length} work orders, ${lines} lines`,
      value: `${seconds.toFixed(1)} s`,
      hold: `${hold} s`,
      holds: seconds <= hold,
    })
    tell({ what: 'of it in the core', value: `${(inCore / 1000).toFixed(1)} s` })
  } finally {
    await database.close()
  }
}

async function priceSome(tx: Tx, ids: readonly string[]): Promise<{ lines: number; milliseconds: number }> {
  const orders = [...(await readDocuments(tx, ids)).values()]
  const catalogue = await loadPriceCatalogue(tx, orders)
  const begun = performance.now()
  const lines = orders.reduce((sum, order) => sum + price(order, catalogue).lines.length, 0)
  return { lines, milliseconds: performance.now() - begun }
}
