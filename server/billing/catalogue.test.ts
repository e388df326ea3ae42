import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.contract_manager)

function makeItem(sku: string, name: string, more: { category?: string; unitPrice?: number } = {}) {
  const body = { id: newId(), sku, name, unitPrice: 125_000, ...more }
  return office.call(billingCatalogueApi.makePriceItem, { body })
}

function makeRate(name: string, rate: number, isDefault = false) {
  return office.call(billingCatalogueApi.makeTaxRate, { body: { id: newId(), name, rate, isDefault } })
}

function makeCard(name: string, validFrom: string, more: { isDefault?: boolean } = {}) {
  const body = { id: newId(), name, validFrom, hourlyRate: 900_000, ...more }
  return office.call(billingCatalogueApi.makeRateCard, { body })
}

test('a price keeps its ten-thousandths, and an item number is used once', async () => {
  const item = await makeItem('NUT-M4', 'Nut M4', { unitPrice: 375 })
  assert.equal(item.unitPrice, 375)
  const again = await problemOf(makeItem('NUT-M4', 'Another nut'))
  assert.deepEqual([again.status, again.body.fields?.[0]?.path], [422, 'sku'])
  const bolt = await makeItem('BOLT-M4', 'Bolt M4')
  const renumbered = await problemOf(
    office.call(billingCatalogueApi.editPriceItem, { params: { id: bolt.id }, body: { version: 1, sku: 'NUT-M4' } }),
  )
  assert.equal(renumbered.body.fields?.[0]?.path, 'sku')
})

test('the price book is found by words of name, number or barcode, and by category', async () => {
  await makeItem('KH-200', 'Kühlaggregat 100 % ölfrei', { category: 'Cooling' })
  await makeItem('KH-201', 'Kühlaggregat 2', { category: 'Cooling' })
  await makeItem('HT-100', 'Heater', { category: 'Heating' })
  const names = async (query: { q?: string; category?: string }) =>
    (await office.call(billingCatalogueApi.listPriceItems, { query })).items.map((item) => item.sku)
  assert.deepEqual(await names({ q: 'KÜHL ölfrei' }), ['KH-200'])
  assert.deepEqual(await names({ q: '0 %' }), ['KH-200'])
  assert.deepEqual(await names({ q: 'kh-20' }), ['KH-200', 'KH-201'])
  assert.deepEqual(await names({ category: 'Heating' }), ['HT-100'])
  const { items } = await office.call(billingCatalogueApi.listPriceCategories, {})
  assert.deepEqual(
    items.filter((row) => row.category !== ''),
    [
      { category: 'Cooling', count: 2 },
      { category: 'Heating', count: 1 },
    ],
  )
})

test('making a rate the default ends the one before; the default stays until then', async () => {
  const full = await makeRate('Full', 1900, true)
  const reduced = await makeRate('Reduced', 700)
  const archive = await problemOf(office.call(billingCatalogueApi.archiveTaxRate, { params: { id: full.id } }))
  assert.equal(archive.code, 'tax_rate_in_use')
  await office.call(billingCatalogueApi.editTaxRate, {
    params: { id: reduced.id },
    body: { version: 1, isDefault: true },
  })
  const { items } = await office.call(billingCatalogueApi.listTaxRates, {})
  assert.deepEqual(
    items.map((rate) => [rate.name, rate.isDefault, rate.version]),
    [
      ['Reduced', true, 2],
      ['Full', false, 2],
    ],
  )
  const archived = await office.call(billingCatalogueApi.archiveTaxRate, { params: { id: full.id } })
  assert.notEqual(archived.archivedAt, null)
  const silent = await problemOf(
    office.call(billingCatalogueApi.editTaxRate, {
      params: { id: reduced.id },
      body: { version: 2, isDefault: false },
    }),
  )
  assert.equal(silent.code, 'tax_rate_in_use')
})

test('of eight rates made the default at once the last one is it, and nobody is refused', async () => {
  const rates = await Promise.all(Array.from({ length: 8 }, (_, n) => makeRate(`Rate ${n}`, 100 * n)))
  const edited = await Promise.all(
    rates.map(({ id }) =>
      office.call(billingCatalogueApi.editTaxRate, { params: { id }, body: { version: 1, isDefault: true } }),
    ),
  )
  assert.equal(edited.length, 8)
  const { items } = await office.call(billingCatalogueApi.listTaxRates, {})
  assert.equal(items.filter((rate) => rate.isDefault).length, 1)
})

test('default rate cards follow each other by day, one a day, and the last one stays', async () => {
  const first = await makeCard('Standard 2026', '2026-01-01')
  const clash = await problemOf(makeCard('Standard too', '2026-01-01'))
  assert.deepEqual([clash.status, clash.body.fields?.[0]?.path], [422, 'validFrom'])
  const last = await problemOf(office.call(billingCatalogueApi.archiveRateCard, { params: { id: first.id } }))
  assert.equal(last.code, 'rate_card_in_use')
  const second = await makeCard('Standard 2027', '2027-01-01')
  const moved = await problemOf(
    office.call(billingCatalogueApi.editRateCard, {
      params: { id: second.id },
      body: { version: 1, validFrom: '2026-01-01' },
    }),
  )
  assert.equal(moved.body.fields?.[0]?.path, 'validFrom')
  await office.call(billingCatalogueApi.archiveRateCard, { params: { id: first.id } })
  await makeCard('Standard 2026, corrected', '2026-01-01')
  const back = await problemOf(office.call(billingCatalogueApi.restoreRateCard, { params: { id: first.id } }))
  assert.equal(back.body.fields?.[0]?.path, 'validFrom')
})

test('an edit of a rate card leaves the figures that were not sent', async () => {
  const card = await makeCard('Nights', '2026-03-01', { isDefault: false })
  const edited = await office.call(billingCatalogueApi.editRateCard, {
    params: { id: card.id },
    body: { version: 1, stepMinutes: 30, travelPolicy: 'flat', travelFee: 3500 },
  })
  assert.deepEqual(edited, { ...card, version: 2, stepMinutes: 30, travelPolicy: 'flat', travelFee: 3500 })
})

test('prices are not for everybody, and never for another organization', async () => {
  const item = await makeItem('SECRET-1', 'Confidential valve')
  const phone = server.as(north.technician)
  assert.equal((await problemOf(phone.call(billingCatalogueApi.listPriceItems, {}))).status, 403)
  const reader = server.as(north.dispatcher)
  const change = { params: { id: item.id }, body: { version: 1, unitPrice: 1 } }
  assert.equal((await problemOf(reader.call(billingCatalogueApi.editPriceItem, change))).status, 403)
  const foreign = server.as(south.owner)
  const ours = await problemOf(foreign.call(billingCatalogueApi.editPriceItem, change))
  const nothing = await problemOf(
    foreign.call(billingCatalogueApi.editPriceItem, { params: { id: newId() }, body: change.body }),
  )
  assert.equal(ours.status, 404)
  assert.deepEqual(ours.body, nothing.body)
  const { items } = await foreign.call(billingCatalogueApi.listPriceItems, { query: { archived: 'all' } })
  assert.deepEqual(items, [])
})
