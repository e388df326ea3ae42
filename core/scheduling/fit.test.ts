import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitOf } from './fit.ts'

const luis = { id: 'luis', skills: ['Plumbing'] }
const visit = (id: string, start: string, status: 'scheduled' | 'cancelled' | 'finished' = 'scheduled') => ({
  id,
  start: `2026-11-23T${start}:00.000Z`,
  minutes: 60,
  status,
  crew: [{ id: 'luis', name: 'Luis' }],
})
const named = (visits: readonly { id: string }[]) => visits.map(({ id }) => id)

test('a technician’s day is what they are planned for; cancelled visits and those of others take none of it', () => {
  const other = { ...visit('other', '08:00'), crew: [{ id: 'tara', name: 'Tara' }] }
  const day = [visit('one', '08:00'), visit('off', '09:00', 'cancelled'), other]
  assert.deepEqual(named(fitOf(luis, day, { skills: [], start: null, minutes: 60 }).visits), ['one'])
})

test('a skill the work asks for and the technician lacks is named', () => {
  const { missingSkills } = fitOf(luis, [], { skills: ['Elevators', 'Plumbing'], start: null, minutes: 60 })
  assert.deepEqual(missingSkills, ['Elevators'])
})

test('visits that run at the same time overlap; one that ends as the other begins, the visit itself and a finished one do not', () => {
  const day = [
    visit('before', '08:00'),
    visit('at', '09:30'),
    visit('after', '10:00'),
    visit('self', '09:00'),
    visit('done', '09:15', 'finished'),
  ]
  const needed = { skills: [], start: '2026-11-23T09:00:00.000Z', minutes: 60, except: 'self' }
  assert.deepEqual(named(fitOf(luis, day, needed).overlaps), ['at'])
})
