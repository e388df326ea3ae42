import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, finishBody, idOf, luis, planAndDispatch, raised } from './testing.ts'

const visit = idOf(0xf1)
const task = idOf(0xaa)
const at = '2026-10-24T06:05:00.000Z'
const signOff = {
  visit,
  technician: luis,
  at,
  summaryHash: 'b'.repeat(64),
  summary: '{}',
  language: 'en',
  template: 't',
}

/** Finished without the sign-off and the answer it requires. */
function finishedTooSoon() {
  const tasks = [{ id: task, label: 'Gas isolated', kind: 'check' as const, required: true }]
  const recorder = raised({ requires: { signOff: true, photosBefore: 0, photosAfter: 0 }, tasks })
  planAndDispatch(recorder, visit, [luis])
  recorder.send('arrive', { visit, technician: luis, at }, byLuis)
  recorder.send('finish', finishBody(visit, luis, at), byLuis)
  const flag = () => recorder.work.flags.find((one) => one.code === 'requirements_missing')
  const refuse = () =>
    recorder.send('refuse_sign_off', { ...signOff, name: '', reason: 'In a hurry', statement: '' }, byLuis)
  const answer = () =>
    recorder.send('answer_task', { visit, technician: luis, at, task, answer: { kind: 'check', value: 'yes' } }, byLuis)
  return { recorder, flag, refuse, answer }
}

test('what a finish lacked and came a minute later settles its flag, and until then the flag says what is missing now', () => {
  const { flag, refuse, answer } = finishedTooSoon()
  assert.deepEqual([flag()?.params.count, flag()?.params.first, flag()?.settled], [2, 'Gas isolated', null])
  answer()
  assert.deepEqual([flag()?.params.count, flag()?.params.first, flag()?.settled], [1, 'Sign-off', null])
  refuse()
  assert.deepEqual(flag()?.settled, { by: 'Luis', at: flag()?.settled?.at, note: 'What was missing came since.' })
})

test('what came since and is taken back is missing again', () => {
  const { recorder, flag, refuse, answer } = finishedTooSoon()
  answer()
  const refusal = refuse()
  assert.ok(flag()?.settled)
  recorder.send('withdraw', { fact: refusal, at, reason: '' }, byLuis)
  assert.deepEqual([flag()?.params.first, flag()?.settled], ['Sign-off', null])
})

test('a finish taken back lacks nothing any more, and one amended to another outcome only what that asks for', () => {
  const { recorder, flag } = finishedTooSoon()
  const finish = recorder.onlyVisit.steps.at(-1)?.id ?? ''
  recorder.send('amend', { fact: finish, at, changes: { outcome: 'no_access' }, reason: '' }, byLuis)
  assert.ok(flag()?.settled)
  const again = finishedTooSoon()
  const withdrawn = again.recorder.onlyVisit.steps.at(-1)?.id ?? ''
  again.recorder.send('withdraw', { fact: withdrawn, at, reason: '' }, byLuis)
  assert.equal(again.flag()?.settled?.note, 'The finish was taken back.')
})

test('what the office settled by hand stays settled when a part of it comes, and a task added later is nothing a finish lacked', () => {
  const { recorder, flag, answer } = finishedTooSoon()
  recorder.send('settle_flag', { flag: flag()?.id ?? '', note: 'Called, it was done.' })
  answer()
  assert.equal(flag()?.settled?.note, 'Called, it was done.')
  const other = finishedTooSoon()
  other.answer()
  other.refuse()
  const later = { id: idOf(0xab), label: 'Come back', kind: 'check' as const, required: true }
  other.recorder.send('add_task', { visit: null, task: later, at })
  assert.ok(other.flag()?.settled)
})
