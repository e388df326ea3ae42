import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { searchApi } from '#core/search/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { bodyOf, openWire, type Wire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const others = server.as(south.dispatcher)
const at = '2026-11-23T09:00:00.000Z'

async function technician(name: string): Promise<{ id: Id; phone: Wire }> {
  const person = await server.makePerson(north.id, ['technician'], name)
  return { id: person.technicianId ?? assert.fail(), phone: openWire(server.as(person)) }
}

async function place(name: string): Promise<{ customer: Id; site: Id }> {
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name } })
  const site = await office.call(customersApi.makeSite, { body: { id: newId(), customerId: customer.id, name } })
  return { customer: customer.id, site: site.id }
}

/** A technician on a dispatched visit, and where it is. */
async function onSite(name: string) {
  const { id, phone } = await technician(name)
  const at = await place(`${name}’s place`)
  const workOrder = await raise(office, at)
  return { ...at, workOrder, visit: await dispatchVisit(office, workOrder, [id]), technician: id, phone, name }
}

type On = { visit: Id | null; technician: Id }

const boiler = ({ visit, technician: who }: On, changes: Partial<CommandBody<'add_asset'>> = {}) => ({
  visit,
  technician: who,
  at,
  asset: newId(),
  about: true,
  name: 'Boiler in the cellar',
  kind: 'boiler',
  make: 'Buderus',
  model: 'Logano',
  serial: `S-${newId()}`,
  location: 'cellar',
  notes: '',
  ...changes,
})

const caretaker = ({ visit, technician: who }: On): CommandBody<'add_contact'> => ({
  visit,
  technician: who,
  at,
  contact: newId(),
  name: 'Mia Brandt',
  role: 'caretaker',
  phone: '+49 30 7654321',
  email: '',
})

const record = async (id: Id) => (await office.call(workOrderApi.readWorkOrder, { params: { id } })).work
const openFlags = async (id: Id) => (await record(id)).flags.filter((flag) => !flag.settled).map((flag) => flag.code)
const readAsset = async (id: Id) => (await office.call(customersApi.readAsset, { params: { id } })).asset
const contactsAt = async (id: Id) => (await office.call(customersApi.readSite, { params: { id } })).contacts

test('equipment and a person found at a known site are in the lists with the phone’s ids, and say who made them where', async () => {
  const on = await onSite('Known Site')
  const [asset, contact] = [boiler(on), caretaker(on)]
  const { outcomes } = await on.phone.push(
    on.phone.capture(on.workOrder, 'add_asset', asset),
    on.phone.capture(on.workOrder, 'add_contact', contact),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied', 'applied'],
  )
  const row = await readAsset(asset.asset)
  assert.deepEqual(
    [row.name, row.serial, row.siteId, row.madeOnPhone?.by, row.madeOnPhone?.workOrderId],
    ['Boiler in the cellar', asset.serial, on.site, 'Known Site', on.workOrder],
  )
  const met = (await contactsAt(on.site)).find((one) => one.id === contact.contact)
  assert.deepEqual([met?.name, met?.role, met?.madeOnPhone?.by], ['Mia Brandt', 'caretaker', 'Known Site'])
  const page = await office.call(workOrderApi.readWorkOrder, { params: { id: on.workOrder } })
  assert.deepEqual(
    page.names.assets.map((one) => one.id),
    [asset.asset],
  )
  assert.deepEqual(await openFlags(on.workOrder), [])
  const { work } = await office.call(customersApi.readAsset, { params: { id: asset.asset } })
  assert.deepEqual(
    work.map((one) => one.id),
    [on.workOrder],
  )
  const found = await office.call(searchApi.search, { query: { q: asset.serial } })
  assert.ok(found.groups.some(({ hits }) => hits.some((hit) => hit.id === asset.asset)))
  const held = await on.phone.pullAll()
  assert.equal(bodyOf(held, 'asset', asset.asset)?.serial, asset.serial)
  assert.ok(bodyOf(held, 'site', on.site)?.contacts.some((one) => one.id === contact.contact))
  assert.equal(bodyOf(held, 'work_order', on.workOrder)?.work.added?.assets[0]?.row, 'kept')
})

