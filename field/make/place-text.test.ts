import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeFrom } from './place-text.ts'

test('what was searched for in vain is the new place: the name before the comma, the address where a number stands', () => {
  assert.deepEqual(placeFrom('Bakery Okonkwo, 12 Nowhere Ln'), { customer: 'Bakery Okonkwo', site: '12 Nowhere Ln' })
  assert.deepEqual(placeFrom(' Öz,  Shop North , Allee 5, Berlin '), {
    customer: 'Öz, Shop North',
    site: 'Allee 5, Berlin',
  })
  assert.deepEqual(placeFrom('Schönhauser Allee 88'), { customer: '', site: 'Schönhauser Allee 88' })
  assert.deepEqual(placeFrom('12 Nowhere Ln, Springfield'), { customer: '', site: '12 Nowhere Ln, Springfield' })
  assert.deepEqual(placeFrom('Bakery Okonkwo, by the harbour'), { customer: 'Bakery Okonkwo', site: 'by the harbour' })
  assert.deepEqual(placeFrom('Bakery Okonkwo'), { customer: 'Bakery Okonkwo', site: '' })
  assert.deepEqual(placeFrom(' , '), { customer: '', site: '' })
})
