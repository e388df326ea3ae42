import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Details } from '#core/work-orders/commands.ts'
import { raiseBody } from '#test/support/work-orders.ts'
import { changesOf, entered } from './job-entry.ts'

const contact = { id: '018f0000-0000-7000-8000-000000000001', name: 'M. Weber', phone: '0301234' }
const details: Details = { ...raiseBody().details, accessNotes: 'Key at the porter', contact, description: 'Drips ' }

test('a job that was only looked at changes nothing', () => {
  assert.deepEqual(changesOf(details, entered(details)), {})
})

test('only the fields that were changed are sent', () => {
  const entry = { ...entered(details), accessNotes: ' Key under the mat ' }
  assert.deepEqual(changesOf(details, entry), { accessNotes: 'Key under the mat' })
})

test('a contact with a new number is the same person; another name is somebody else', () => {
  const entry = entered(details)
  assert.deepEqual(changesOf(details, { ...entry, contactPhone: '0309999' }), {
    contact: { ...contact, phone: '0309999' },
  })
  assert.deepEqual(changesOf(details, { ...entry, contactName: 'A. Kaya' }), {
    contact: { id: null, name: 'A. Kaya', phone: '0301234' },
  })
})

test('a contact whose name and number are cleared is none', () => {
  assert.deepEqual(changesOf(details, { ...entered(details), contactName: '', contactPhone: ' ' }), { contact: null })
})
