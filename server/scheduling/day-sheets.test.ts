import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { daySheetApi } from '#core/scheduling/day-sheet-api.ts'
import { newId } from '#server/platform/ids.ts'
import { testServer } from '#test/support/server.ts'
import { raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const owner = server.as(north.owner)
const luis = north.technician.technicianId ?? ''
const mia = (
  await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Mia', phone: '+49 30 5550177' } })
).id

async function makeSite(name: string, position: { lat: number; lon: number }) {
  const customer = await owner.call(customersApi.makeCustomer, {
    body: { id: newId(), name: `${name} Ltd`, phone: '+49 30 5550100' },
  })
  const site = await owner.call(customersApi.makeSite, {
    body: {
      id: newId(),
      customerId: customer.id,
      name,
      position,
      zone: 'Europe/Berlin',
      accessNotes: `Key of ${name} at the gate`,
      hazards: 'Asbestos in the cellar',
    },
  })
  return { customer: customer.id, site: site.id }
}
const plan = (start: string, crew: string[]) => ({
  visit: newId(),
  start,
  minutes: 60,
  window: null,
  crew,
  lead: crew[0] ?? null,
})
const sheetsOf = (query: { from: string; technician?: string }) => office.call(daySheetApi.readDaySheets, { query })

test('a printed day has every visit in order with how to get in, whom to ask for and the way from the one before', async () => {
  const [depot, yard] = [
    await makeSite('Depot', { lat: 52.5, lon: 13.4 }),
    await makeSite('Yard', { lat: 52.6, lon: 13.6 }),
  ]
  await owner.call(customersApi.makeContact, {
    body: { id: newId(), customerId: yard.customer, siteId: yard.site, name: 'Helga Sommer', phone: '+49 30 5550199' },
  })
  const asked = { id: null, name: 'Otto', phone: '+49 30 5550122' }
  const late = await raise(office, { ...yard, title: 'Boiler off', accessNotes: 'Ring twice' })
  const early = await raise(office, { ...depot, title: 'Filter change', contact: asked })
  await send(office, late, 'plan_visit', plan('2026-11-24T12:00:00.000Z', [luis, mia]))
  await send(office, early, 'plan_visit', plan('2026-11-24T08:00:00.000Z', [luis]))
  const { sheets, date, zone } = await sheetsOf({ from: '2026-11-24' })
  assert.deepEqual([date, zone], ['2026-11-24', 'Europe/Berlin'])
  const own = sheets.find(({ technician }) => technician.id === luis)
  assert.deepEqual(
    own?.visits.map(({ title, contact, leads, mates }) => [title, contact, leads, mates]),
    [
      ['Filter change', { name: 'Otto', phone: '+49 30 5550122' }, true, []],
      [
        'Boiler off',
        { name: 'Helga Sommer', phone: '+49 30 5550199' },
        true,
        [{ name: 'Mia', phone: '+49 30 5550177' }],
      ],
    ],
  )
  const [first, second] = own?.visits ?? []
  assert.deepEqual(
    [second?.accessNotes, second?.hazards],
    ['Ring twice\nKey of Yard at the gate', 'Asbestos in the cellar'],
  )
  assert.equal(first?.way, null, 'nobody said where the day of this technician begins')
  assert.equal(second?.way?.from, first?.reference)
  assert.ok((second?.way?.minutes ?? 0) > 5)
  const hers = sheets.find(({ technician }) => technician.id === mia)
  assert.deepEqual(
    hers?.visits.map(({ title, leads }) => [title, leads]),
    [['Boiler off', false]],
  )
})

test('one technician is printed alone, also on a day without a visit; another day has other visits', async () => {
  const { sheets } = await sheetsOf({ from: '2026-11-24', technician: mia })
  assert.deepEqual(
    sheets.map(({ technician, visits }) => [technician.name, technician.phone, visits.length]),
    [['Mia', '+49 30 5550177', 1]],
  )
  const free = await sheetsOf({ from: '2026-11-25', technician: mia })
  assert.deepEqual(
    free.sheets.map(({ visits }) => visits.length),
    [0],
  )
  assert.deepEqual((await sheetsOf({ from: '2026-11-25' })).sheets, [])
})
