import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weekdays } from '#core/kit/hours.ts'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { boardApi } from '#core/scheduling/board-api.ts'
import { newId } from '#server/platform/ids.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const owner = server.as(north.owner)
const organization = await owner.call(peopleApi.readOrganization, {})
assert.equal(organization.zone, 'Europe/Berlin')

async function rowOf(id: string, days = '1', from = '2026-11-24') {
  const board = await office.call(boardApi.readBoard, { query: { from, days } })
  const row = board.technicians.find((one) => one.id === id)
  assert.ok(row)
  return row
}

/** A Tuesday in winter: an hour before UTC. */
const at = (time: string) => `2026-11-24T${time}:00.000Z`

test('an organization that never said its hours works from eight to five on the board, as its settings say', async () => {
  const made = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Anna' } })
  assert.deepEqual((await rowOf(made.id)).open, [{ from: at('07:00'), to: at('16:00') }])
  assert.deepEqual((await rowOf(made.id, '1', '2026-11-22')).open, [])
})

test('own hours, time off, extra hours, a turn on call and a holiday are on the row', async () => {
  const territory = await owner.call(territoryApi.makeTerritory, { body: { id: newId(), name: 'North' } })
  const skill = await owner.call(peopleApi.makeSkill, { body: { id: newId(), name: 'Gas' } })
  const { id } = await owner.call(peopleApi.makeTechnician, {
    body: {
      id: newId(),
      name: 'Ben',
      workingHours: weekdays({ from: '06:00', to: '14:00' }),
      territoryIds: [territory.id],
      skills: [{ skillId: skill.id, certificate: 'G 607', until: '2026-11-24' }],
      homePosition: { lat: 52.5, lon: 13.4 },
      startPosition: { lat: 52.6, lon: 13.5 },
    },
  })
  const enter = (kind: 'absent' | 'extra' | 'on_call', from: string, to: string) =>
    office.call(rosterApi.makeRosterEntry, {
      body: { id: newId(), technicianId: id, kind, ...(kind === 'absent' ? { reason: 'training' } : {}), from, to },
    })
  await enter('absent', at('07:00'), at('09:00'))
  await enter('extra', at('15:00'), at('17:00'))
  await enter('on_call', at('17:00'), '2026-11-25T06:00:00.000Z')
  const row = await rowOf(id)
  assert.deepEqual(row.away, [{ from: at('07:00'), to: at('09:00'), reason: 'training', note: '' }])
  assert.deepEqual(row.onCall, [{ from: at('17:00'), to: '2026-11-25T06:00:00.000Z' }])
  assert.deepEqual(row.open?.at(-1), { from: at('15:00'), to: at('17:00') })
  assert.deepEqual(
    [row.start, row.home],
    [
      { lat: 52.6, lon: 13.5 },
      { lat: 52.5, lon: 13.4 },
    ],
  )
  assert.deepEqual(row.territories, [territory.id])
  // Until the last midnight of its last day.
  assert.deepEqual(row.skills, [{ id: skill.id, until: at('23:00') }])

  const { version } = await owner.call(peopleApi.readOrganization, {})
  await owner.call(peopleApi.editOrganization, {
    body: { version, holidays: [{ date: '2026-11-24', name: 'Founding day' }] },
  })
  assert.deepEqual((await rowOf(id)).open, [{ from: at('15:00'), to: at('17:00') }])
})

test('somebody without any hours is on the board as such, until hours are entered for a day', async () => {
  const { id } = await owner.call(peopleApi.makeTechnician, {
    body: { id: newId(), name: 'Cem', workingHours: [[], [], [], [], [], [], []] },
  })
  assert.equal((await rowOf(id)).open, null)
  const extra = { technicianId: id, kind: 'extra', from: at('09:00'), to: at('11:00') } as const
  await office.call(rosterApi.makeRosterEntry, { body: { id: newId(), ...extra } })
  assert.deepEqual((await rowOf(id)).open, [{ from: at('09:00'), to: at('11:00') }])
})

test('whoever chooses a crew sees the skills whose certificates count that day', async () => {
  const skill = await owner.call(peopleApi.makeSkill, { body: { id: newId(), name: 'Cranes' } })
  const skills = [{ skillId: skill.id, certificate: 'K 12', until: '2026-11-24' }]
  const { id } = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Dora', skills } })
  const skillsOn = async (from: string) => {
    const { technicians } = await office.call(schedulingApi.readSchedule, { query: { from, days: 1 } })
    return technicians.find((one) => one.id === id)?.skills
  }
  assert.deepEqual([await skillsOn('2026-11-24'), await skillsOn('2026-11-25')], [['Cranes'], []])
})
