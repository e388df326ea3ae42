import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCaller } from './draft.ts'

test('a number typed to find a caller nobody knows becomes their phone, anything else their name', () => {
  assert.deepEqual(newCaller('(555) 010-0168'), { name: '', phone: '(555) 010-0168' })
  assert.deepEqual(newCaller('5550168'), { name: '', phone: '5550168' })
  assert.deepEqual(newCaller('Studio 54'), { name: 'Studio 54', phone: '' })
})
