import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step, Visit } from '#core/work-orders/document.ts'
import { isStepCommand, judgeStep } from '#core/work-orders/judge.ts'
import type { WorkState } from '#core/work-orders/words.ts'
import { movesFor } from './next.ts'

const technician = '01a2082c-ddac-7f26-a200-5fd3e164b26f'
const device = '01a2082c-ded2-79c3-a301-104b0ee8d6a7'
const at = '2026-11-23T10:08:00.000Z'

const by = { member: null, name: 'Luis', device, source: 'self' } as const
const step = (id: string, kind: 'accept' | 'travel' | 'arrive'): Step => ({ id, by, at, heard: null, technician, kind })
const pause: Step = { ...step('p', 'arrive'), kind: 'pause', activity: 'break', note: '' }
const leave: Step = { ...step('l', 'arrive'), kind: 'leave', note: '' }

const chains: Record<WorkState, Step[]> = {
  none: [],
  accepted: [step('a', 'accept')],
  travelling: [step('t', 'travel')],
  on_site: [step('s', 'arrive')],
  paused: [step('s', 'arrive'), pause],
  left: [step('s', 'arrive'), leave],
}

test('the bar never offers a technician a step the rules refuse', () => {
  for (const [state, steps] of Object.entries(chains) as [WorkState, Step[]][]) {
    for (const planned of [true, false]) {
      const { next, beside } = movesFor(state, planned)
      for (const move of [next, beside]) {
        assert.ok(move && isStepCommand(move), `${state} offers ${move}`)
        assert.equal(judgeStep(move, visitWith(steps), technician, device), null, `${move} when ${state}`)
      }
    }
  }
})

function visitWith(steps: Step[]): Visit {
  const plan = {
    state: 'dispatched',
    start: at,
    minutes: 60,
    window: null,
    crew: [technician],
    lead: null,
    cancelReason: null,
  } as const
  return { id: 'v', number: 1, origin: 'office', plan: { ...plan, crew: [technician] }, steps, signOffs: [] }
}
