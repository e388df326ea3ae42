import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Company, inParallel, makeCompany, morning, raiseBody } from '../support/company.ts'
import type { MeasuredServer } from '../support/process.ts'

export type FinishedWork = { organization: Id; orders: Id[]; owner: Company['owner'] }

const customers = 200
/** So many of them have a card, a discount and prices of their own. */
const withTerms = 50
const atOnce = 28

/** Work that is done and not billed: an hour or more of labour each, over the end of the working day, with two parts. */
export async function makeFinishedWork(server: MeasuredServer, count: number): Promise<FinishedWork> {
  const company = await makeCompany(server.origin, server.setupToken, { customers, technicians: 0 })
  await makeTerms(company)
  const { organization } = await company.owner.call(sessionApi.me, {})
  const orders = Array.from({ length: count }, () => newId())
  for (let made = 0; made < count; made += atOnce) {
    const some = orders.slice(made, made + atOnce)
    await company.seeder.push(some.flatMap((order, index) => finished(company, order, made + index)))
  }
  await server.analyze()
  return { organization: organization.id, orders, owner: company.owner }
}

async function makeTerms({ owner, places, item }: Company): Promise<void> {
  const afterHours = { hourlyRate: 1_350_000, callOutFee: null }
  await owner.call(billingCatalogueApi.makeRateCard, {
    body: {
      id: newId(),
      name: 'With evenings',
      validFrom: '2026-02-01',
      hourlyRate: 900_000,
      callOutFee: 4500,
      afterHours,
    },
  })
  await inParallel(places.slice(0, withTerms), 8, async ({ customer: id }) => {
    const from = { validFrom: '2026-01-01' }
    await owner.call(billingCatalogueApi.makeRateCard, {
      body: { id: newId(), name: 'Agreed', ...from, hourlyRate: 850_000, afterHours, customerId: id },
    })
    await owner.call(priceTermsApi.editCustomerTerms, {
      params: { id },
      body: { version: 0, labourDiscount: 500, partsDiscount: 1000 },
    })
    await owner.call(priceTermsApi.makeItemPrice, {
      body: { id: newId(), itemId: item, customerId: id, unitPrice: 110_000, ...from },
    })
  })
}

function finished({ seeder, places, item }: Company, order: Id, n: number) {
  const place = places[n % places.length]
  if (!place) throw new Error('a company has places')
  const visit = newId()
  const { technician } = seeder
  const at = (minutes: number) => addMinutes(morning, (n % 14) * 60 + minutes)
  const fact = (type: string, minutes: number, body: object = {}) =>
    seeder.freeze(order, type, { visit, technician, at: at(minutes), ...body })
  const part = { sku: '', name: 'Valve', unit: 'pc', serial: '', note: '' }
  return [
    seeder.freeze(order, 'raise', raiseBody(place, n, 'field')),
    seeder.freeze(order, 'open_visit', { visit, technician, at: at(0) }),
    fact('travel', 0),
    fact('arrive', 20),
    fact('part', 40, { ...part, item, quantity: 1000 + (n % 5) * 500 }),
    fact('part', 41, { ...part, item: null, quantity: 1000 }),
    fact('finish', 95 + (n % 60), { outcome: 'done', returnReason: null, note: '', missing: [], evidence: [] }),
  ]
}
