import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleApi } from '#core/people/api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const luis = north.technician.technicianId ?? ''
const { id: mia } = await server.as(north.owner).call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Mia' } })

async function plan(start: string, crew: string[]): Promise<{ work: string; visit: string }> {
  const [work, visit] = [await raise(office, { title: 'Boiler off' }), newId()]
  await send(office, work, 'plan_visit', { visit, start, minutes: 60, window: null, crew, lead: crew[0] ?? null })
  return { work, visit }
}
const count = (id: string, from: string, to: string) =>
  office.call(schedulingApi.countPlanned, { params: { id }, query: { from, to } })

test('of a time somebody is to be away it is known what they have planned in it, from when on, and nothing of others', async () => {
  const second = await plan('2027-03-03T12:00:00.000Z', [mia, luis])
  await plan('2027-03-03T08:00:00.000Z', [luis])
  await plan('2027-03-03T09:00:00.000Z', [mia])
  await plan('2027-03-05T08:00:00.000Z', [luis])
  const day = ['2027-03-03T08:30:00.000Z', '2027-03-04T00:00:00.000Z'] as const
  assert.deepEqual(await count(luis, ...day), { visits: 2, first: '2027-03-03T08:00:00.000Z' })
  assert.deepEqual(await count(luis, '2027-03-03T13:00:00.000Z', '2027-03-04T00:00:00.000Z'), {
    visits: 0,
    first: null,
  })
  await send(office, second.work, 'cancel_visit', { visit: second.visit, reason: 'Not needed' })
  assert.deepEqual(await count(luis, ...day), { visits: 1, first: '2027-03-03T08:00:00.000Z' })
  assert.equal((await problemOf(count(newId(), ...day))).body.code, 'not_found')
})
