import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentence } from '../kit/sentences.ts'
import { answeredNo, blockers, isNo, missing, missingWords } from './missing.ts'
import { byLuis, idOf, luis, planAndDispatch, raised } from './testing.ts'
import { isWorkedThoughCancelled } from './visits.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T07:00:00.000Z'
const check = (id: string, label: string, required = true) =>
  ({ id, label, kind: 'check', unit: '', required }) as const

test('what a finish lacks is named thing by thing, and what is optional is not among it', () => {
  const recorder = raised({
    tasks: [check(idOf(1), 'Gas tightness test passed'), check(idOf(2), 'Filter cleaned', false)],
    requires: { signOff: true, photosBefore: 0, photosAfter: 2 },
  })
  planAndDispatch(recorder, visit, [luis])
  assert.deepEqual(missing(recorder.work, recorder.onlyVisit, 'done').map(missingWords), [
    '“Gas tightness test passed”',
    'photos after (0 of 2)',
    'a sign-off',
  ])
})

test('a check answered with No is done and to be looked at, until a later answer says otherwise', () => {
  const task = idOf(1)
  const recorder = raised({ tasks: [check(task, 'Flue safe')] })
  planAndDispatch(recorder, visit, [luis])
  const say = (value: 'yes' | 'no') =>
    recorder.send(
      'answer_task',
      { visit, technician: luis, at, task, answer: { kind: 'check', value }, note: '' },
      byLuis,
    )
  assert.equal(recorder.work.tasks.some(isNo), false)
  say('no')
  assert.deepEqual(
    answeredNo(recorder.work).map((one) => one.label),
    ['Flue safe'],
  )
  assert.deepEqual(missing(recorder.work, recorder.onlyVisit, 'done'), [])
  say('yes')
  assert.deepEqual(answeredNo(recorder.work), [])
})

test('a clock that still runs says whose it is, and one of a thing is said as one', () => {
  const recorder = raised()
  planAndDispatch(recorder, visit, [luis])
  recorder.send('arrive', { visit, technician: luis, at }, byLuis)
  const open = blockers(recorder.work, '', { purchaseOrderRequired: false }).find((one) => one.code === 'time_open')
  assert.deepEqual(open, { code: 'time_open', count: 1, technicians: [luis] })
  assert.equal(sentence('flags_open', { count: 1 }), '1 flag to settle.')
  assert.equal(sentence('flags_open', { count: 2 }), '2 flags to settle.')
})

test('a visit the office cancelled is worked though cancelled once somebody was there, not for having been accepted', () => {
  const recorder = raised()
  planAndDispatch(recorder, visit, [luis])
  recorder.send('accept', { visit, technician: luis, at }, byLuis)
  recorder.send('cancel_visit', { visit, reason: 'The customer called' })
  assert.equal(isWorkedThoughCancelled(recorder.work, recorder.onlyVisit), false)
  recorder.send('arrive', { visit, technician: luis, at }, byLuis)
  assert.equal(isWorkedThoughCancelled(recorder.work, recorder.onlyVisit), true)
})
