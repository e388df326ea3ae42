import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rotaTurns, spanOfDays, wholeDays } from './roster.ts'

const berlin = 'Europe/Berlin'
const [anna, ben, cem] = ['anna', 'ben', 'cem'] as const
const weekly = { technicianIds: [anna, ben, cem], days: 7, time: '07:00', choice: null }

test('an absence of days lasts from the first midnight to the last, on a day of 25 hours too', () => {
  const span = spanOfDays('2026-10-24', '2026-10-25', berlin)
  assert.deepEqual(span, { from: '2026-10-23T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' })
  assert.deepEqual(wholeDays(span, berlin), { first: '2026-10-24', last: '2026-10-25' })
})

test('what begins or ends within a day is not one of whole days, and neither is a day of another zone', () => {
  const span = spanOfDays('2026-11-23', '2026-11-23', berlin)
  assert.equal(wholeDays({ ...span, to: '2026-11-23T16:00:00.000Z' }, berlin), null)
  assert.equal(wholeDays(span, 'America/Chicago'), null)
})

test('technicians take turns of a week, and the last turn ends on the last day', () => {
  const { turns, question } = rotaTurns({ ...weekly, from: '2026-10-12', until: '2026-11-12' }, berlin)
  assert.equal(question, null)
  assert.deepEqual(turns, [
    { technicianId: anna, from: '2026-10-12T05:00:00.000Z', to: '2026-10-19T05:00:00.000Z' },
    // An hour more: the clocks go back in this week.
    { technicianId: ben, from: '2026-10-19T05:00:00.000Z', to: '2026-10-26T06:00:00.000Z' },
    { technicianId: cem, from: '2026-10-26T06:00:00.000Z', to: '2026-11-02T06:00:00.000Z' },
    { technicianId: anna, from: '2026-11-02T06:00:00.000Z', to: '2026-11-09T06:00:00.000Z' },
    { technicianId: ben, from: '2026-11-09T06:00:00.000Z', to: '2026-11-12T06:00:00.000Z' },
  ])
})

test('a last day that is not after the first makes no turns', () => {
  assert.deepEqual(rotaTurns({ ...weekly, from: '2026-10-12', until: '2026-10-12' }, berlin).turns, [])
  assert.deepEqual(rotaTurns({ ...weekly, from: '2026-10-12', until: '2026-10-01' }, berlin).turns, [])
})

test('handing over at a time that exists twice, or not at all, is asked about and done as answered', () => {
  const twice = { ...weekly, from: '2026-10-18', until: '2026-11-01', time: '02:30' }
  const asked = rotaTurns(twice, berlin)
  assert.deepEqual(asked, {
    turns: [],
    question: {
      kind: 'two',
      date: '2026-10-25',
      earlier: '2026-10-25T00:30:00.000Z',
      later: '2026-10-25T01:30:00.000Z',
    },
  })
  const { turns } = rotaTurns({ ...twice, choice: 'later' }, berlin)
  assert.deepEqual(
    turns.map(({ to }) => to),
    ['2026-10-25T01:30:00.000Z', '2026-11-01T01:30:00.000Z'],
  )
  const never = rotaTurns({ ...weekly, from: '2026-03-22', until: '2026-03-29', time: '02:30' }, berlin)
  assert.deepEqual([never.question?.kind, never.question?.date], ['none', '2026-03-29'])
})
