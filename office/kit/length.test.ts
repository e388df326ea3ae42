import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lengthText, readLength } from './length.ts'

test('a length is read as people write it, and written back the same', () => {
  for (const [text, minutes] of [
    ['30 min', 30],
    ['4 h', 240],
    ['4h', 240],
    ['1 h 30 min', 90],
    ['1:30', 90],
    ['1,5 h', 90],
    ['90 minutes', 90],
    ['27 hours', 1620],
    ['', null],
  ] as const) {
    assert.equal(readLength(text), minutes, text)
    assert.equal(readLength(lengthText(minutes)), minutes, text)
  }
})

test('a number alone, nothing at all and more than a year are not guessed at', () => {
  for (const text of ['4', '0 min', '0:00', 'soon', '4 d', '-1 h', '9000 h', 'h', '1:75'])
    assert.equal(readLength(text), undefined, text)
})
