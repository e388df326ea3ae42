import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantKept, instantOf, momentOf, readMoment } from './moment.ts'

const berlin = 'Europe/Berlin'

test('a time the clocks jump over is asked about, and each answer is another instant', () => {
  const typed = { date: '2027-03-28', time: '02:30', choice: null }
  const read = readMoment(typed, berlin)
  assert.equal(read.state, 'asks')
  assert.equal(read.state === 'asks' && read.question.kind, 'none')
  assert.equal(instantOf(typed, berlin), null)
  const answers = [instantOf({ ...typed, choice: 'earlier' }, berlin), instantOf({ ...typed, choice: 'later' }, berlin)]
  assert.deepEqual(answers, ['2027-03-28T00:30:00.000Z', '2027-03-28T01:30:00.000Z'])
})

test('a time that exists twice is asked about: the first is summer time, the second winter time', () => {
  const typed = { date: '2026-10-25', time: '02:30', choice: null }
  const read = readMoment(typed, berlin)
  assert.equal(read.state === 'asks' && read.question.kind, 'two')
  assert.equal(instantOf({ ...typed, choice: 'earlier' }, berlin), '2026-10-25T00:30:00.000Z')
  assert.equal(instantOf({ ...typed, choice: 'later' }, berlin), '2026-10-25T01:30:00.000Z')
})

test('half a time is no time', () => {
  assert.equal(readMoment({ date: '2026-11-23', time: '', choice: null }, berlin).state, 'empty')
  assert.equal(readMoment({ date: '', time: '08:00', choice: null }, berlin).state, 'empty')
})

test('a time that was not touched keeps its seconds, so saving it changes nothing', () => {
  const was = '2026-11-23T09:21:37.512Z'
  assert.equal(instantKept(momentOf(was, berlin), was, berlin), was)
  assert.equal(instantKept({ ...momentOf(was, berlin), time: '10:22' }, was, berlin), '2026-11-23T09:22:00.000Z')
})

test('a time that was touched in the hour that exists twice is the one that was chosen', () => {
  const was = '2026-10-25T00:30:00.000Z'
  assert.equal(instantKept({ ...momentOf(was, berlin), choice: 'later' }, was, berlin), '2026-10-25T01:30:00.000Z')
})
