import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Id } from '#core/kit/ids.ts'
import { instantFrom } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { outcomes } from '#core/work-orders/words.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { type Captured, openWire, type Wire } from '#test/support/captured.ts'
import { technicianOf, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const people = [
  north.technician,
  await server.makePerson(north.id, ['technician'], 'Second Technician'),
  await server.makePerson(north.id, ['technician'], 'Third Technician'),
]
const phones: Wire[] = people.map((person) => openWire(server.as(person)))

/** One thing that happens: somebody's fact, the office's plan, or a hand-in with what the network did to it. */
type Happening =
  | {
      what: 'fact'
      by: number
      about: number
      kind: 'travel' | 'arrive' | 'pause' | 'resume' | 'leave' | 'note' | 'part'
    }
  | { what: 'finish'; by: number; outcome: (typeof outcomes)[number] }
  | { what: 'office'; act: 'recall' | 'dispatch' | 'cancel_visit' | 'hold' | 'release' | 'crew' | 'cancel' }
  | { what: 'hand in'; by: number; most: number; network: 'fine' | 'reply lost' | 'twice at once' }

const phone = fc.nat({ max: people.length - 1 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('fact' as const),
      by: phone,
      about: phone,
      kind: fc.constantFrom('travel', 'arrive', 'pause', 'resume', 'leave', 'note', 'part'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('finish' as const), by: phone, outcome: fc.constantFrom(...outcomes) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('office' as const),
      act: fc.constantFrom('recall', 'dispatch', 'cancel_visit', 'hold', 'release', 'crew', 'cancel'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('hand in' as const),
      by: phone,
      most: fc.integer({ min: 1, max: 6 }),
      network: fc.constantFrom('fine', 'reply lost', 'twice at once'),
    }),
  },
)

type Story = { workOrder: Id; visit: Id; queues: Captured[][]; captured: Map<Id, string>; clock: number }

function technician(index: number): Id {
  return technicianOf(people[index])
}

function capture(story: Story, by: number, happened: Extract<Happening, { what: 'fact' | 'finish' }>): void {
  const at = instantFrom((story.clock += 60_000))
  const about = happened.what === 'fact' ? happened.about : by
  const fact = { visit: story.visit, technician: technician(about), at }
  const wire = phones[by]
  const queue = story.queues[by]
  if (!wire || !queue) throw new Error('a phone was expected')
  const command = (() => {
    if (happened.what === 'finish') {
      const returnReason = happened.outcome === 'needs_return' ? ('parts' as const) : null
      const body = { ...fact, outcome: happened.outcome, returnReason, note: '', missing: [], evidence: [] }
      return wire.capture(story.workOrder, 'finish', body)
    }
    switch (happened.kind) {
      case 'note':
        return wire.capture(story.workOrder, 'note', { ...fact, text: 'Seen', audience: 'crew' })
      case 'part':
        return wire.capture(story.workOrder, 'part', {
          ...fact,
          item: null,
          sku: '',
          name: 'Seal',
          quantity: 1000,
          unit: 'each',
          serial: '',
          note: '',
        })
      case 'pause':
        return wire.capture(story.workOrder, 'pause', { ...fact, activity: 'waiting' })
      default:
        return wire.capture(story.workOrder, happened.kind, fact)
    }
  })()
  queue.push(command)
  story.captured.set(command.id, happened.what === 'fact' ? happened.kind : 'finish')
}

async function actInOffice(
  { workOrder, visit }: Story,
  act: Extract<Happening, { what: 'office' }>['act'],
): Promise<void> {
  switch (act) {
    case 'recall':
      return void (await send(office, workOrder, 'recall_visit', { visit, reason: '' }))
    case 'dispatch':
      return void (await send(office, workOrder, 'dispatch_visit', { visit }))
    case 'cancel_visit':
      return void (await send(office, workOrder, 'cancel_visit', { visit, reason: 'Not needed' }))
    case 'hold':
      return void (await send(office, workOrder, 'hold', { reason: 'Waits', until: null }))
    case 'release':
      return void (await send(office, workOrder, 'release', {}))
    case 'crew':
      return void (await send(office, workOrder, 'change_crew', {
        visit,
        add: [technician(2)],
        remove: [technician(1)],
      }))
    case 'cancel':
      return void (await send(office, workOrder, 'cancel', { reason: 'Called off' }))
  }
}

async function handIn(
  story: Story,
  by: number,
  most: number,
  network: 'fine' | 'reply lost' | 'twice at once',
): Promise<void> {
  const queue = story.queues[by]
  const wire = phones[by]
  if (!queue || !wire || queue.length === 0) return
  const batch = queue.slice(0, most)
  const replies =
    network === 'twice at once'
      ? await Promise.all([wire.push(...batch), wire.push(...batch)])
      : [await wire.push(...batch)]
  for (const { outcomes: answers } of replies) {
    assert.ok(answers.every(({ outcome, first }) => ['applied', 'superseded'].includes(first ?? outcome)))
  }
  if (network !== 'reply lost') queue.splice(0, batch.length)
}

async function tell(happenings: readonly Happening[]): Promise<void> {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [technician(0), technician(1)])
  const story: Story = {
    workOrder,
    visit,
    queues: people.map(() => []),
    captured: new Map(),
    clock: Date.parse('2026-11-23T09:00:00.000Z'),
  }
  for (const happened of happenings) {
    switch (happened.what) {
      case 'fact':
      case 'finish':
        capture(story, happened.by, happened)
        break
      case 'office':
        await actInOffice(story, happened.act)
        break
      case 'hand in':
        await handIn(story, happened.by, happened.most, happened.network)
        break
    }
  }
  for (const by of people.keys()) await handIn(story, by, 200, 'fine')
  await check(story)
}

/** Every captured fact stands on the record exactly once, and everything derived agrees with it. */
async function check({ workOrder, captured }: Story): Promise<void> {
  const { work } = await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  const steps = work.visits.flatMap((one) => one.steps)
  const standing = [...steps, ...work.notes, ...work.parts].map((fact) => fact.id).sort()
  assert.deepEqual(standing, [...captured.keys()].sort())
  const { differences } = await server.inTenant(north.id, (tx) =>
    rebuildSome(tx, { kind: 'work_order', id: before(workOrder) }, 1),
  )
  assert.deepEqual(differences, [])
}

/** The id just below one, so that the stream after it is that one. */
function before(id: Id): Id {
  const last = Number.parseInt(id.slice(-8), 16)
  return last === 0 ? newId() : `${id.slice(0, -8)}${(last - 1).toString(16).padStart(8, '0')}`
}

test('whatever three phones, the office and the network do, every fact is on the record once and the rows are its projection (S2, S6, S7)', async () => {
  await fc.assert(fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), tell), {
    numRuns: 25,
    seed: 20_261_123,
  })
})
