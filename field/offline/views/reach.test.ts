import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CustomerPut, SitePut } from '#core/sync/documents.ts'
import { dispatched, idOf, raiseBody, raised } from '#core/work-orders/testing.ts'
import { reachOf } from './reach.ts'

const porter = { id: idOf(0x61), name: 'Porter', role: '', phone: '', email: '' }
const owner = { ...porter, id: idOf(0x62), name: 'Yasmin Öz', phone: '0171 555' }
const site: SitePut = {
  id: idOf(0xe2),
  customer: idOf(0xe1),
  name: 'Backstube',
  address: '',
  latitude: null,
  longitude: null,
  zone: 'Europe/Berlin',
  phone: '030 901820',
  accessNotes: '',
  hazards: '',
  contacts: [porter, owner],
  files: [],
}
const customer: CustomerPut = { id: idOf(0xe1), name: 'Bäckerei Öz', number: 'C-0012', phone: '030 11', email: '' }
const orderFor = (contact: { id: string | null; name: string; phone: string } | null) =>
  raised({ details: { ...raiseBody().details, contact } }).work

test('a technician calls the contact of the job, else the site, else somebody there, else the customer', () => {
  const named = orderFor({ id: null, name: 'Uwe', phone: '040 1' })
  assert.deepEqual(reachOf(named, site, customer), { whose: 'contact', name: 'Uwe', phone: '040 1' })
  const { work } = dispatched()
  assert.deepEqual(reachOf(work, site, customer), { whose: 'site', name: 'Backstube', phone: '030 901820' })
  const silent = { ...site, phone: '' }
  assert.deepEqual(reachOf(work, silent, customer), { whose: 'contact', name: 'Yasmin Öz', phone: '0171 555' })
  const empty = { ...silent, contacts: [porter] }
  assert.deepEqual(reachOf(work, empty, customer), { whose: 'customer', name: 'Bäckerei Öz', phone: '030 11' })
  assert.equal(reachOf(work, empty, { ...customer, phone: '' }), null)
})

test('a contact without a number never hides the number of the place', () => {
  const named = orderFor({ id: porter.id, name: 'Porter', phone: '' })
  assert.equal(reachOf(named, site, customer)?.whose, 'site')
  const since = { ...site, contacts: [{ ...porter, phone: '030 77' }] }
  assert.deepEqual(reachOf(named, since, customer), { whose: 'contact', name: 'Porter', phone: '030 77' })
})

test('a number heard on the spot is called while nobody has linked the place', () => {
  const reported = { customer: 'Öz', site: 'Ln 12', contact: 'Ada', phone: '0160 1', zone: 'Europe/Berlin' }
  const { work } = raised({ details: { ...raiseBody().details, customer: null, site: null }, reported })
  assert.deepEqual(reachOf(work, null, null), { whose: 'contact', name: 'Ada', phone: '0160 1' })
})
