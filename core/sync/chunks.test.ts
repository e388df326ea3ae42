import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { missingRuns, pieceLength, pieceSize, piecesOf, runsOf } from './chunks.ts'

test('a photo is cut into pieces of one size, the last one shorter, and nothing is left over (S21)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000_000 }), (size) => {
      const lengths = Array.from({ length: piecesOf(size) }, (_, n) => pieceLength(size, n))
      assert.equal(
        lengths.reduce((sum, length) => sum + length, 0),
        size,
      )
      assert.ok(lengths.slice(0, -1).every((length) => length === pieceSize))
      assert.ok(lengths.every((length) => length > 0))
    }),
  )
})

test('what has arrived and what is missing are together every piece, once (S21)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.array(fc.nat(59)), (pieces, numbers) => {
      const arrived = numbers.filter((n) => n < pieces)
      const all = (runs: readonly (readonly [number, number])[]) =>
        runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n))
      const missing = all(missingRuns(pieces, runsOf(arrived)))
      assert.deepEqual(
        [...new Set(arrived), ...missing].sort((a, b) => a - b),
        Array.from({ length: pieces }, (_, n) => n),
      )
    }),
  )
})
