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
  const requires = { signOff: false, photosBefore: 1, photosAfter: 2 }
  assert.deepEqual(edited, { ...made, version: 2, formVersion: 2, requires })
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

test('another form is another version, the same saved again is none, and one that cannot be asked is refused with where to mend it', async () => {
  const id = newId()
  const gas = { id: newId(), label: 'Gas smelt', kind: 'check' as const, required: true }
  const where = { id: newId(), label: 'Where', kind: 'text' as const, required: true }
  const section = { id: newId(), title: 'Before the work', purpose: 'risk_assessment' as const }
  const tasks = [
    { ...gas, section: section.id, blocksStart: ['yes'] },
    { ...where, shownBy: { task: gas.id, is: ['yes'] } },
  ]
  const made = await office.call(workOrderCatalogueApi.makeJobType, {
    body: { id, name: 'Gas service', tasks, sections: [section] },
  })
  assert.deepEqual([made.formVersion, made.tasks, made.sections], [1, tasks, [section]])
  const edit = (version: number, changes: object) =>
    office.call(workOrderCatalogueApi.editJobType, { params: { id }, body: { version, ...changes } })
  assert.equal((await edit(1, { name: 'Gas boiler service', tasks })).formVersion, 1)
  assert.equal((await edit(2, { tasks: [...tasks].reverse() })).formVersion, 2)
  const circle = [
    { ...gas, shownBy: { task: where.id, is: ['yes'] } },
    { ...where, kind: 'check' as const, shownBy: { task: gas.id, is: ['yes'] } },
  ]
  const refused = await problemOf(edit(3, { tasks: circle }))
  assert.deepEqual(
    [refused.status, refused.body.fields?.[0]?.detail],
    [422, '“Gas smelt” waits for “Where”, which waits for it in turn. Show one of them always.'],
  )
  // A section that questions are in cannot go alone.
  assert.equal((await problemOf(edit(3, { sections: [] }))).body.fields?.[0]?.code, 'form_section_unknown')
})

test('job types are for administrators to change', async () => {
  const made = problemOf(
    server.as(north.dispatcher).call(workOrderCatalogueApi.makeJobType, { body: { id: newId(), name: 'Mine' } }),
  )
  assert.equal((await made).status, 403)
})
