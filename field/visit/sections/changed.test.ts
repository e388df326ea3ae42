import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedOf } from './changed.ts'

test('a correction names what was changed and nothing else, so that what others changed meanwhile stands', () => {
  const photo = { caption: '', phase: 'before', audience: 'customer' }
  assert.deepEqual(changedOf(photo, { ...photo, caption: 'Burner' }), { caption: 'Burner' })
  assert.deepEqual(changedOf({ ...photo, caption: 'Burner' }, photo), { caption: '' })
  assert.deepEqual(changedOf({ quantity: 1000, serial: '' }, { quantity: 2000, serial: '' }), { quantity: 2000 })
  assert.deepEqual(changedOf(photo, { ...photo }), {})
})
