import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addedAssets, addedContacts } from './added.ts'
import type { Command } from './commands.ts'
import { type Context, decide } from './decide.ts'
import { fold } from './evolve.ts'
import type { WorkOrder } from './document.ts'
import { findFact } from './corrections.ts'
import type { RecordedBy, WorkOrderEvent } from './events.ts'
import { project } from './project.ts'
import { addMinutes } from '../kit/time.ts'
import {
  dispatched,
  finishBody,
  idOf,
  luis,
  luisMember,
  noRequirements,
  office,
  orderId,
  promising,
  raiseBody,
  tara,
  taraMember,
} from './testing.ts'

/** A small seeded generator (mulberry32), so that a failing visit can be run again by its seed. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Phone = {
  technician: string
  by: RecordedBy
  /** What this phone last pulled, and its own facts on top. */
  pulled: WorkOrder
  unsent: { command: Command; context: Context }[]
}

const visit = idOf(0xf1)
const factTypes = [
  'accept',
  'travel',
  'arrive',
  'pause',
  'resume',
  'leave',
  'finish',
  'note',
  'photo',
  'part',
  'add_asset',
  'add_contact',
  'finding',
  'need_part',
  'record_time',
  'withdraw',
  'answer_task',
] as const
const taskId = idOf(0x7a)

/**
 * One visit with its technicians, phones and an office that interferes, everything interleaved by a seed. Each phone
 * captures what `decide` allows it, pulls and hands in when the seed says so. Gives what broke the law, if anything.
 */