test('sent again after a lost reply, what was made on the phone is there once', async () => {
  const on = await onSite('Lost Reply')
  const commands = [
    on.phone.capture(on.workOrder, 'add_asset', boiler(on)),
    on.phone.capture(on.workOrder, 'add_contact', caretaker(on)),
  ]
  await on.phone.push(...commands)
  const before = await record(on.workOrder)
  const { outcomes } = await on.phone.push(...commands)
  assert.deepEqual(
    outcomes.map((one) => [one.outcome, one.first]),
    [
      ['duplicate', 'applied'],
      ['duplicate', 'applied'],
    ],
  )
  assert.deepEqual(await record(on.workOrder), before)
  const { assets } = await office.call(customersApi.readSite, { params: { id: on.site } })
  assert.deepEqual([assets.length, (await contactsAt(on.site)).length], [1, 1])
})

test('an unknown customer at an unknown site: what was found there waits, and is made when the office adds both with one press each', async () => {
  const { id, phone } = await technician('Out There')
  const [workOrder, visit, customerId, siteId] = [newId(), newId(), newId(), newId()]
  const on = { visit, technician: id }
  const reported = {
    customer: 'Mrs Novak',
    site: 'Hauptstr. 5',
    contact: '',
    phone: '+49 30 1234567',
    zone: 'Europe/Berlin',
    customerId,
    siteId,
  }
  const [asset, contact] = [boiler(on), caretaker(on)]
  const { outcomes } = await phone.push(
    phone.capture(workOrder, 'raise', raiseBody({}, { origin: 'field', provisional: 'T9-0001', reported })),
    phone.capture(workOrder, 'open_visit', { ...on, at }),
    phone.capture(workOrder, 'add_asset', asset),
    phone.capture(workOrder, 'add_contact', contact),
    phone.capture(workOrder, 'edit_details', { changes: { assets: [asset.asset], accessNotes: 'Bell is broken' } }),
  )
  assert.ok(outcomes.every((one) => one.outcome === 'applied'))
  const waiting = await record(workOrder)
  assert.deepEqual(
    waiting.added?.assets.map((one) => one.row),
    ['reported'],
  )
  assert.deepEqual(waiting.details.assets, [asset.asset])
  assert.equal((await problemOf(readAsset(asset.asset))).status, 404)

  const customer = await office.call(customersApi.makeCustomer, {
    body: { id: customerId, name: 'Novak', reportedOn: workOrder },
  })
  assert.equal(customer.madeOnPhone?.by, 'Out There')
  await send(office, workOrder, 'edit_details', { changes: { customer: customerId } })
  const { contacts } = await office.call(customersApi.readCustomer, { params: { id: customerId } })
  assert.deepEqual(
    contacts.map((one) => [one.id, one.siteId]),
    [[contact.contact, null]],
  )
  const site = await office.call(customersApi.makeSite, {
    body: { id: siteId, customerId, name: 'Hauptstr. 5', zone: 'Europe/Berlin', reportedOn: workOrder },
  })
  assert.deepEqual([site.zoneConfirmed, site.madeOnPhone?.workOrderId], [false, workOrder])
  await send(office, workOrder, 'edit_details', { changes: { site: siteId } })
  assert.equal((await readAsset(asset.asset)).siteId, siteId)
  assert.deepEqual(
    (await contactsAt(siteId)).map((one) => [one.id, one.siteId]),
    [[contact.contact, siteId]],
  )
  const done = await record(workOrder)
  assert.deepEqual(
    done.added?.assets.map((one) => one.row),
    ['kept'],
  )
  assert.deepEqual(await openFlags(workOrder), [])
  assert.equal((await readAsset(asset.asset)).madeOnPhone?.by, 'Out There')
  const { items } = await office.call(workOrderApi.listEntries, { params: { id: workOrder }, query: { limit: '100' } })
  assert.equal(items.filter((entry) => entry.type === 'row_kept').length, 3)
})

