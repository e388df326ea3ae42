import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleApi } from '#core/people/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.admin)

test('a job type brings its tasks, skills and what a finish needs', async () => {
  const skill = await office.call(peopleApi.makeSkill, { body: { id: newId(), name: 'Gas' } })
  const tasks = [
    { id: newId(), label: 'Flue gas measured', kind: 'number' as const, unit: 'ppm', required: true },
    { id: newId(), label: 'Nameplate', kind: 'photo' as const, required: false },
  ]
  const made = await office.call(workOrderCatalogueApi.makeJobType, {
    body: { id: newId(), name: 'Boiler service', defaultMinutes: 90, crewSize: 2, skillIds: [skill.id], tasks },
  })
  assert.deepEqual(made.requires, { signOff: true, photosBefore: 0, photosAfter: 0 })
  const edited = await office.call(workOrderCatalogueApi.editJobType, {
    params: { id: made.id },
    body: { version: 1, requires: { signOff: false, photosBefore: 1, photosAfter: 2 } },
  })
  assert.deepEqual(edited, { ...made, version: 2, requires: { signOff: false, photosBefore: 1, photosAfter: 2 } })
  const { items } = await server.as(north.dispatcher).call(workOrderCatalogueApi.listJobTypes, {})
  assert.deepEqual(items, [edited])
})

test('a job type names skills that exist and tasks with an id each', async () => {
  const unknown = await problemOf(
    office.call(workOrderCatalogueApi.makeJobType, { body: { id: newId(), name: 'Leak', skillIds: [newId()] } }),
  )
  assert.deepEqual([unknown.status, unknown.body.fields?.[0]?.path], [422, 'skillIds'])
  const task = { id: newId(), label: 'Look', kind: 'check' as const, required: true }
  const twice = await problemOf(
    office.call(workOrderCatalogueApi.makeJobType, { body: { id: newId(), name: 'Leak', tasks: [task, task] } }),
  )
  assert.deepEqual([twice.status, twice.body.fields?.[0]?.path], [422, 'tasks'])
})

test('job types are for administrators to change', async () => {
  const made = problemOf(
    server.as(north.dispatcher).call(workOrderCatalogueApi.makeJobType, { body: { id: newId(), name: 'Mine' } }),
  )
  assert.equal((await made).status, 403)
})
