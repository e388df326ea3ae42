import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommandBody } from './commands.ts'
import { shownTarget, stateOf } from './due.ts'
import { fold } from './evolve.ts'
import { project } from './project.ts'
import { minutesLeft, targetsOf } from './targets.ts'
import {
  byLuis,
  finishBody,
  idOf,
  luis,
  planAndDispatch,
  promising,
  raiseBody,
  raised,
  type Recorder,
} from './testing.ts'
import type { TargetKind } from './words.ts'

const { details } = raiseBody()

/** Asked for and raised at a moment, at a site in Berlin unless the zone is said. */
function askedFor(
  at: string,
  policy = promising({ arrive: 240 }),
  changes: Partial<CommandBody<'raise'>> = {},
  fields: Partial<CommandBody<'raise'>['details']> = {},
): Recorder {
  return raised({ at, details: { ...details, requestedAt: at, ...fields }, ...changes }, policy)
}

function target(recorder: Recorder, kind: TargetKind = 'arrive') {
  const found = targetsOf(recorder.work).find((one) => one.kind === kind)
  assert.ok(found, `nothing is promised to ${kind}`)
  return found
}

const atTheDesk = (at: string) => ({ at, heard: at })

/** Luis comes to a visit and leaves it as the outcome says. */
function visited(recorder: Recorder, visit: string, arrives: string, leaves: string, outcome = {}): void {
  planAndDispatch(recorder, visit, [luis])
  recorder.send('arrive', { visit, technician: luis, at: arrives }, byLuis, atTheDesk(arrives))
  recorder.send('finish', finishBody(visit, luis, leaves, outcome), byLuis, atTheDesk(leaves))
}

test('four working hours raised on a Friday at 15:30 are due on Monday at 09:30', () => {
  const recorder = askedFor('2026-11-20T14:30:00.000Z')
  assert.equal(target(recorder).due, '2026-11-23T08:30:00.000Z')
  // Three of the four hours: an hour and a half on Friday, and as much on Monday.
  assert.equal(target(recorder).riskAt, '2026-11-23T07:30:00.000Z')
})

test('eight working hours raised in Berlin on Friday 23 October at 16:00 are due on Monday at 14:00, the clocks having gone back', () => {
  const recorder = askedFor('2026-10-23T14:00:00.000Z', promising({ arrive: 480 }))
  assert.equal(target(recorder).due, '2026-10-26T13:00:00.000Z')
})

test('working hours are those of the site’s clock', () => {
  const recorder = askedFor('2026-11-20T20:30:00.000Z', promising({ arrive: 240 }), { zone: 'America/New_York' })
  assert.equal(target(recorder).due, '2026-11-23T14:30:00.000Z')
})

test('a holiday has no working hours, and what the settings say of holidays later moves nothing', () => {
  const policy = promising({ arrive: 240 }, { holidays: [{ date: '2026-11-02' }, { date: '2026-11-23' }] })
  const recorder = askedFor('2026-11-20T14:30:00.000Z', policy)
  assert.equal(target(recorder).due, '2026-11-24T08:30:00.000Z')
  assert.deepEqual(
    recorder.work.response?.calendar.kind === 'working_hours' && recorder.work.response.calendar.holidays,
    ['2026-11-23'],
  )
})

test('a week without working hours promises nothing rather than a moment that never comes', () => {
  const closed = promising({ arrive: 240 }, { workingHours: [[], [], [], [], [], [], []] })
  assert.deepEqual(targetsOf(askedFor('2026-11-20T14:30:00.000Z', closed).work), [])
})

test('around the clock a promise counts nights and weekends', () => {
  const policy = promising({ calendar: 'around_the_clock', acknowledge: 30, arrive: 240, resolve: 1440 })
  const recorder = askedFor('2026-11-20T22:00:00.000Z', policy)
  assert.deepEqual(
    targetsOf(recorder.work).map(({ kind, due }) => [kind, due]),
    [
      ['acknowledge', '2026-11-20T22:30:00.000Z'],
      ['arrive', '2026-11-21T02:00:00.000Z'],
      ['resolve', '2026-11-21T22:00:00.000Z'],
    ],
  )
})