test('a second work order that reported the same place from the phone is linked at once when the place is a row by then', async () => {
  const { phone } = await technician('Came Twice')
  const [customerId, siteId] = [newId(), newId()]
  await office.call(customersApi.makeCustomer, { body: { id: customerId, name: 'Kramer' } })
  await office.call(customersApi.makeSite, { body: { id: siteId, customerId, name: 'Kramer yard' } })
  const reported = { customer: 'Kramer', site: 'Yard', contact: '', phone: '', zone: 'UTC', customerId, siteId }
  const workOrder = newId()
  await phone.send(workOrder, 'raise', raiseBody({}, { origin: 'field', reported }))
  const { details } = await record(workOrder)
  assert.deepEqual([details.customer, details.site], [customerId, siteId])
  assert.deepEqual(await openFlags(workOrder), [])
})

test('a serial number the site has already is flagged, never refused: both are in the list until somebody has looked', async () => {
  const on = await onSite('Seen Before')
  const known = await office.call(customersApi.makeAsset, {
    body: { id: newId(), siteId: on.site, name: 'Gas boiler', serial: 'Ab-77' },
  })
  const asset = boiler(on, { serial: 'AB-77' })
  assert.equal((await on.phone.send(on.workOrder, 'add_asset', asset)).outcome, 'applied')
  const { flags } = await record(on.workOrder)
  assert.deepEqual(
    flags.map((flag) => [flag.code, flag.params]),
    [['asset_serial_known', { name: 'Boiler in the cellar', alike: 'Gas boiler' }]],
  )
  const attention = await office.call(workOrderApi.readAttention, {})
  assert.ok(
    attention.flags.some(
      (flag) => flag.workOrder === on.workOrder && flag.sentence.includes('same serial number as Gas boiler'),
    ),
  )
  assert.equal((await readAsset(asset.asset)).serial, 'AB-77')
  assert.equal((await readAsset(known.id)).version, 1)
})

test('an id that another row has is flagged and takes nothing away; an id of another organization is as good as any', async () => {
  const on = await onSite('Same Id')
  const known = await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: on.site, name: 'Pump' } })
  const elsewhere = await others.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Theirs' } })
  const theirSite = await others.call(customersApi.makeSite, {
    body: { id: newId(), customerId: elsewhere.id, name: 'Theirs' },
  })
  const theirs = await others.call(customersApi.makeAsset, {
    body: { id: newId(), siteId: theirSite.id, name: 'Their boiler' },
  })
  const outcomes = [
    await on.phone.send(on.workOrder, 'add_asset', boiler(on, { asset: known.id })),
    await on.phone.send(on.workOrder, 'add_asset', boiler(on, { asset: theirs.id })),
  ]
  assert.ok(outcomes.every((one) => one.outcome === 'applied'))
  assert.deepEqual(await openFlags(on.workOrder), ['row_id_taken'])
  assert.deepEqual(
    [(await readAsset(known.id)).name, (await readAsset(theirs.id)).name],
    ['Pump', 'Boiler in the cellar'],
  )
  const untouched = await others.call(customersApi.readAsset, { params: { id: theirs.id } })
  assert.deepEqual([untouched.asset.name, untouched.asset.version], ['Their boiler', 1])
  const { added } = await record(on.workOrder)
  assert.deepEqual(
    added?.assets.map((one) => one.row),
    ['left', 'kept'],
  )
})

