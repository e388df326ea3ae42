import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitOn } from '#test/support/board.ts'
import { type Change, planOf, type Step } from './changes.ts'
import { did, gaveUp, noHistory, redid, redoing, undid, undoing } from './history.ts'

const plan = planOf(visitOn('a', ['ada'], '09:00'))
const dispatch = (visit: string): Change => ({ workOrder: `order-${visit}`, visit, kind: 'dispatch' })
const made = (visit: string): Change => ({ workOrder: 'order-a', visit, kind: 'plan', to: plan })
const step = (words: string, ...changes: Change[]): Step => ({ words, changes })
const ids = (...names: string[]) => {
  let at = 0
  return () => names[at++] ?? 'too many'
}

test('the last fifty steps are remembered, the newest is taken back first', () => {
  let history = noHistory
  for (let n = 1; n <= 60; n++) history = did(history, step(`step ${n}`, dispatch(`v${n}`)))
  assert.equal(history.done.length, 50)
  assert.equal(undoing(history, ids())?.words, 'step 60')
  assert.equal(history.done[0]?.words, 'step 11')
})

test('a step of several parts is taken back from its end: what was recalled before it was unplanned is planned before it is sent', () => {
  const parts: Change[] = [
    { workOrder: 'order-a', visit: 'a', kind: 'recall' },
    { workOrder: 'order-a', visit: 'a', kind: 'replan', from: plan, to: { ...plan, start: null } },
  ]
  const back = undoing(did(noHistory, step('unplanned', ...parts)), ids('x', 'y'))
  assert.deepEqual(
    back?.changes.map(({ kind }) => kind),
    ['replan', 'dispatch'],
  )
})

test('what was taken back can be done again until something new is done', () => {
  const one = did(noHistory, step('one', dispatch('a')))
  const back = undoing(one, ids())
  assert.ok(back)
  const after = undid(one, back)
  assert.equal(redoing(after, ids())?.words, 'one')
  assert.equal(redoing(did(after, step('two', dispatch('b'))), ids()), null)
  assert.equal(undoing(noHistory, ids()), null)
})

test('a visit that was planned, taken back and planned again has a new id, and later steps know it by that one', () => {
  let history = did(noHistory, step('planned', made('first')))
  history = did(history, step('dispatched', { workOrder: 'order-a', visit: 'first', kind: 'dispatch' }))
  for (let n = 0; n < 2; n++) {
    const back = undoing(history, ids())
    assert.ok(back)
    history = undid(history, back)
  }
  const again = redoing(history, ids('second'))
  assert.ok(again)
  assert.equal(again.changes[0]?.visit, 'second')
  history = redid(history, again)
  assert.equal(redoing(history, ids())?.changes[0]?.visit, 'second')
})

test('a cancelled visit that comes back under a new id is known by it in the steps before', () => {
  let history = did(noHistory, step('dispatched', dispatch('a')))
  history = did(
    history,
    step('cancelled', { workOrder: 'order-a', visit: 'a', kind: 'cancel', from: plan, reason: 'x' }),
  )
  const back = undoing(history, ids('again'))
  assert.ok(back)
  history = undid(history, back)
  assert.equal(undoing(history, ids())?.changes[0]?.visit, 'again')
})

test('what somebody else moved on is forgotten, and the step before it can be taken back', () => {
  const history = did(did(noHistory, step('one', dispatch('a'))), step('two', dispatch('b')))
  const after = gaveUp(history, 'done')
  assert.equal(undoing(after, ids())?.words, 'one')
})