test('what the office raised is acknowledged by that; what a customer asked for when the office first acts', () => {
  const policy = promising({ calendar: 'around_the_clock', acknowledge: 30 })
  assert.equal(target(askedFor('2026-11-20T10:00:00.000Z', policy), 'acknowledge').met, '2026-11-20T10:00:00.000Z')

  const asked = askedFor('2026-11-20T10:00:00.000Z', policy, { origin: 'customer' })
  assert.equal(target(asked, 'acknowledge').met, null)
  assert.deepEqual(project(fold(asked.events)).order.dueKind, 'acknowledge')
  asked.send('hold_ended', {}, { member: null, name: 'Roundtrip', device: null, source: 'system' })
  assert.equal(target(asked, 'acknowledge').met, null, 'what the server does by itself answers nobody')
  asked.send('edit_details', { changes: { reference: 'A-1' } }, undefined, atTheDesk('2026-11-20T10:40:00.000Z'))
  assert.deepEqual(stateOf(target(asked, 'acknowledge'), '2026-11-20T12:00:00.000Z'), {
    state: 'late',
    at: '2026-11-20T10:40:00.000Z',
    minutes: 10,
  })
})

test('arriving is met by the first arrival, and by nothing after it: who came in time met it, also where the work returns', () => {
  const recorder = askedFor('2026-11-23T07:00:00.000Z', promising({ arrive: 240, resolve: 600 }))
  visited(recorder, idOf(0xf1), '2026-11-23T08:23:00.000Z', '2026-11-23T09:00:00.000Z', { outcome: 'temporary_fix' })
  const arrive = target(recorder)
  assert.deepEqual(stateOf(arrive, '2026-11-25T08:00:00.000Z'), { state: 'met', at: '2026-11-23T08:23:00.000Z' })
  assert.equal(project(fold(recorder.events)).order.dueKind, 'resolve')
})

test('resolving is met when nothing is left to do, by the last visit’s end or by the office that closes the return', () => {
  const policy = promising({ calendar: 'around_the_clock', resolve: 1440 })
  const done = askedFor('2026-11-23T07:00:00.000Z', policy)
  visited(done, idOf(0xf1), '2026-11-23T08:00:00.000Z', '2026-11-23T09:00:00.000Z', { outcome: 'temporary_fix' })
  assert.equal(target(done, 'resolve').met, null)
  visited(done, idOf(0xf2), '2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z')
  assert.deepEqual(stateOf(target(done, 'resolve'), '2026-11-30T07:00:00.000Z'), {
    state: 'late',
    at: '2026-11-24T09:00:00.000Z',
    minutes: 120,
  })
  assert.equal(project(fold(done.events)).order.dueKind, null)

  const closed = askedFor('2026-11-23T07:00:00.000Z', policy)
  visited(closed, idOf(0xf1), '2026-11-23T08:00:00.000Z', '2026-11-23T09:00:00.000Z', { outcome: 'temporary_fix' })
  const at = '2026-11-23T12:00:00.000Z'
  closed.send('close_return', { visit: idOf(0xf1), reason: 'Stays as it is' }, undefined, atTheDesk(at))
  assert.equal(target(closed, 'resolve').met, at)
})

test('while the office holds it for the customer its clock stands, and the time is left out', () => {
  const recorder = askedFor('2026-11-20T14:30:00.000Z')
  const hold = { reason: 'Key is with the landlord', until: null, cause: 'access' } as const
  recorder.send('hold', hold, undefined, atTheDesk('2026-11-20T15:30:00.000Z'))
  const standing = target(recorder)
  assert.deepEqual(standing.paused, { reason: 'access', from: '2026-11-20T15:30:00.000Z', to: null })
  assert.deepEqual(stateOf(standing, '2026-12-20T15:30:00.000Z'), { state: 'paused' })
  assert.equal(minutesLeft(recorder.work, standing, '2026-12-20T15:30:00.000Z'), 180)
  assert.deepEqual(project(fold(recorder.events)).order.duePaused, true)
  // Until Tuesday at noon: three of the four hours are left.
  recorder.send('release', {}, undefined, atTheDesk('2026-11-24T11:00:00.000Z'))
  assert.equal(target(recorder).due, '2026-11-24T14:00:00.000Z')
  assert.equal(target(recorder).paused, null)
  assert.deepEqual(target(recorder).pauses, [
    { reason: 'access', from: '2026-11-20T15:30:00.000Z', to: '2026-11-24T11:00:00.000Z' },
  ])
})

