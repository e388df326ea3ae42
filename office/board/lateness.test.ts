import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, visitOn } from '#test/support/board.ts'
import { behind } from './lateness.ts'

test('a visit nobody has come to is late after its start, dispatched or not; five minutes are nobody’s business', () => {
  const visit = visitOn('a', ['ada'], '09:00')
  assert.equal(behind(visit, at('09:05')), null)
  assert.equal(behind(visit, at('09:20')), '20 min late')
  assert.equal(behind({ ...visit, status: 'travelling' }, at('10:10')), '1 h 10 min late')
})

test('who is there longer than planned is said, from when they came; what is over is not behind', () => {
  const there = { ...visitOn('a', ['ada'], '09:00'), status: 'on_site' as const, arrivedAt: at('09:30') }
  assert.equal(behind(there, at('10:30')), null)
  assert.equal(behind(there, at('10:45')), '15 min longer than planned')
  assert.equal(behind({ ...there, status: 'finished', finishedAt: at('10:45') }, at('12:00')), null)
})
