import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, byTara, dispatched, idOf, luis, tara } from '#core/work-orders/testing.ts'
import { photoPhases } from '#core/work-orders/words.ts'
import { audienceAfter, audienceOfNote, audienceOfPhase } from './audience.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T06:05:00.000Z'

test('only the pictures of before and after are for the customer by themselves', () => {
  const forCustomer = photoPhases.filter((phase) => audienceOfPhase(phase) === 'customer')
  assert.deepEqual(forCustomer, ['before', 'after'])
})

test('a photo whose phase is put right is seen by whom that phase is for, unless its author had chosen', () => {
  assert.equal(audienceAfter('nameplate', { phase: 'before', audience: 'customer' }), 'crew')
  assert.equal(audienceAfter('after', { phase: 'during', audience: 'crew' }), 'customer')
  assert.equal(audienceAfter('after', { phase: 'during', audience: 'office' }), 'office')
  assert.equal(audienceAfter('nameplate', { phase: 'before', audience: 'crew' }), 'crew')
})

test('a note is for the crew until its author chooses another, and their choice stays for this visit', () => {
  const recorder = dispatched([luis, tara])
  const next = (isAsked = false) => audienceOfNote(recorder.work.notes, visit, luis, isAsked)
  assert.equal(next(), 'crew')
  recorder.send('note', { visit, technician: tara, at, text: 'Key is with the porter.', audience: 'customer' }, byTara)
  assert.equal(next(), 'crew')
  recorder.send('note', { visit, technician: luis, at, text: 'Valve replaced.', audience: 'customer' }, byLuis)
  assert.equal(next(), 'customer')
  assert.equal(next(true), 'office')
  assert.equal(audienceOfNote(recorder.work.notes, idOf(0xf2), luis, false), 'crew')
})