test('a hold for a reason that was not agreed, or without one, stops no clock', () => {
  for (const cause of ['parts', undefined] as const) {
    const recorder = askedFor('2026-11-20T14:30:00.000Z')
    const hold = { reason: 'Waits', until: null, ...(cause ? { cause } : {}) }
    recorder.send('hold', hold, undefined, atTheDesk('2026-11-20T15:30:00.000Z'))
    assert.equal(target(recorder).paused, null)
    recorder.send('release', {}, undefined, atTheDesk('2026-11-24T11:00:00.000Z'))
    assert.equal(target(recorder).due, '2026-11-23T08:30:00.000Z')
  }
})

test('what was missed before a hold stays missed', () => {
  const recorder = askedFor('2026-11-20T14:30:00.000Z')
  const hold = { reason: 'No key', until: null, cause: 'access' } as const
  recorder.send('hold', hold, undefined, atTheDesk('2026-11-23T09:30:00.000Z'))
  assert.deepEqual(stateOf(target(recorder), '2026-11-23T10:30:00.000Z'), { state: 'missed', minutes: 120 })
})

test('a second hold goes on where the first was, each by its own cause', () => {
  const recorder = askedFor('2026-11-23T07:00:00.000Z')
  const hold = (cause: 'access' | 'parts', at: string) =>
    recorder.send('hold', { reason: 'Waits', until: null, cause }, undefined, atTheDesk(at))
  hold('access', '2026-11-23T08:00:00.000Z')
  hold('parts', '2026-11-23T09:00:00.000Z')
  recorder.send('release', {}, undefined, atTheDesk('2026-11-23T10:00:00.000Z'))
  assert.equal(target(recorder).due, '2026-11-23T12:00:00.000Z')
})

test('a return that waits for the customer stops the clock until the next visit is to begin or sets out', () => {
  const policy = promising({ calendar: 'around_the_clock', resolve: 600 })
  const recorder = askedFor('2026-11-23T07:00:00.000Z', policy)
  const needs = { outcome: 'needs_return', returnReason: 'approval' } as const
  visited(recorder, idOf(0xf1), '2026-11-23T08:00:00.000Z', '2026-11-23T09:00:00.000Z', needs)
  assert.equal(target(recorder, 'resolve').paused?.reason, 'approval')
  const next = idOf(0xf2)
  const start = '2026-11-25T09:00:00.000Z'
  const plan = { visit: next, start, minutes: 60, window: null, crew: [luis], lead: luis }
  recorder.send('plan_visit', plan, undefined, atTheDesk('2026-11-24T08:00:00.000Z'))
  assert.deepEqual(
    [target(recorder, 'resolve').paused, target(recorder, 'resolve').due],
    [null, '2026-11-25T17:00:00.000Z'],
  )
  const early = '2026-11-25T08:00:00.000Z'
  recorder.send('travel', { visit: next, technician: luis, at: early }, byLuis, atTheDesk(early))
  assert.equal(target(recorder, 'resolve').due, '2026-11-25T16:00:00.000Z')
})

test('a return for parts is our own time unless the settings say otherwise; nobody let in waits for access', () => {
  const paused = (outcome: object, pauses?: readonly ['parts']) => {
    const policy = promising({ calendar: 'around_the_clock', resolve: 600 }, pauses ? { pauses } : {})
    const recorder = askedFor('2026-11-23T07:00:00.000Z', policy)
    visited(recorder, idOf(0xf1), '2026-11-23T08:00:00.000Z', '2026-11-23T09:00:00.000Z', outcome)
    return target(recorder, 'resolve').paused?.reason ?? null
  }
  assert.equal(paused({ outcome: 'needs_return', returnReason: 'parts' }), null)
  assert.equal(paused({ outcome: 'needs_return', returnReason: 'parts' }, ['parts']), 'parts')
  assert.equal(paused({ outcome: 'no_access' }), 'access')
})

test('a pause after somebody came does not move by when they were to come', () => {
  const recorder = askedFor('2026-11-23T07:00:00.000Z', promising({ arrive: 240, resolve: 600 }))
  const needs = { outcome: 'needs_return', returnReason: 'access' } as const
  visited(recorder, idOf(0xf1), '2026-11-23T08:00:00.000Z', '2026-11-23T09:00:00.000Z', needs)
  visited(recorder, idOf(0xf2), '2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z')
  assert.equal(target(recorder).due, '2026-11-23T11:00:00.000Z')
})

