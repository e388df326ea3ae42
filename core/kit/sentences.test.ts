import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentence } from './sentences.ts'

test('a file that could not be kept says why in a sentence, wherever the flag is shown', () => {
  assert.equal(
    sentence('bytes_refused', { reason: 'damaged_on_phone' }),
    'A file could not be kept. It was damaged on the phone before it was handed in.',
  )
  assert.equal(sentence('bytes_refused', { reason: 'refused' }), 'A file could not be kept.')
})
