import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressLine, addressLines, emptyAddress } from './address.ts'

const berlin = { ...emptyAddress, line1: 'Ring 5', city: 'Berlin', postcode: '10115', country: 'DE' }

test('the postcode stands where its country writes it', () => {
  assert.deepEqual(addressLines(berlin, 'DE'), ['Ring 5', '10115 Berlin'])
  const chicago = {
    ...emptyAddress,
    line1: '12 Lake St',
    city: 'Chicago',
    region: 'IL',
    postcode: '60601',
    country: 'US',
  }
  assert.equal(addressLine(chicago, 'US'), '12 Lake St, Chicago, IL 60601')
})

test('the country is named only abroad', () => {
  assert.equal(addressLine(berlin, 'AT'), 'Ring 5, 10115 Berlin, DE')
  assert.equal(addressLine(emptyAddress), '')
})
