import assert from 'node:assert/strict'
import { test } from 'node:test'
import { positionText, readPosition } from './position.ts'

test('a position is read as maps copy it', () => {
  assert.deepEqual(readPosition('52.516300, 13.377700'), { lat: 52.5163, lon: 13.3777 })
  assert.deepEqual(readPosition(' (-33.86,151.21) '), { lat: -33.86, lon: 151.21 })
  assert.deepEqual(readPosition('38.25 -85.76'), { lat: 38.25, lon: -85.76 })
  assert.deepEqual(readPosition(positionText({ lat: 38.25, lon: -85.76 })), { lat: 38.25, lon: -85.76 })
})

test('nothing is no position, and what is neither is told from it', () => {
  assert.equal(readPosition('  '), null)
  for (const text of ['Main Street 4', '52.5', '91, 13', '52.5, 181', '52,5, 13,4']) {
    assert.equal(readPosition(text), undefined, text)
  }
})
