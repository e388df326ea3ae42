import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certificateState } from './certificates.ts'

test('a certificate counts on its last day and no longer, and says so a month before', () => {
  const on = (today: string) => certificateState('2026-11-30', today)
  assert.deepEqual(['2026-10-30', '2026-10-31', '2026-11-30', '2026-12-01'].map(on), [
    'good',
    'ends_soon',
    'ends_soon',
    'expired',
  ])
})

test('a certificate without an end is good for good', () => {
  assert.equal(certificateState(null, '2099-01-01'), 'good')
})
