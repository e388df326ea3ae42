import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { openCompany } from '#test/support/company.ts'
import { testServer } from '#test/support/server.ts'
import { raiseBody } from '#test/support/work-orders.ts'

/** Made on the phone (S32): the real client on the real server. */
const server = await testServer()
const company = await openCompany(server, 'Hazel Heating')
const { office, site } = company
const luis = await company.technician('Luis Ortega')
const phone = () => luis.phone().phone()

const words = { kind: 'pump', make: 'Grundfos', model: 'Alpha 2', location: 'cellar', notes: '' }

async function keep(workOrder: string, command: Command): Promise<string> {
  const captured = await phone().capture({ workOrder, command })
  assert.ok('facts' in captured, JSON.stringify(captured))
  return captured.facts[0] ?? assert.fail()
}

const about = (visit: string | null) => ({ visit, technician: luis.id, at: luis.now() })
const view = (workOrder: string) => phone().workOrder(workOrder).get() ?? assert.fail('not on the phone')
const found = (text: string) =>
  phone()
    .search(text)
    .get()
    .map((hit) => [hit.kind, hit.id])

test('equipment and a person added without a signal show at once, are found, survive a kill, and are the rows themselves after the pull', async () => {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  luis.offline()
  const [asset, contact] = [newId(), newId()]
  await keep(workOrder, {
    type: 'add_asset',
    body: { ...about(visit), asset, about: true, name: 'Second pump', serial: 'GR-55/7', ...words },
  })
  await keep(workOrder, {
    type: 'add_contact',
    body: { ...about(visit), contact, name: 'Mia Brandt', role: 'caretaker', phone: '040 778899', email: '' },
  })
  await luis.killed()
  const shows = () => {
    const { assets, siteAssets, contacts } = view(workOrder)
    return [assets, siteAssets, contacts].map((list) => list.map((one) => one.id))
  }
  assert.deepEqual(shows(), [[asset], [asset], [contact]])
  assert.deepEqual(found('gr557'), [['asset', asset]])
  assert.deepEqual(found('778899'), [['work_order', workOrder]])
  assert.ok(
    phone()
      .catalogue.get()
      .assets.some((one) => one.id === asset),
  )
  assert.equal(view(workOrder).stateOf(view(workOrder).order.work.added?.assets[0]?.id ?? ''), 'on_phone')

  await luis.online()
  assert.deepEqual(shows(), [[asset], [asset], [contact]])
  assert.equal(view(workOrder).order.work.added?.assets[0]?.row, 'kept')
  assert.deepEqual(found('gr557'), [['asset', asset]])
  assert.deepEqual(found('778899'), [
    ['work_order', workOrder],
    ['site', site],
  ])
  const page = await office.call(customersApi.readSite, { params: { id: site } })
  assert.deepEqual([page.assets.map((one) => one.id), page.contacts.map((one) => one.id)], [[asset], [contact]])

  await office.call(customersApi.archiveAsset, { params: { id: asset } })
  await luis.sync()
  assert.deepEqual(shows(), [[], [], [contact]], 'what the office archived is not shown again')
})

test('a slip is taken back before it was handed in, and nothing of it reaches the list', async () => {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  luis.offline()
  const asset = newId()
  const fact = await keep(workOrder, {
    type: 'add_asset',
    body: { ...about(visit), asset, about: true, name: 'Wrong pump', serial: '', ...words },
  })
  await keep(workOrder, { type: 'withdraw', body: { fact, at: luis.now(), reason: '' } })
  assert.deepEqual(view(workOrder).assets, [])
  await luis.online()
  const { assets } = await office.call(customersApi.readSite, { params: { id: site } })
  assert.ok(!assets.some((one) => one.id === asset))
})

test('a place reported from this phone can be chosen for a second work order there, with what was found at it, until the office has taken it up', async () => {
  luis.offline()
  const { details, zone, tasks, requires } = raiseBody({ title: 'No hot water' })
  const ids = { customerId: newId(), siteId: newId() }
  const reported = { customer: 'Kiosk', site: 'Platform 2', contact: 'Ms Aydin', phone: '040 1', zone, ...ids }
  const met = { contact: newId(), name: 'Ms Aydin', phone: '040 1' }
  const first = await phone().raise({ details, zone, tasks, requires, reported, visit: true, met })
  assert.ok('workOrder' in first)
  const asset = newId()
  await keep(first.workOrder, {
    type: 'add_asset',
    body: { ...about(first.visit), asset, about: true, name: 'Boiler', serial: '', ...words },
  })
  assert.deepEqual(
    phone()
      .catalogue.get()
      .reportedPlaces.map((place) => place.siteId),
    [ids.siteId],
  )
  const second = await phone().raise({ details, zone, tasks, requires, reported, visit: false })
  assert.ok('workOrder' in second)
  const { siteAssets, contacts } = view(second.workOrder)
  assert.deepEqual([siteAssets.map((one) => one.id), contacts.map((one) => one.name)], [[asset], ['Ms Aydin']])
  await luis.online()
  assert.deepEqual(
    view(second.workOrder).siteAssets.map((one) => one.id),
    [asset],
  )
  assert.equal(phone().status.get().counts.held, 0)
})
