import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { command, complete, dispatched } from './requests.ts'
import { type Company, inParallel, morning, raiseBody } from './support/company.ts'

const clients = 8
const each = 10

/** Every kind of write from eight clients at once; a failure is anything but the answer that was meant. */
export async function writesAtOnce(company: Company): Promise<void> {
  const { owner, places, phones } = company
  const place = places[0]
  if (!place) throw new Error('a company has places')
  const shared = newId()
  await command(owner, shared, 'raise', raiseBody(place, 0))
  const visits = new Map<Id, { id: Id; visit: Id }>()
  const approved: Id[] = []
  for (const [n, phone] of phones.entries()) {
    for (let i = 0; i < each; i++) visits.set(`${n}/${i}`, await dispatched(company, phone, i))
  }
  const writes: Record<string, (client: number, n: number) => Promise<unknown>> = {
    'raise a work order': (_, n) => command(owner, newId(), 'raise', raiseBody(place, n)),
    'note on one and the same work order': () =>
      command(owner, shared, 'note', {
        visit: null,
        technician: null,
        at: morning,
        text: 'Key at the porter',
        audience: 'crew',
      }),
    'make a customer': (_, n) =>
      owner.call(customersApi.makeCustomer, { body: { id: newId(), name: `Customer ${n}` } }),
    'make an item of the price book': (client, n) =>
      owner.call(billingCatalogueApi.makePriceItem, {
        body: { id: newId(), sku: `W-${client}-${n}-${newId()}`, name: 'Washer', unitPrice: 1000 },
      }),
    'hand in a completion with photo and signature': async (client, n) => {
      const phone = phones[client % phones.length]
      const visit = visits.get(`${client}/${n}`)
      if (!phone || !visit) throw new Error('not that many were prepared')
      await complete(company, phone, visit, 1)
    },
    'approve a work order': async (client, n) => {
      const { id } = visits.get(`${client}/${n}`) ?? { id: '' }
      const page = await owner.call(workOrderApi.readWorkOrder, { params: { id } })
      for (const flag of page.work.flags.filter((one) => !one.settled))
        await command(owner, id, 'settle_flag', { flag: flag.id, note: '' })
      const { version } = await owner.call(workOrderApi.readWorkOrder, { params: { id } })
      await command(owner, id, 'approve', { version })
      approved.push(id)
    },
    'draft and issue an invoice': async () => {
      const id = approved.pop()
      if (!id) throw new Error('not that many were approved')
      const { invoice } = await owner.call(billingApi.draftInvoice, { params: { id } })
      const read = await owner.call(billingApi.readInvoice, { params: { id: invoice ?? '' } })
      await owner.call(billingApi.issueInvoice, { params: { id: read.id }, body: { version: read.version } })
    },
  }
  console.log(
    `\n${`${clients} clients at once, ${each} each`.padEnd(52)}${'failed'.padStart(9)}${'wall ms'.padStart(9)}`,
  )
  for (const [name, write] of Object.entries(writes)) {
    const failures: string[] = []
    const begun = performance.now()
    await inParallel(Array.from({ length: clients }), clients, async (_, client) => {
      for (let n = 0; n < each; n++) {
        await write(client, n).catch((error: unknown) =>
          failures.push(error instanceof Error ? error.message : String(error)),
        )
      }
    })
    const wall = (performance.now() - begun) / (clients * each)
    console.log(
      `${name.padEnd(52)}${String(failures.length).padStart(9)}${wall.toFixed(1).padStart(9)}  ${failures[0] ?? ''}`,
    )
  }
}