test('a moment agreed by hand is when somebody is to come, whatever the priority promises and whatever pauses', () => {
  const targetAt = '2026-11-21T12:00:00.000Z'
  const recorder = askedFor('2026-11-20T14:30:00.000Z', undefined, {}, { targetAt })
  const hold = { reason: 'No key', until: null, cause: 'access' } as const
  recorder.send('hold', hold, undefined, atTheDesk('2026-11-20T15:30:00.000Z'))
  const { due, riskAt, minutes, paused } = target(recorder)
  assert.deepEqual([due, riskAt, minutes, paused], [targetAt, '2026-11-21T08:00:00.000Z', null, null])
})

test('another priority or site promises anew, by the settings of that day; other edits promise nothing', () => {
  const policy = promising({ arrive: 240 })
  const fast = { calendar: 'around_the_clock', acknowledge: null, arrive: 60, resolve: null } as const
  const recorder = askedFor('2026-11-20T14:30:00.000Z', { ...policy, targets: { ...policy.targets, P1: fast } })
  recorder.send('edit_details', { changes: { title: 'Boiler is out', priority: 'P3' } })
  assert.equal(target(recorder).due, '2026-11-23T08:30:00.000Z')
  recorder.send('edit_details', { changes: { priority: 'P1' } })
  assert.equal(target(recorder).due, '2026-11-20T15:30:00.000Z')
  recorder.send('edit_details', { changes: { priority: 'P2', site: idOf(0xe3) }, zone: 'America/New_York' })
  assert.equal(target(recorder).due, '2026-11-20T18:30:00.000Z')
})

test('a record from before promises were kept has its target as it was, at risk four hours before', () => {
  const recorder = raised({ details: { ...details, targetAt: '2026-10-24T12:00:00.000Z' } })
  recorder.send('hold', { reason: 'Waits', until: null, cause: 'access' })
  recorder.send('release', {})
  assert.deepEqual([recorder.work.response, recorder.work.holds], [undefined, undefined])
  const { order } = project(fold(recorder.events))
  assert.deepEqual(
    [order.targetAt, order.dueKind, order.dueAt, order.dueRiskAt, order.duePaused],
    ['2026-10-24T12:00:00.000Z', 'arrive', '2026-10-24T12:00:00.000Z', '2026-10-24T08:00:00.000Z', false],
  )
})

test('work that was cancelled without anybody coming misses nothing', () => {
  const recorder = askedFor('2026-11-20T14:30:00.000Z')
  recorder.send('cancel', { reason: 'Works again' })
  assert.equal(stateOf(target(recorder), '2026-12-20T14:30:00.000Z'), null)
  const { order } = project(fold(recorder.events))
  assert.equal(shownTarget({ ...order, due: null, arrivedAt: null }, '2026-12-20T14:30:00.000Z'), null)
})

test('a list says the next promise while there is one, then how the arrival kept its own', () => {
  const due = {
    kind: 'arrive',
    at: '2026-11-23T12:00:00.000Z',
    riskAt: '2026-11-23T08:00:00.000Z',
    paused: false,
  } as const
  const row = { due, targetAt: due.at, arrivedAt: null }
  const at = (present: string) => shownTarget(row, present)?.state
  assert.deepEqual(at('2026-11-23T07:59:00.000Z'), { state: 'fine', minutes: 241 })
  assert.deepEqual(at('2026-11-23T08:00:00.000Z'), { state: 'soon', minutes: 240 })
  assert.deepEqual(at('2026-11-23T12:00:00.000Z'), { state: 'soon', minutes: 0 })
  assert.deepEqual(at('2026-11-23T14:00:00.000Z'), { state: 'missed', minutes: 120 })
  const kept = shownTarget({ due: null, targetAt: due.at, arrivedAt: '2026-11-23T12:40:00.000Z' }, due.at)
  assert.deepEqual(kept?.state, { state: 'late', at: '2026-11-23T12:40:00.000Z', minutes: 40 })
})

test('visits say when the crew set out and came, as corrected', () => {
  const recorder = askedFor('2026-11-23T07:00:00.000Z')
  planAndDispatch(recorder, idOf(0xf1), [luis])
  const visit = idOf(0xf1)
  const out = '2026-11-23T07:30:00.000Z'
  const there = '2026-11-23T08:00:00.000Z'
  recorder.send('travel', { visit, technician: luis, at: out }, byLuis, atTheDesk(out))
  recorder.send('arrive', { visit, technician: luis, at: there }, byLuis, atTheDesk(there))
  const [row] = project(fold(recorder.events)).visits
  assert.deepEqual([row?.setOutAt, row?.arrivedAt], [out, there])
})
