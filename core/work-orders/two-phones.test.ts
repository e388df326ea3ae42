import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step, Visit } from './document.ts'
import { workState } from './visits.ts'

const technician = '01a2082c-ddac-7f26-a200-5fd3e164b26f'

function step(device: string, kind: 'arrive' | 'leave', at: string): Step {
  const meta = {
    id: `${device}/${at}`,
    at,
    heard: null,
    technician,
    by: { member: null, name: 'Luis', device, source: 'self' as const },
  }
  return kind === 'leave' ? { ...meta, kind, note: '' } : { ...meta, kind }
}

function visitWith(...steps: Step[]): Visit {
  const plan = {
    state: 'dispatched' as const,
    start: null,
    minutes: 60,
    window: null,
    crew: [technician],
    lead: null,
    cancelReason: null,
  }
  return { id: 'v', number: 1, origin: 'office', plan, steps, signOffs: [] }
}

const arrived = step('first', 'arrive', '2026-11-23T09:00:00.000Z')
const left = step('second', 'leave', '2026-11-23T10:00:00.000Z')

test('a technician who leaves from a second phone is not shown on site by the first', () => {
  assert.equal(workState(visitWith(arrived, left), technician), 'left')
})

test('who comes back after leaving from a second phone is on site again', () => {
  assert.equal(
    workState(visitWith(arrived, left, step('first', 'arrive', '2026-11-23T11:00:00.000Z')), technician),
    'on_site',
  )
})
