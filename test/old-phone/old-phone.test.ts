import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as z from 'zod'
import { peopleApi } from '#core/people/api.ts'
import { dayBodies } from '#core/fieldwork/day.ts'
import { syncApi } from '#core/sync/api.ts'
import { envelopeVersion } from '#core/sync/envelope.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import { commandTypes } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { testServer } from '#test/support/server.ts'
import { raiseBody, send } from '#test/support/work-orders.ts'

/**
 * What phones of each version ever shipped froze, byte for byte (S10). These files are never made again: when a command
 * changes its shape, a new file joins them and `core/sync/upcast.ts` gets a step.
 */
const frozen = z.object({
  world: z.object({
    technician: z.string(),
    mate: z.string(),
    workOrder: z.string(),
    visit: z.string(),
    task: z.string(),
    thirdWorkOrder: z.string(),
    thirdVisit: z.string(),
  }),
  commands: z.array(z.object({ type: z.string(), id: z.string(), dseq: z.int(), bytes: z.string() })),
})
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const readFrozen = (name: string) => frozen.parse(JSON.parse(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')))

const server = await testServer()

test('S10: the commands of every version are kept, and of today’s version every one a phone can send', () => {
  assert.deepEqual(
    files,
    Array.from({ length: envelopeVersion }, (_, n) => `envelope-${n + 1}.json`),
  )
  const kept = new Set(readFrozen(`envelope-${envelopeVersion}.json`).commands.map((one) => one.type))
  const sent = [
    ...commandTypes.filter((type) => commandRules[type].kind === 'fact' || type === 'edit_details'),
    ...Object.keys(dayBodies).filter((type) => type !== 'settle_day_flag'),
  ]
  assert.deepEqual(
    sent.filter((type) => !kept.has(type)),
    [],
  )
})

for (const name of files) {
  test(`S10: the server takes everything an old phone hands in: ${name}`, async () => {
    const { world, commands } = readFrozen(name)
    const north = await server.makeOrganization(`North ${name}`)
    const owner = server.as(north.owner)
    const person = await server.makePerson(north.id, ['technician'], 'Old Phone')
    await owner.call(peopleApi.editTechnician, {
      params: { id: person.technicianId ?? '' },
      body: { version: 1, memberId: null },
    })
    await owner.call(peopleApi.makeTechnician, {
      body: { id: world.technician, name: 'Old Phone', memberId: person.memberId },
    })
    await owner.call(peopleApi.makeTechnician, { body: { id: world.mate, name: 'A Mate' } })
    for (const [workOrder, visit] of [
      [world.workOrder, world.visit],
      [world.thirdWorkOrder, world.thirdVisit],
    ] as const) {
      const tasks = [{ id: world.task, label: 'Pressure checked', kind: 'check' as const, required: true }]
      await send(owner, workOrder, 'raise', raiseBody({}, { tasks }))
      const crew = [world.technician]
      const start = '2026-11-23T09:00:00.000Z'
      await send(owner, workOrder, 'plan_visit', { visit, start, minutes: 60, window: null, crew, lead: null })
      await send(owner, workOrder, 'dispatch_visit', { visit })
    }
    const phone = server.as(await server.signIn(person, 'field'))
    const handIn = () =>
      phone.call(syncApi.push, {
        body: { nonce: newId(), epoch: null, commands: commands.map(({ id, dseq, bytes }) => ({ id, dseq, bytes })) },
      })
    const { outcomes } = await handIn()
    assert.deepEqual(
      outcomes
        .filter((one) => one.outcome !== 'applied')
        .map((one) => [commands.find(({ id }) => id === one.id)?.type, one]),
      [],
    )
    const again = await handIn()
    assert.ok(again.outcomes.every((one) => one.outcome === 'duplicate' && one.first === 'applied'))
    const { differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 1_000))
    assert.deepEqual(differences, [])
  })
}
