import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { emptyAddress } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { searchApi } from '#core/search/api.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { openCompany } from '#test/support/company.ts'
import { testServer } from '#test/support/server.ts'
import { raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const company = await openCompany(server, 'Maple Mechanical')
const { office } = company
const luis = await company.technician('Luis Ortega')
const tara = await company.technician('Tara Okafor')
const phone = () => luis.phone().phone()

async function keep(workOrder: Id, command: Command): Promise<Id> {
  const captured = await phone().capture({ workOrder, command })
  assert.ok('facts' in captured, JSON.stringify(captured))
  return captured.facts[0] ?? assert.fail()
}

test('called from the street to a customer nobody knows: all that is made there offline is the office’s with one press each, and billed', async () => {
  await luis.online()
  luis.offline()
  const { details, zone, tasks, requires } = raiseBody({ title: 'Boiler leaks', requestedAt: luis.now() })
  const ids = { customerId: newId(), siteId: newId() }
  const reported = { customer: 'Ada Novak', site: 'Hauptstr. 5', contact: 'Ada Novak', phone: '040 55', zone, ...ids }
  const met = { contact: newId(), name: 'Ada Novak', phone: '040 55' }
  const made = await phone().raise({ details, zone, tasks, requires, reported, visit: true, met })
  assert.ok('workOrder' in made && made.visit)
  const { workOrder, visit } = made
  const job = luis.on(workOrder, visit)
  await job.arrive()
  const boiler = newId()
  const words = { kind: 'boiler', make: 'Vaillant', model: 'ecoTEC', location: 'kitchen', notes: '' }
  const fact = await keep(workOrder, {
    type: 'add_asset',
    body: {
      visit,
      technician: luis.id,
      at: luis.now(),
      asset: boiler,
      about: true,
      name: 'Boiler',
      serial: '21-0815',
      ...words,
    },
  })
  // The plate said something else in better light.
  await keep(workOrder, {
    type: 'amend',
    body: { fact, at: luis.now(), changes: { serial: '21-0816' }, reason: '' },
  })
  luis.wait(60)
  await job.finish('done', 'Tightened')
  await luis.killed()
  await luis.online()
  assert.deepEqual([phone().status.get().counts.held, phone().status.get().counts.refused], [0, 0])
  assert.deepEqual(await company.openFlags(workOrder), ['customer_unknown', 'site_unknown'])
  const waiting = await company.record(workOrder)
  assert.deepEqual(
    waiting.work.added?.assets.map((one) => [one.asset, one.serial, one.row]),
    [[boiler, '21-0816', 'reported']],
  )

  // What the buttons of the office send.
  await office.call(customersApi.makeCustomer, {
    body: { id: ids.customerId, name: reported.customer, phone: reported.phone, reportedOn: workOrder },
  })
  await send(office, workOrder, 'edit_details', { changes: { customer: ids.customerId } })
  await office.call(customersApi.makeSite, {
    body: {
      id: ids.siteId,
      customerId: ids.customerId,
      name: reported.site,
      zone: reported.zone,
      address: { ...emptyAddress, line1: reported.site },
      reportedOn: workOrder,
    },
  })
  await send(office, workOrder, 'edit_details', { changes: { site: ids.siteId } })
  assert.deepEqual(await company.openFlags(workOrder), [])
  const place = await office.call(customersApi.readSite, { params: { id: ids.siteId } })
  assert.deepEqual(
    place.assets.map((one) => [one.id, one.serial, one.madeOnPhone?.by]),
    [[boiler, '21-0816', 'Luis Ortega']],
  )
  assert.deepEqual(
    place.contacts.map((one) => [one.id, one.name, one.siteId]),
    [[met.contact, 'Ada Novak', ids.siteId]],
  )
  assert.equal(place.site.madeOnPhone?.by, 'Luis Ortega')
  const { groups } = await office.call(searchApi.search, { query: { q: '21-0816' } })
  assert.deepEqual(
    groups.flatMap(({ hits }) => hits.map((hit) => hit.id)),
    [boiler],
  )

  // The phones have the rows themselves; the next one sent there finds what the first one found.
  await luis.sync()
  assert.deepEqual(
    phone()
      .workOrder(workOrder)
      .get()
      ?.assets.map((one) => [one.id, one.site]),
    [[boiler, ids.siteId]],
  )
  const next = await company.raise({ customer: ids.customerId, site: ids.siteId, assets: [boiler] })
  await company.dispatch(next, tara)
  await tara.sync()
  const there = tara.phone().phone().workOrder(next).get()
  assert.deepEqual([there?.assets[0]?.serial, there?.contacts[0]?.name], ['21-0816', 'Ada Novak'])

  await company.approve(workOrder)
  const issued = await company.issue(await company.draft(workOrder))
  assert.equal(issued.customer.name, 'Ada Novak')
  const entries = await company.entries(workOrder)
  assert.equal(entries.filter((type) => type === 'asset_added' || type === 'contact_added').length, 2)
})
