import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, byTara, dispatched, idOf, luis, tara } from '#core/work-orders/testing.ts'
import { otherAnswers } from './other-answers.ts'

const visit = idOf(0xf1)
const task = idOf(0x77)
const at = '2026-10-24T06:00:00.000Z'

test('of two mates’ answers to one task the last stands and the other is shown with whose it is', () => {
  const recorder = dispatched([luis, tara])
  recorder.send('add_task', {
    task: { id: task, label: 'Pressure', kind: 'number', unit: 'bar', required: true },
    visit: null,
    at,
  })
  const shown = () => otherAnswers(recorder.work.tasks[0] ?? assert.fail(), visit)
  const answer = (technician: string, value: string) =>
    recorder.send(
      'answer_task',
      { visit, technician, at, task, answer: { kind: 'number', value } },
      technician === luis ? byLuis : byTara,
    )
  assert.deepEqual(shown(), [])
  answer(luis, '1.2')
  answer(luis, '1.4')
  assert.deepEqual(shown(), [])
  answer(tara, '1.5')
  assert.deepEqual(
    shown().map(({ technician, words, differs }) => [technician, words, differs]),
    [[luis, '1.4 bar', true]],
  )
  answer(tara, '1.4')
  assert.deepEqual(
    shown().map((other) => other.differs),
    [false],
  )
})
