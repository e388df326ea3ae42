import { weekdays } from '../kit/hours.ts'
import { defaultPausingReasons, type ResponseTarget } from '../people/response-targets.ts'
import type { Command, CommandBody, CommandType } from './commands.ts'
import { type Context, decide, type Decision } from './decide.ts'
import type { WorkOrder } from './document.ts'
import type { RecordedBy, WorkOrderEvent } from './events.ts'
import { type ResponsePolicy, termsOf } from './response.ts'

/** Builders for tests of the core: they fill in what a test does not say. Pure, like everything here. */
export function idOf(n: number): string {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
}

export const orderId = idOf(0xa0)
export const luis = idOf(0xb1)
export const tara = idOf(0xb2)
export const luisMember = idOf(0xc1)
export const taraMember = idOf(0xc2)
export const annaMember = idOf(0xc9)
export const phoneA = idOf(0xd1)
export const phoneB = idOf(0xd2)
export const berlin = 'Europe/Berlin'

export const office: RecordedBy = { member: annaMember, name: 'Anna', device: null, source: 'office' }
export const byLuis: RecordedBy = { member: luisMember, name: 'Luis', device: phoneA, source: 'self' }
export const byTara: RecordedBy = { member: taraMember, name: 'Tara', device: phoneB, source: 'self' }

export const noRequirements = { signOff: false, photosBefore: 0, photosAfter: 0 }

/** A policy that promises the same of every priority, in working hours from Monday to Friday, 07:00 to 17:00. */
export function promising(target: Partial<ResponseTarget>, changes: Partial<ResponsePolicy> = {}): ResponsePolicy {
  const one: ResponseTarget = { calendar: 'working_hours', acknowledge: null, arrive: null, resolve: null, ...target }
  return {
    targets: { P1: one, P2: one, P3: one, P4: one },
    pauses: defaultPausingReasons,
    workingHours: weekdays({ from: '07:00', to: '17:00' }),
    holidays: [],
    ...changes,
  }
}

export function raiseBody(changes: Partial<CommandBody<'raise'>> = {}): CommandBody<'raise'> {
  return {
    details: {
      customer: idOf(0xe1),
      site: idOf(0xe2),
      assets: [],
      contact: null,
      kind: 'reactive',
      priority: 'P3',
      title: 'Boiler loses pressure',
      description: '',
      jobType: null,
      requestedAt: '2026-10-24T06:00:00.000Z',
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: null,
    zone: berlin,
    tasks: [],
    requires: noRequirements,
    provisional: null,
    origin: 'office',
    at: '2026-10-24T06:00:00.000Z',
    ...changes,
  }
}

/** A record that commands are sent to one after the other, as the server applies them. */
export class Recorder {
  order: WorkOrder | null = null
  events: WorkOrderEvent[] = []
  #next = 0x1000
  readonly #promise: Context['promise']

  /** With a policy it promises what the organization would. */
  constructor(policy?: ResponsePolicy) {
    this.#promise = policy && ((priority, requestedAt, zone) => termsOf(policy, priority, requestedAt, zone))
  }

  context(by: RecordedBy, changes: Partial<Context> = {}): Context {
    const version = (this.order?.work.version ?? 0) + 1
    return {
      judge: 'record',
      id: idOf(this.#next++),
      workOrder: orderId,
      seen: version - 1,
      version,
      at: '2026-10-24T06:00:00.000Z',
      heard: '2026-10-24T06:00:00.000Z',
      by,
      technician: by.member === luisMember ? luis : by.member === taraMember ? tara : null,
      number: 'WO-1',
      isStored: () => false,
      policy: { purchaseOrderRequired: false },
      ...(this.#promise ? { promise: this.#promise } : {}),
      ...changes,
    }
  }

  /** Sends a command that may be refused. */
  attempt(command: Command, by: RecordedBy = office, changes: Partial<Context> = {}): Decision {
    const decision = decide(this.order, command, this.context(by, changes))
    if ('events' in decision) {
      this.order = decision.order
      this.events.push(...decision.events)
    }
    return decision
  }

  try<T extends CommandType>(
    type: T,
    body: CommandBody<T>,
    by: RecordedBy = office,
    changes: Partial<Context> = {},
  ): Decision {
    return this.attempt({ type, body } as Command, by, changes)
  }

  /** Sends a command that must be applied; gives the id of its fact. */
  send<T extends CommandType>(
    type: T,
    body: CommandBody<T>,
    by: RecordedBy = office,
    changes: Partial<Context> = {},
  ): string {
    const id = changes.id ?? idOf(this.#next++)
    const decision = this.try(type, body, by, { ...changes, id })
    if ('refusal' in decision) throw new Error(`${type} was refused: ${decision.refusal.code}`)
    return id
  }

  get work() {
    if (!this.order) throw new Error('nothing was raised')
    return this.order.work
  }

  get onlyVisit() {
    const [visit] = this.work.visits
    if (!visit) throw new Error('nothing was planned')
    return visit
  }

  get openFlags(): string[] {
    return this.work.flags.filter((flag) => !flag.settled).map((flag) => flag.code)
  }
}

export function raised(changes: Partial<CommandBody<'raise'>> = {}, policy?: ResponsePolicy): Recorder {
  const recorder = new Recorder(policy)
  recorder.send('raise', raiseBody(changes))
  return recorder
}

/** A record with a visit planned and dispatched to a crew. */
export function dispatched(crew: string[] = [luis], visit: string = idOf(0xf1), policy?: ResponsePolicy): Recorder {
  const recorder = raised({}, policy)
  planAndDispatch(recorder, visit, crew)
  return recorder
}

export function planAndDispatch(recorder: Recorder, visit: string, crew: string[]): void {
  recorder.send('plan_visit', {
    visit,
    start: '2026-10-24T06:00:00.000Z',
    minutes: 60,
    window: null,
    crew,
    lead: crew[0] ?? null,
  })
  recorder.send('dispatch_visit', { visit })
}

export function finishBody(
  visit: string,
  technician: string,
  at: string,
  changes: Partial<CommandBody<'finish'>> = {},
): CommandBody<'finish'> {
  return { visit, technician, at, outcome: 'done', returnReason: null, note: '', missing: [], evidence: [], ...changes }
}
