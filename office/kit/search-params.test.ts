import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSearch, stringifySearch } from './search-params.ts'

test('a filter stands in the address as a person would write it', () => {
  assert.equal(
    stringifySearch({ status: 'scheduled,on_hold', raisedFrom: '2026-11-01T00:00:00.000Z' }),
    '?status=scheduled,on_hold&raisedFrom=2026-11-01T00:00:00.000Z',
  )
})

test('an empty filter leaves the address', () => {
  assert.equal(stringifySearch({ q: '', status: undefined }), '')
})

test('what was typed comes back as it was: numbers stay text, signs survive', () => {
  for (const q of ['0012', 'true', 'A & B?', 'Ä 100 %', 'a,b:c+d', '{"x":1}']) {
    assert.deepEqual(parseSearch(stringifySearch({ q })), { q })
  }
})
