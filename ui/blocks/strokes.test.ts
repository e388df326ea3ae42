import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSignature, strokePoint } from './strokes.ts'

test('the same signature on two screens is the same strokes', () => {
  assert.deepEqual(strokePoint(90, 45, 360, 12.4), strokePoint(250, 125, 1000, 12.4))
})

test('a tap is not a signature, a name drawn over a part of the pad is', () => {
  assert.equal(isSignature([]), false)
  assert.equal(isSignature([[[5000, 2000, 0]]]), false)
  assert.equal(
    isSignature([
      [
        [5000, 2000, 0],
        [5100, 2000, 20],
      ],
    ]),
    false,
  )
  assert.equal(
    isSignature([
      [
        [1000, 2000, 0],
        [2500, 2600, 80],
      ],
    ]),
    true,
  )
})
