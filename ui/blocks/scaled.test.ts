import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScaled, writeScaled } from './scaled.ts'

test('a quantity typed with a comma or a point becomes the same whole number', () => {
  assert.equal(readScaled('1,5', 3), 1500)
  assert.equal(readScaled('1.5', 3), 1500)
  assert.equal(readScaled(' 12 ', 3), 12000)
  assert.equal(readScaled('.25', 3), 250)
  assert.equal(readScaled('-2', 0), -2)
})

test('what is not a number is nothing, not zero', () => {
  for (const text of ['', '-', '.', 'two', '1.2.3', '1 000']) assert.equal(readScaled(text, 3), null)
})

test('a quantity is written without needless zeros, and whole tens keep theirs', () => {
  assert.equal(writeScaled(1500, 3), '1.5')
  assert.equal(writeScaled(100_000, 3), '100')
  assert.equal(writeScaled(100, 0), '100')
  assert.equal(writeScaled(null, 3), '')
})
