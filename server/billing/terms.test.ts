import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { fullWhy } from '#core/billing/why.ts'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { gradeApi } from '#core/people/grade-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const owner = server.as(north.owner)
const bookkeeper = server.as(north.billing)
const dispatcher = server.as(north.dispatcher)
const luis = north.technician.technicianId ?? ''
const behalf = { source: 'paper' as const, reason: 'Sheet handed in' }

const [customer, site, territory, boiler, vat, standard] = Array.from({ length: 6 }, newId)
const valve = newId()
if (!customer || !site || !territory || !boiler || !vat || !standard) throw new Error('six ids')
await owner.call(territoryApi.makeTerritory, {
  body: { id: territory, name: 'North', base: { lat: 52.52, lon: 13.4 } },
})
await owner.call(customersApi.makeCustomer, { body: { id: customer, name: 'Bakery' } })
await owner.call(customersApi.makeSite, {
  body: { id: site, customerId: customer, name: 'Shop', territoryId: territory, position: { lat: 52.5, lon: 13.41 } },
})
await owner.call(customersApi.makeAsset, {
  body: { id: boiler, siteId: site, name: 'Boiler', labourWarrantyUntil: '2027-01-01' },
})
await bookkeeper.call(billingCatalogueApi.makeTaxRate, { body: { id: vat, name: 'VAT', rate: 1900, isDefault: true } })
await bookkeeper.call(billingCatalogueApi.makePriceItem, {
  body: { id: valve, sku: 'V1', name: 'Valve', unitPrice: null, cost: 100_000, category: 'Valves' },
})
const card = { validFrom: '2026-01-01', hourlyRate: 900_000, stepMinutes: 15 }
await bookkeeper.call(billingCatalogueApi.makeRateCard, {
  body: {
    ...card,
    id: standard,
    name: 'Standard',
    afterHours: { hourlyRate: 1_350_000, callOutFee: null },
    travelPolicy: 'zone',
    travelZones: [{ name: 'Town', withinMetres: 10_000, fee: 2000 }],
  },
})

