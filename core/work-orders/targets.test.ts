import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetState } from './targets.ts'

const targetAt = '2026-11-23T12:00:00.000Z'

test('a target is met by the first arrival, however long the work goes on and returns after it', () => {
  const arrivedAt = '2026-11-23T08:23:00.000Z'
  for (const status of ['in_progress', 'unscheduled', 'scheduled', 'work_complete', 'closed'] as const)
    assert.deepEqual(targetState({ targetAt, arrivedAt, status }, '2026-11-25T08:00:00.000Z'), {
      state: 'met',
      at: arrivedAt,
    })
})

test('who came after the target came late by what lies between, and stays late', () => {
  const arrivedAt = '2026-11-23T12:40:00.000Z'
  assert.deepEqual(targetState({ targetAt, arrivedAt, status: 'closed' }, '2026-12-01T08:00:00.000Z'), {
    state: 'late',
    at: arrivedAt,
    minutes: 40,
  })
})

test('while nobody came a target is fine, then soon, then missed, also with somebody on the way', () => {
  const at = (present: string) => targetState({ targetAt, arrivedAt: null, status: 'in_progress' }, present)
  assert.deepEqual(at('2026-11-23T08:00:00.000Z'), { state: 'fine', minutes: 240 })
  assert.deepEqual(at('2026-11-23T08:01:00.000Z'), { state: 'soon', minutes: 239 })
  assert.deepEqual(at('2026-11-23T12:00:00.000Z'), { state: 'soon', minutes: 0 })
  assert.deepEqual(at('2026-11-23T14:00:00.000Z'), { state: 'missed', minutes: 120 })
})

test('work that ended or was cancelled without anybody coming misses nothing', () => {
  for (const status of ['cancelled', 'work_complete', 'not_billable'] as const)
    assert.equal(targetState({ targetAt, arrivedAt: null, status }, '2026-11-25T08:00:00.000Z'), null)
})
