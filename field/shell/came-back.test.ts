import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cameBackText } from './came-back.ts'

const at = '2026-11-23T08:00:00.000Z'

test('a technician whose browser lost everything reads what is back, and what is not', () => {
  assert.equal(
    cameBackText({ at, commands: 1, withoutBytes: 0, damaged: 0 }),
    '1 item of your unsent work is back from a second copy. The rest comes with the next connection.',
  )
  assert.equal(
    cameBackText({ at, commands: 12, withoutBytes: 2, damaged: 1 }),
    '12 items of your unsent work are back from a second copy. The full size of 2 photos or files is lost. 1 item could not be read. The rest comes with the next connection.',
  )
})