function live(seed: number): {
  applied: number
  refusedFacts: string[]
  order: WorkOrder
  events: WorkOrderEvent[]
  facts: Set<string>
  withdrawn: Set<string>
} {
  const next = random(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const twoTechnicians = seed % 2 === 0
  const twoPhones = seed % 4 === 1
  // Every third is from before promises were kept.
  const policy = seed % 3 === 0 ? undefined : promising({ acknowledge: 30, arrive: 240, resolve: 480 })
  const recorder = dispatched(twoTechnicians ? [luis, tara] : [luis], visit, policy)
  recorder.send('add_task', {
    task: { id: taskId, label: 'Check', kind: 'check', required: true },
    visit: null,
    at: '2026-10-24T06:00:00.000Z',
  })
  const start = recorder.order
  assert.ok(start)
  const phone = (technician: string, member: string, device: string): Phone => ({
    technician,
    by: { member, name: technician === luis ? 'Luis' : 'Tara', device, source: 'self' },
    pulled: start,
    unsent: [],
  })
  const phones = [
    phone(luis, luisMember, idOf(0xd1)),
    ...(twoTechnicians ? [phone(tara, taraMember, idOf(0xd2))] : []),
    ...(twoPhones ? [phone(luis, luisMember, idOf(0xd3))] : []),
  ]
  const facts = new Set<string>()
  const withdrawn = new Set<string>()
  const refusedFacts: string[] = []
  let now = '2026-10-24T06:00:00.000Z'
  let made = 0x20000 + seed * 1000

  const contextFor = (by: RecordedBy, technician: string | null, seen: number, id: string): Context => ({
    ...recorder.context(by),
    id,
    technician,
    seen,
    at: now,
    heard: now,
  })

  const capture = (on: Phone): void => {
    now = addMinutes(now, 1 + Math.floor(next() * 9))
    const id = idOf(made++)
    const command = factOf(pick(factTypes), on, now, next, id)
    if (!command) return
    const shown = rebased(on)
    const context = {
      ...contextFor(on.by, on.technician, shown.work.version, id),
      judge: 'author' as const,
      version: shown.work.version + 1,
      heard: null,
    }
    const decision = decide(shown, command, context)
    if ('refusal' in decision) return
    on.unsent.push({ command, context })
  }
  const handIn = (on: Phone): void => {
    for (const { command, context } of on.unsent.splice(0, 1 + Math.floor(next() * 4))) {
      const decision = decide(recorder.order, command, {
        ...context,
        judge: 'record',
        version: recorder.work.version + 1,
        heard: now,
      })
      if ('refusal' in decision) {
        refusedFacts.push(`${command.type}: ${decision.refusal.code}`)
        continue
      }
      recorder.order = decision.order
      recorder.events.push(...decision.events)
      if (command.type === 'withdraw') withdrawn.add(command.body.fact)
      else facts.add(context.id)
    }
  }
  const officeActs = (): void => {
    now = addMinutes(now, 1)
    const acts: Command[] = [
      { type: 'reschedule_visit', body: { visit, start: now, minutes: 90, window: null } },
      { type: 'assign_visit', body: { visit, crew: [tara], lead: tara } },
      { type: 'replan_visit', body: { visit, start: now, minutes: 30, window: null, crew: [tara], lead: null } },
      { type: 'recall_visit', body: { visit, reason: '' } },
      { type: 'dispatch_visit', body: { visit } },
      { type: 'cancel_visit', body: { visit, reason: 'x' } },
      { type: 'cancel', body: { reason: 'x' } },
      { type: 'hold', body: { reason: 'x', until: null } },
      { type: 'hold', body: { reason: 'x', until: null, cause: 'access' } },
      { type: 'release', body: {} },
      { type: 'edit_details', body: { changes: { priority: 'P1' } } },
      { type: 'edit_details', body: { changes: { accessNotes: now } } },
      { type: 'approve', body: { version: recorder.work.version } },
    ]
    recorder.attempt(pick(acts), office)
  }
  for (let step = 0; step < 40; step++) {
    const roll = next()
    const on = pick(phones)
    if (roll < 0.55) capture(on)
    else if (roll < 0.75) handIn(on)
    else if (roll < 0.9 && recorder.order) on.pulled = on.unsent.length === 0 ? recorder.order : on.pulled
    else officeActs()
  }
  for (const on of phones) while (on.unsent.length > 0) handIn(on)
  const order = recorder.order
  assert.ok(order)
  return { applied: facts.size, refusedFacts, order, events: recorder.events, facts, withdrawn }
}

function rebased(on: Phone): WorkOrder {
  return on.unsent.reduce((order, { command, context }) => {
    const decision = decide(order, command, { ...context, judge: 'record', version: order.work.version + 1 })
    return 'refusal' in decision ? order : decision.order
  }, on.pulled)
}

function factOf(
  type: (typeof factTypes)[number],
  on: Phone,
  at: string,
  next: () => number,
  id: string,
): Command | null {
  const base = { visit, technician: on.technician, at }
  switch (type) {
    case 'pause':
      return { type, body: { ...base, activity: next() < 0.5 ? 'break' : 'waiting' } }
    case 'finish':
      return { type, body: finishBody(visit, on.technician, at, { outcome: next() < 0.7 ? 'done' : 'temporary_fix' }) }
    case 'note':
      return { type, body: { ...base, text: `note ${id}`, audience: 'crew' } }
    case 'photo': {
      const sha256 = id.replaceAll('-', '').repeat(2)
      return {
        type,
        body: {
          ...base,
          sha256,
          size: 1,
          type: 'image/jpeg',
          phase: 'before',
          caption: '',
          audience: 'customer',
          width: 1,
          height: 1,
          position: null,
        },
      }
    }
    case 'part':
      return {
        type,
        body: { ...base, item: null, sku: '', name: 'Valve', quantity: 1000, unit: '', serial: '', note: '' },
      }
    case 'add_asset': {
      const asset = id.replace('-7000-', '-7001-')
      const words = { name: 'Boiler', kind: '', make: '', model: '', serial: '', location: '', notes: '' }
      return { type, body: { ...base, asset, about: next() < 0.5, ...words } }
    }
    case 'add_contact':
      return {
        type,
        body: { ...base, contact: id.replace('-7000-', '-7001-'), name: 'Mia', role: '', phone: '', email: '' },
      }
    case 'finding':
      return {
        type,
        body: {
          ...base,
          asset: null,
          severity: next() < 0.3 ? 'dangerous' : 'minor',
          text: `found ${id}`,
          recommendation: '',
          photos: [],
          repaired: next() < 0.3,
        },
      }
    case 'need_part':
      return { type, body: { ...base, item: null, sku: '', name: 'Fan', quantity: 1000, unit: '', note: '' } }
    case 'record_time':
      return { type, body: { ...base, activity: 'work', from: at, to: addMinutes(at, 5), note: '' } }
    case 'answer_task':
      return { type, body: { ...base, task: taskId, answer: { kind: 'check', value: 'yes' } } }
    case 'withdraw': {
      const { work } = rebased(on)
      const own = [...work.notes, ...addedAssets(work), ...addedContacts(work)].find(
        (fact) => fact.by.device === on.by.device,
      )
      return own ? { type, body: { fact: own.id, at, reason: '' } } : null
    }
    default:
      return { type, body: base }
  }
}

test('what a phone accepted the server applies, over 2,000 visits with mates, second phones and an office that interferes', () => {
  let applied = 0
  for (let seed = 1; seed <= 2000; seed++) {
    const run = live(seed)
    assert.deepEqual(run.refusedFacts, [], `seed ${seed}`)
    for (const fact of run.facts) {
      const onRecord = run.events.filter((event) => event.id === fact && event.n === 0)
      assert.equal(onRecord.length, 1, `seed ${seed}: the fact ${fact} is on the record once`)
      const event = onRecord[0]
      if (event && !run.withdrawn.has(fact))
        assert.ok(findFact(run.order.work, fact), `seed ${seed}: the fact ${event.type} is in the document`)
    }
    for (const fact of run.withdrawn)
      assert.equal(findFact(run.order.work, fact), null, `seed ${seed}: what was taken back is gone from view`)
    assert.deepEqual(fold(run.events), run.order, `seed ${seed}: the document is the fold of its entries`)
    assert.deepEqual(project(fold(run.events)), project(run.order), `seed ${seed}`)
    applied += run.applied
  }
  assert.ok(applied > 10_000, `only ${applied} facts were tried`)
})

test('the record of an order raised on a phone begins with the raising, whatever its author knew', () => {
  const context: Context = {
    judge: 'record',
    id: idOf(1),
    workOrder: orderId,
    seen: 0,
    version: 1,
    at: '2026-10-24T06:00:00.000Z',
    heard: null,
    by: { member: luisMember, name: 'Luis', device: idOf(0xd1), source: 'self' },
    technician: luis,
    number: null,
    isStored: () => false,
    policy: { purchaseOrderRequired: false },
  }
  const decision = decide(
    null,
    { type: 'raise', body: raiseBody({ origin: 'field', provisional: 'T7-0012', requires: noRequirements }) },
    context,
  )
  assert.ok('order' in decision)
  assert.equal(decision.order.work.id, orderId)
  assert.equal(decision.order.work.provisional, 'T7-0012')
})
