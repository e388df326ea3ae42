import type { Id } from '../kit/ids.ts'
import type { Refusal } from '../kit/refusal.ts'
import type { Command } from './commands.ts'
import type { StepKind, Visit } from './document.ts'
import { chainOf, stateAfter, workState } from './visits.ts'
import type { WorkState } from './words.ts'

type StepCommand = Extract<StepKind, Command['type']>
export const stepCommands = [
  'accept',
  'travel',
  'arrive',
  'pause',
  'resume',
  'leave',
  'finish',
] as const satisfies readonly StepCommand[]

export function isStepCommand(type: string): type is StepCommand {
  return (stepCommands as readonly string[]).includes(type)
}

/**
 * The one table of which step may follow which, for the same technician on the same visit from the same device.
 * A refusal's code where it may not; what is absent may. Steps may be skipped forward.
 */
const notAfter: Record<StepCommand, Partial<Record<WorkState, string>>> = {
  accept: {
    accepted: 'already_accepted',
    travelling: 'already_travelling',
    on_site: 'already_on_site',
    paused: 'already_on_site',
    left: 'already_left',
  },
  travel: { travelling: 'already_travelling', on_site: 'already_on_site', paused: 'already_on_site' },
  arrive: { on_site: 'already_on_site', paused: 'already_on_site' },
  pause: {
    none: 'not_on_site',
    accepted: 'not_on_site',
    travelling: 'not_on_site',
    paused: 'already_paused',
    left: 'already_left',
  },
  resume: {
    none: 'not_paused',
    accepted: 'not_paused',
    travelling: 'not_paused',
    on_site: 'not_paused',
    left: 'already_left',
  },
  leave: { none: 'nothing_running', accepted: 'nothing_running', left: 'already_left' },
  finish: {},
}

/**
 * Judges a step as its author's device does, before it is captured: by that device's own earlier facts. What other
 * devices and people reported may only permit more, never less, so nothing captured becomes wrong by a later pull.
 */
export function judgeStep(type: StepCommand, visit: Visit, technician: Id, device: Id | null): Refusal | null {
  const chain = chainOf(visit, technician, device)
  if (chain.some((step) => step.kind === 'finish')) return { code: 'already_finished' }
  const own = stateAfter(chain)
  const code = notAfter[type][own]
  if (!code) return null
  const untouched = own === 'none' || own === 'accepted'
  const knownElsewhere = notAfter[type][workState(visit, technician)] === undefined
  return untouched && knownElsewhere && type !== 'accept' ? null : { code }
}