/** An hour on a Monday morning with a valve fitted. */
async function worked(details: Parameters<typeof raise>[1] = {}): Promise<string> {
  const id = await raise(dispatcher, { customer, site, ...details })
  const visit = await dispatchVisit(dispatcher, id, [luis])
  const fact = { visit, technician: luis, behalf }
  await send(dispatcher, id, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' })
  const part = { item: valve, sku: 'V1', name: 'Valve', quantity: 1000, unit: 'pc', serial: '', note: '' }
  await send(dispatcher, id, 'part', { ...fact, at: '2026-11-23T09:30:00.000Z', ...part })
  const done = { outcome: 'done' as const, returnReason: null, note: '', missing: [], evidence: [] }
  await send(dispatcher, id, 'finish', { ...fact, at: '2026-11-23T10:00:00.000Z', ...done })
  return id
}

async function bill(id: string) {
  const { priced, warnings } = await bookkeeper.call(billingApi.priceWorkOrder, { params: { id } })
  return { lines: priced.lines.map((line) => [line.description, line.net, fullWhy(line)]), warnings }
}

test('rates, zones, markup, discounts and a customer’s own price are taken from what the office keeps', async () => {
  const { version } = await bookkeeper.call(priceTermsApi.readPriceSettings, {})
  await owner.call(priceTermsApi.editPriceSettings, { body: { version, markup: [{ upTo: null, percent: 5000 }] } })
  const id = await worked()
  assert.deepEqual(
    (await bill(id)).lines,
    [
      ['Labour, Luis', 9000, '1 h, rate Standard'],
      ['Travel, Town', 2000, 'Zone Town, 2.3 km from the base, rate Standard'],
      ['Valve', 1500, 'Cost 10.00 plus 50 %'],
    ].map(([what, ...rest]) => [String(what).replace('Luis', north.technician.name), ...rest]),
  )

  await bookkeeper.call(priceTermsApi.editCustomerTerms, {
    params: { id: customer },
    body: { version: 0, labourDiscount: 1000, categoryDiscounts: [{ category: 'Valves', percent: 2000 }] },
  })
  const discounted = (await bill(id)).lines.map(([, net]) => net)
  assert.deepEqual(discounted, [8100, 2000, 1200])

  const price = { itemId: valve, customerId: customer, unitPrice: 110_000, validFrom: '2026-11-23' }
  await bookkeeper.call(priceTermsApi.makeItemPrice, { body: { id: newId(), ...price } })
  assert.deepEqual((await bill(id)).lines.at(-1)?.slice(1), [1100, 'Price agreed with the customer from 23 Nov 2026'])
  const again = await problemOf(bookkeeper.call(priceTermsApi.makeItemPrice, { body: { id: newId(), ...price } }))
  assert.deepEqual([again.status, again.code], [409, 'already_there'])
})

test('a card for a grade goes before the one for all, and a card for somebody alone is never the default', async () => {
  const grade = newId()
  await owner.call(gradeApi.makeGrade, { body: { id: grade, name: 'Master' } })
  const master = { ...card, id: newId(), name: 'Masters', hourlyRate: 1_200_000, gradeId: grade }
  const both = await problemOf(
    bookkeeper.call(billingCatalogueApi.makeRateCard, { body: { ...master, isDefault: true } }),
  )
  assert.equal(both.body.fields?.[0]?.path, 'isDefault')
  const made = await bookkeeper.call(billingCatalogueApi.makeRateCard, { body: master })
  assert.deepEqual([made.scope, made.isDefault], ['Master', false])
  const id = await worked()
  const before = (await bill(id)).lines[0]?.[1]
  const { items } = await owner.call(peopleApi.listTechnicians, { query: {} })
  const version = items.find((one) => one.id === luis)?.version ?? 0
  await owner.call(peopleApi.editTechnician, { params: { id: luis }, body: { version, gradeId: grade } })
  assert.deepEqual([before, (await bill(id)).lines[0]?.[1]], [8100, 10_800])
  await bookkeeper.call(billingCatalogueApi.archiveRateCard, { params: { id: master.id } })
})

test('labour under the asset’s warranty costs nothing and says so, until the office says otherwise', async () => {
  const id = await worked({ assets: [boiler] })
  assert.equal((await bill(id)).lines[0]?.[1], 0)
  const coverage = { labour: false, parts: false, until: null, reason: 'Frost damage' }
  const said = await send(dispatcher, id, 'edit_details', { changes: {}, money: { coverage } })
  assert.equal(said.outcome, 'applied')
  assert.equal((await bill(id)).lines[0]?.[1], 8100)
})

test('a day without a rate and a certificate that ended are said beside the lines, with where to mend them', async () => {
  const { version } = await owner
    .call(customersApi.readCustomer, { params: { id: customer } })
    .then((read) => read.customer)
  await owner.call(customersApi.editCustomer, {
    params: { id: customer },
    body: { version, taxExemptCertificate: 'EX-7', taxExemptUntil: '2026-11-22' },
  })
  const id = await worked()
  const { items } = await bookkeeper.call(billingCatalogueApi.listRateCards, { query: {} })
  const now = items.find((one) => one.id === standard)?.version ?? 0
  await bookkeeper.call(billingCatalogueApi.editRateCard, {
    params: { id: standard },
    body: { version: now, validFrom: '2026-11-24' },
  })
  const { warnings } = await bill(id)
  assert.deepEqual(
    warnings.map(({ code, mend }) => [code, mend.at]),
    [
      ['rate_missing', 'rates'],
      ['exemption_expired', 'customer'],
    ],
  )
  assert.match(warnings[0]?.sentence ?? '', /^No rate holds on .*23.*: Labour.* has no price/)
  await bookkeeper.call(billingCatalogueApi.editRateCard, {
    params: { id: standard },
    body: { version: now + 1, validFrom: '2026-01-01' },
  })
})

test('a price is moved as far as one’s role reaches; past it the refusal says who may', async () => {
  const { version } = await owner.call(priceTermsApi.readPriceSettings, {})
  const limit = { percent: 1000, amount: null }
  await owner.call(priceTermsApi.editPriceSettings, {
    body: { version, overrideLimits: { dispatcher: limit, billing: limit } },
  })
  assert.equal(
    (await problemOf(bookkeeper.call(priceTermsApi.editPriceSettings, { body: { version: 1 } }))).status,
    403,
  )
  const id = await worked()
  const [line] = (await bookkeeper.call(billingApi.priceWorkOrder, { params: { id } })).priced.lines
  const key = line?.key ?? ''
  const to = (unitPrice: number) => ({ key, changes: { unitPrice }, reason: 'Agreed' })
  const far = await send(dispatcher, id, 'change_line', to(500_000))
  assert.deepEqual([far.outcome, far.code], ['refused', 'override_over_limit'])
  assert.equal(far.sentence, 'This goes further than your role may change a price. Owner, Admin, Contract manager may.')
  assert.equal((await send(dispatcher, id, 'strike_line', { key, reason: 'Goodwill' })).code, 'override_over_limit')
  const goodwill = { line: newId(), description: 'Goodwill', quantity: 1000, unit: '', taxRate: vat, reason: 'Late' }
  assert.equal(
    (await send(dispatcher, id, 'add_line', { ...goodwill, unitPrice: -900_000 })).code,
    'override_over_limit',
  )
  assert.equal((await send(dispatcher, id, 'change_line', to(750_000))).outcome, 'applied')
  assert.equal((await send(owner, id, 'change_line', to(1))).outcome, 'applied')
  const read = await dispatcher.call(workOrderApi.readWorkOrder, { params: { id } })
  assert.equal(read.money?.lineChanges.length, 1)
})

test('terms of a customer are made once: who began at the same time is shown what the other one saved', async () => {
  const shop = newId()
  await owner.call(customersApi.makeCustomer, { body: { id: shop, name: 'Florist' } })
  const params = { id: shop }
  assert.equal((await bookkeeper.call(priceTermsApi.readCustomerTerms, { params })).version, 0)
  const first = await bookkeeper.call(priceTermsApi.editCustomerTerms, {
    params,
    body: { version: 0, partsDiscount: 500 },
  })
  const late = await problemOf(
    owner.call(priceTermsApi.editCustomerTerms, { params, body: { version: 0, partsDiscount: 900 } }),
  )
  assert.deepEqual([first.version, first.partsDiscount, late.status, late.code], [1, 500, 409, 'changed_meanwhile'])
})

test('with tax in the prices, lines of several work orders on one invoice add up to what is asked for, to the cent', async () => {
  const { version } = await owner.call(priceTermsApi.readPriceSettings, {})
  await owner.call(priceTermsApi.editPriceSettings, { body: { version, taxIncluded: true } })
  const orders: string[] = []
  for (let n = 0; n < 2; n++) {
    const id = await worked()
    const { priced } = await bookkeeper.call(billingApi.priceWorkOrder, { params: { id } })
    for (const { key } of priced.lines) await send(owner, id, 'strike_line', { key, reason: 'Goodwill' })
    const line = { line: newId(), description: 'Seal', quantity: 1000, unit: '', unitPrice: 1000, taxRate: vat }
    await send(owner, id, 'add_line', { ...line, reason: 'Agreed' })
    const read = await dispatcher.call(workOrderApi.readWorkOrder, { params: { id } })
    await send(dispatcher, id, 'approve', { version: read.version })
    orders.push(id)
  }
  const draft = await bookkeeper.call(billingApi.gatherInvoice, { body: { id: newId(), workOrders: orders } })
  const issued = await bookkeeper.call(billingApi.issueInvoice, {
    params: { id: draft.id },
    body: { version: draft.version },
  })
  assert.deepEqual([issued.net, issued.tax, issued.gross], [17, 3, 20])
  assert.deepEqual(issued.lines.map((line) => line.net).sort(), [8, 9])
})
