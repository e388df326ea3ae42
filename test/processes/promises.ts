import type { Id } from '#core/kit/ids.ts'
import { openFileStore } from '#server/platform/files/store.ts'
import { serverActor } from '#server/platform/jobs.ts'
import { inTenant } from '#server/platform/tenant.ts'
import { type Figures, figuresOf } from '#test/simulation/figures.ts'
import { atRest, type Promised, violationsOf, wordsOf } from '#test/simulation/invariants.ts'
import { readSettled, type Settled } from '#test/simulation/record.ts'
import type { LivePhone } from './phone.ts'
import type { Premises } from './premises.ts'

/** What was promised and is not so, and in numbers what became of what was captured. */
export type Found = { broken: string[]; figures: Figures }

/**
 * Every promise about what these phones showed a tick for, after everything is well again and without a new write: the
 * simulation's own, asked of servers that are processes of their own.
 */
export async function findPromises(premises: Premises, orgId: Id, phones: readonly LivePhone[]): Promise<Found> {
  const disks = await Promise.all(phones.map((phone) => phone.rows()))
  const settled = await readSettled({
    orgId,
    inTenant: (org, work) => inTenant({ database: premises.database, wake: () => {} }, serverActor(org), work),
    pathOf: openFileStore(premises.filesFolder).pathOf,
    // What a phone should hold is the simulation's to ask: it waits for no pull here.
    phones: disks.map((rows) => ({ name: rows.meta.account.name, rows, isShown: false })),
  })
  const promised: Promised = {
    facts: new Map(phones.flatMap((phone) => phone.pressed.map((fact) => [fact.id, fact]))),
    poisoned: new Set(),
    passedOver: new Set(),
    restored: 0,
    office: { orders: new Map(), prices: new Map() },
  }
  const own = onlyOf(phones, settled)
  const notOnRecord = await Promise.all(
    phones.map(async (phone) => ((await phone.isDrained()) ? [] : [`${phone.device} still has something of its own`])),
  )
  const broken = violationsOf(atRest, promised, own).map(wordsOf)
  return { broken: [...broken, ...notOnRecord.flat()], figures: figuresOf(promised, own) }
}

/** Other phones of the same contractor are another scene's. */
function onlyOf(phones: readonly LivePhone[], settled: Settled): Settled {
  const devices = new Set(phones.map((phone) => phone.device))
  const orders = new Set(phones.map((phone) => phone.workOrder))
  return {
    ...settled,
    ledger: settled.ledger.filter((line) => line.device !== null && devices.has(line.device)),
    works: new Map([...settled.works].filter(([id]) => orders.has(id))),
  }
}
