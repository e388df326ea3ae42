import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboxItem } from '../offline/views/types.ts'
import { standingOf, type Told } from './standing-of.ts'
import { stateCounts, visitTitle, whyText } from './words.ts'

const status: Told = {
  connection: { at: 'online' },
  handsIn: true,
  nextTry: null,
  isBusy: false,
  pulledAt: '2026-11-23T09:00:00.000Z',
  toSend: 3,
  goesNow: 3,
  stuck: 0,
}
const none = { on_phone: 0, received: 0, on_record: 0, held: 0, refused: 0, put_aside: 0 }
const clock = (at: string) => at.slice(11, 16)
const nextTry = '2026-11-23T09:05:00.000Z'
const say = (change: Partial<typeof status>, besideOthers?: boolean) => {
  const { title, text } = standingOf({ ...status, ...change }, clock, besideOthers)
  return `${title}. ${text}`
}

test('the outbox says what waits, why, and when it is tried next', () => {
  assert.equal(
    say({ connection: { at: 'offline' }, nextTry }),
    'No signal. 3 items safe on this phone. They go by themselves. Next try at 09:05.',
  )
  assert.equal(
    say({ connection: { at: 'problem', code: 'unavailable' }, nextTry, isBusy: true }),
    'The office is busy until 09:05. 3 items safe on this phone. They go by themselves then.',
  )
  assert.equal(
    say({ connection: { at: 'no_session' }, toSend: 0, goesNow: 0 }),
    'Sign in to see news. Everything is handed in.',
  )
  assert.equal(say({}), 'Sending 3 items. You can go on working.')
  assert.equal(say({ stuck: 1 }), 'Sending 3 items. You can go on working.')
  assert.equal(
    say({ toSend: 0, goesNow: 0, stuck: 1 }),
    '1 item not accepted. Only this phone has it. Take it again, or save a copy for the office.',
  )
  assert.equal(
    say({ connection: { at: 'no_session' }, toSend: 0, goesNow: 0, stuck: 1 }),
    'Sign in to see news. 1 item not accepted, only on this phone.',
  )
  assert.equal(say({ toSend: 0, goesNow: 0 }), 'Nothing waits on this phone. Last fetched at 09:00.')
})

test('S29: with the session over the outbox asks to sign in to hand in only where the server does not take the phone’s key', () => {
  const over = (handsIn: boolean | null) => say({ connection: { at: 'no_session' }, handsIn })
  assert.equal(over(false), 'Sign in to hand in. 3 items safe on this phone until then.')
  assert.equal(over(true), 'Sign in to see news. 3 items safe on this phone. They go by themselves.')
  assert.equal(over(null), 'Sign in to see news. 3 items safe on this phone.')
})

test('S28: beside work a mate left on the phone the outbox speaks of one’s own', () => {
  const mine = (connection: Told['connection']) => say({ connection, toSend: 0, goesNow: 0 }, true)
  assert.equal(mine({ at: 'online' }), 'Nothing of yours waits. Last fetched at 09:00.')
  assert.equal(mine({ at: 'offline' }), 'No signal. Nothing of yours waits to be sent.')
  assert.equal(mine({ at: 'no_session' }), 'Sign in to see news. Everything of yours is handed in.')
})

test('the outbox does not say of what the office could not take so far that it is being sent', () => {
  assert.equal(
    say({ toSend: 1, goesNow: 0 }),
    '1 item not taken yet. The office could not take it so far. It is safe on this phone and offered again every minute.',
  )
  assert.equal(
    say({ toSend: 2, goesNow: 0 }),
    '2 items not taken yet. The office could not take them so far. They are safe on this phone and offered again every minute.',
  )
  assert.equal(say({ toSend: 3, goesNow: 2 }), 'Sending 2 items. You can go on working.')
})

test('what is said of one item and of several is said in the grammar of each', () => {
  assert.equal(
    say({ connection: { at: 'offline' }, toSend: 1 }),
    'No signal. 1 item safe on this phone. It goes by itself.',
  )
  assert.equal(
    say({ toSend: 0, goesNow: 0, stuck: 2 }),
    '2 items not accepted. Only this phone has them. Take them again, or save a copy for the office.',
  )
  assert.equal(
    say({ connection: { at: 'offline' }, toSend: 0, goesNow: 0, stuck: 2 }),
    'No signal. 2 items not accepted, only on this phone.',
  )
})

test('a visit is said in three states, and what waits for the office beside them', () => {
  assert.equal(
    stateCounts({ ...none, on_phone: 3, received: 2, on_record: 9 }),
    '3 on this phone, 2 received, 9 on record',
  )
  assert.equal(stateCounts({ ...none, on_record: 4, held: 1 }), '4 on record, 1 waits for the office')
  assert.equal(
    stateCounts({ ...none, on_record: 1, held: 2, refused: 1 }),
    '1 on record, 2 wait for the office, 1 not accepted',
  )
  assert.equal(visitTitle({ workOrder: 'a', title: 'Boiler leaks', visitNumber: 2 }), 'Boiler leaks, visit 2')
  assert.equal(visitTitle({ workOrder: null, title: '', visitNumber: null }), 'My day')
})

const heldNote: OutboxItem = {
  id: 'a',
  type: 'note',
  workOrder: null,
  visit: null,
  reference: '',
  title: '',
  text: '',
  capturedAt: '',
  state: 'held',
  whole: 'held',
  code: 'visit_unknown',
  params: null,
  bytes: null,
  settlement: null,
}

test('a held item says that the office has it, with the office’s reason', () => {
  assert.match(whyText(heldNote) ?? '', /^The office has it and decides where it belongs\. ./)
})

test('a held item the office settled says what the office made of it', () => {
  const settled = (as: 'applied' | 'put_aside', number: string | null, reason: string | null) =>
    whyText({ ...heldNote, settlement: { as, number, reason, at: '2026-11-23T09:00:00.000Z' } })
  assert.equal(settled('applied', 'WO-1042', null), 'The office put it on WO-1042.')
  assert.equal(settled('applied', null, null), 'The office took it in.')
  assert.equal(settled('put_aside', null, 'Wrong house'), 'The office put it aside: Wrong house')
  assert.equal(stateCounts({ ...none, on_record: 4, put_aside: 1 }), '4 on record, 1 put aside')
})