test('a correction goes on to the list, and what is taken back is archived, not deleted', async () => {
  const on = await onSite('Slip')
  const [asset, contact] = [boiler(on), caretaker(on)]
  const [made, met] = [
    on.phone.capture(on.workOrder, 'add_asset', asset),
    on.phone.capture(on.workOrder, 'add_contact', contact),
  ]
  await on.phone.push(made, met)
  await on.phone.send(on.workOrder, 'amend', { fact: made.id, at, changes: { serial: 'S-new' }, reason: '' })
  await on.phone.send(on.workOrder, 'amend', { fact: met.id, at, changes: { phone: '030 1' }, reason: '' })
  assert.equal((await readAsset(asset.asset)).serial, 'S-new')
  assert.equal((await contactsAt(on.site))[0]?.phone, '030 1')
  await on.phone.send(on.workOrder, 'withdraw', { fact: made.id, at, reason: '' })
  await on.phone.send(on.workOrder, 'withdraw', { fact: met.id, at, reason: '' })
  assert.notEqual((await readAsset(asset.asset)).archivedAt, null)
  assert.deepEqual(await contactsAt(on.site), [])
  assert.deepEqual((await record(on.workOrder)).details.assets, [])
  assert.deepEqual(await openFlags(on.workOrder), [])
})

test('what somebody changed in the list since is not overwritten or archived by the phone; the office is told', async () => {
  const on = await onSite('Late Word')
  const asset = boiler(on)
  const made = on.phone.capture(on.workOrder, 'add_asset', asset)
  await on.phone.push(made)
  await office.call(customersApi.editAsset, {
    params: { id: asset.asset },
    body: { version: 1, serial: 'by the office' },
  })
  await on.phone.send(on.workOrder, 'amend', { fact: made.id, at, changes: { serial: 'by the phone' }, reason: '' })
  assert.deepEqual(await openFlags(on.workOrder), ['row_changed_since'])
  await on.phone.send(on.workOrder, 'withdraw', { fact: made.id, at, reason: '' })
  assert.deepEqual(await openFlags(on.workOrder), ['row_changed_since', 'row_not_archived'])
  const row = await readAsset(asset.asset)
  assert.deepEqual([row.serial, row.archivedAt], ['by the office', null])
})

test('equipment another work order is about stays in the list when its adder takes it back', async () => {
  const on = await onSite('In Use')
  const asset = boiler(on)
  const made = on.phone.capture(on.workOrder, 'add_asset', asset)
  await on.phone.push(made)
  await raise(office, { customer: on.customer, site: on.site, assets: [asset.asset] })
  await on.phone.send(on.workOrder, 'withdraw', { fact: made.id, at, reason: '' })
  assert.equal((await readAsset(asset.asset)).archivedAt, null)
  assert.deepEqual(await openFlags(on.workOrder), ['row_not_archived'])
})

test('a place of no organization is not reported on, and only who may add customers adds equipment for a technician', async () => {
  const problem = await problemOf(
    office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'X', reportedOn: newId() } }),
  )
  assert.equal(problem.status, 422)
  const on = await onSite('Not Billing')
  const books = server.as(north.billing)
  const body = { ...boiler(on), behalf: { source: 'paper' as const, reason: 'On the sheet' } }
  assert.equal((await problemOf(send(books, on.workOrder, 'add_asset', body))).status, 403)
  assert.equal((await send(office, on.workOrder, 'add_asset', body)).outcome, 'applied')
  assert.equal((await readAsset(body.asset)).siteId, on.site)
})

test('after all of this every document is its record folded, and every change of a list is in the audit trail', async () => {
  const { differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.deepEqual(differences, [])
  const { rows } = await server.inTenant(north.id, (tx) =>
    sql<{ action: string }>`select distinct action from app.audit where org_id = ${tx.orgId}
      and action in ('asset.made', 'asset.edited', 'asset.archived', 'contact.made', 'contact.edited', 'contact.archived')
      order by action`.execute(tx.db),
  )
  assert.equal(rows.length, 6)
})
