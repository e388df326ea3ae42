import type { Id } from '../kit/ids.ts'
import type { Refusal } from '../kit/refusal.ts'
import type { Instant, Zone } from '../kit/time.ts'
import { commandRules } from './command-rules.ts'
import type { Command, CommandBody } from './commands.ts'
import { findFact } from './corrections.ts'
import { judgeIntention } from './decide-intention.ts'
import type { WorkDocument, WorkOrder } from './document.ts'
import { evolve } from './evolve.ts'
import {
  eventTypeOf,
  type FlagParams,
  type Payload,
  payloadOf,
  type RecordedBy,
  type WorkOrderEvent,
} from './events.ts'
import { flagsFor } from './flags.ts'
import { clockParams, saidByOther } from './others-time.ts'
import { isStepCommand, judgeStep } from './judge.ts'
import type { BillingPolicy } from './missing.ts'
import type { ResponseTerms } from './response.ts'
import { earlierQuestion } from './renewed-form.ts'
import { findVisit } from './visits.ts'
import type { Priority } from './words.ts'

/** Everything `decide` needs to know that is not in the document: who, when, and what only the shell can look up. */
export type Context = {
  /**
   * `author`: on the device that captures it, before it is captured; buttons ask the same.
   * `record`: when it is applied, where a fact is never refused.
   */
  judge: 'author' | 'record'
  /** The id of the command, which becomes the id of the fact. */
  id: Id
  /** The work order it is sent to. */
  workOrder: Id
  /** The version of the document its author was looking at. */
  seen: number
  /** The version it will lead to. */
  version: number
  /** The claimed time of the act. */
  at: Instant
  /** The server's time, null before it was handed in. */
  heard: Instant | null
  by: RecordedBy
  /** The technician the author is, if any. */
  technician: Id | null
  /** The number the server gives a new work order. */
  number: string | null
  /** Whether bytes of this hash are already safe. */
  isStored: (sha256: string) => boolean
  policy: BillingPolicy
  /** What is promised for work asked for at a moment at a place; only the server says. */
  promise?: (priority: Priority, requestedAt: Instant, zone: Zone) => ResponseTerms
  /** sha256 of a text in hex, where the shell can compute it at once: the server checks what a signature names. */
  sha256?: (text: string) => string
  /** Technicians without a phone of their own, for whom a mate records; only the server knows. */
  withoutPhone?: (technician: Id) => boolean
  /** Milliseconds the wall clock of the author's device was moved since what it captured before (S12). */
  clockStep?: number | null
}

export type Decision = { events: WorkOrderEvent[]; order: WorkOrder; superseded?: Refusal } | { refusal: Refusal }

/**
 * The events a command leads to, with the document after them, or why it cannot be. Facts are only ever refused to their
 * author; when they are recorded, a refusal means that what they name does not exist, and the shell holds them.
 */
export function decide(order: WorkOrder | null, command: Command, context: Context): Decision {
  if (!order) return command.type === 'raise' ? record(null, command, context) : { refusal: { code: 'not_found' } }
  if (command.type === 'raise') return { refusal: { code: 'already_raised' } }
  const refusal = judge(order, command, context)
  if (refusal) return { refusal }
  const superseded = hasNoEffect(order.work, command, context)
  return superseded ? { events: [], order, superseded } : record(order, command, context)
}

/** Whether a command could be sent now, for buttons: null, or the reason they are disabled with. */
export function whyNot(order: WorkOrder, command: Command, context: Context): Refusal | null {
  const decision = decide(order, command, { ...context, judge: 'author' })
  return 'refusal' in decision ? decision.refusal : (decision.superseded ?? null)
}

function judge(order: WorkOrder, command: Command, context: Context): Refusal | null {
  if (command.type === 'edit_details') return judgeEdit(order, command.body, context)
  if (commandRules[command.type].kind !== 'fact') return judgeIntention(order, command, context.policy)
  return judgeFact(order.work, command, context)
}

function judgeFact(work: WorkDocument, command: Command, context: Context): Refusal | null {
  const body = command.body
  if (command.type === 'open_visit') {
    const taken = findVisit(work, command.body.visit)
    return taken && context.judge === 'author' ? { code: 'visit_exists' } : null
  }
  if ('visit' in body && typeof body.visit === 'string') {
    const visit = findVisit(work, body.visit)
    if (!visit) return { code: 'visit_unknown' }
    if (
      context.judge === 'author' &&
      isStepCommand(command.type) &&
      'technician' in body &&
      typeof body.technician === 'string'
    ) {
      const refusal = judgeStep(command.type, visit, body.technician, context.by.device)
      if (refusal) return refusal
    }
  }
  if (context.judge === 'record') return null
  if (command.type === 'amend' || command.type === 'withdraw') return judgeCorrection(work, command, context)
  if ((command.type === 'record_time' || command.type === 'correct_time') && command.body.to <= command.body.from) {
    return { code: 'time_upside_down' }
  }
  if (command.type === 'finish' && command.body.outcome === 'needs_return' && !command.body.returnReason) {
    return { code: 'return_reason_missing' }
  }
  return null
}

type Correction = Extract<Command, { type: 'amend' | 'withdraw' }>

/** A fact is corrected by its author, the technician it is about, or the office with a reason. */
function judgeCorrection(work: WorkDocument, command: Correction, context: Context): Refusal | null {
  const fact = findFact(work, command.body.fact)
  if (!fact) return { code: 'fact_unknown' }
  if (context.by.source === 'office') return command.body.reason === '' ? { code: 'reason_missing' } : null
  const own =
    fact.by.member === context.by.member || (fact.technician !== null && fact.technician === context.technician)
  return own ? null : { code: 'not_the_author' }
}

/** An edit of the office that would overwrite a colleague's unseen change is refused; the field's edits always stand, flagged. */
function judgeEdit(order: WorkOrder, body: CommandBody<'edit_details'>, context: Context): Refusal | null {
  if (context.by.source !== 'office') return null
  for (const [field, value] of changedMeanwhile(order.work, body, context)) {
    const side = order.work.edited[field]?.side
    if (side === 'office') return { code: 'changed_meanwhile', params: { field, now: shown(value) } }
  }
  return null
}

type Field = keyof WorkDocument['details']

/** Fields of an edit that somebody changed after the author looked, to something else. */
function changedMeanwhile(work: WorkDocument, body: CommandBody<'edit_details'>, context: Context): [Field, unknown][] {
  return (Object.keys(body.changes) as Field[])
    .filter((field) => {
      const edited = work.edited[field]
      if (edited === undefined || edited.version <= context.seen) return false
      // A technician who edits again before the phone has pulled knows their own edit.
      if (edited.side === 'field' && edited.member !== null && edited.member === context.by.member) return false
      return shown(work.details[field]) !== shown(body.changes[field])
    })
    .map((field) => [field, work.details[field]])
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value.slice(0, 500) : JSON.stringify(value).slice(0, 500)
}

/** Facts that found nothing to change: kept in the ledger with this as their outcome. */
function hasNoEffect(work: WorkDocument, command: Command, context: Context): Refusal | null {
  switch (command.type) {
    case 'answer_task':
      return work.tasks.some((task) => task.id === command.body.task) || earlierQuestion(work, command.body.task)
        ? null
        : { code: 'task_unknown' }
    case 'add_task':
      return work.tasks.some((task) => task.id === command.body.task.id) ? { code: 'task_exists' } : null
    case 'open_visit':
      return findVisit(work, command.body.visit) ? { code: 'visit_exists' } : null
    case 'amend':
    case 'withdraw':
      return judgeCorrection(work, command, context)
    case 'correct_time':
      return command.body.to <= command.body.from ? { code: 'time_upside_down' } : null
    case 'record_time':
      return command.body.to <= command.body.from ? { code: 'time_upside_down' } : null
    default:
      return null
  }
}

function record(order: WorkOrder | null, command: Command, context: Context): Decision {
  const { id, version, at, heard, by } = context
  const events: WorkOrderEvent[] = []
  let now = order
  const add = (payload: Payload): WorkOrder => {
    const event = { id, n: events.length, version, at, heard, by, v: 1, ...payload } as WorkOrderEvent
    events.push(event)
    const next = evolve(now, event)
    now = next
    return next
  }
  const payloads = [
    payloadOf(command, extraOf(order, command, context)),
    ...clashesOf(order, command, context),
    ...wrongHashOf(command, context),
    ...clockChangedOf(command, context),
    ...saidByOther(order, command, context),
  ]
  let result = order
  for (const payload of payloads) result = add(payload)
  const fact = events[0]
  if (!result || !fact) throw new Error(`the command ${eventTypeOf(command.type)} led to no entry`)
  for (const payload of flagsFor(order?.work ?? null, result.work, fact)) result = add(payload)
  return { events, order: result }
}

/** A true clash on one field keeps both values: the later arrival shows, the other stands in the flag. */
function clashesOf(order: WorkOrder | null, command: Command, context: Context): Payload[] {
  if (!order || command.type !== 'edit_details') return []
  return changedMeanwhile(order.work, command.body, context).map(([field, was]) => {
    const params: FlagParams = { field, was: shown(was), now: shown(command.body.changes[field]) }
    const flag = `field_changed_by_both:${field}:${context.version}`
    return { type: 'flag_raised', data: { flag, code: 'field_changed_by_both', visit: null, fact: context.id, params } }
  })
}

/** A signature names the hash of what was shown (S24); when the summary that came with it has another, somebody looks. */
function wrongHashOf(command: Command, context: Context): Payload[] {
  if (command.type !== 'sign' && command.type !== 'refuse_sign_off' && command.type !== 'unattended') return []
  const { visit, summary, summaryHash } = command.body
  if (!context.sha256 || context.sha256(summary) === summaryHash) return []
  const flag = `summary_hash_differs:${context.id}`
  return [{ type: 'flag_raised', data: { flag, code: 'summary_hash_differs', visit, fact: context.id, params: {} } }]
}

/** A wall clock that was set while the page lived (S12): nothing is put right by guessing, somebody looks. */
function clockChangedOf(command: Command, { clockStep, id }: Context): Payload[] {
  if (!clockStep) return []
  const params = clockParams(clockStep)
  const visit = 'visit' in command.body && typeof command.body.visit === 'string' ? command.body.visit : null
  const flag = `clock_changed:${id}`
  return [{ type: 'flag_raised', data: { flag, code: 'clock_changed', visit, fact: id, params } }]
}

function extraOf(order: WorkOrder | null, command: Command, context: Context): object {
  switch (command.type) {
    case 'raise': {
      const { details, zone } = command.body
      const response = context.promise?.(details.priority, details.requestedAt, zone)
      return { workOrder: context.workOrder, number: context.number, ...(response ? { response } : {}) }
    }
    case 'edit_details': {
      const response = order ? promisedAnew(order.work, command.body, context) : undefined
      return response ? { response } : {}
    }
    case 'photo':
    case 'file':
      return { stored: context.isStored(command.body.sha256) }
    case 'sign':
      return { stored: context.isStored(command.body.image) }
    default:
      return {}
  }
}

/** Another priority, or another site, has promises of its own. */
function promisedAnew(work: WorkDocument, body: CommandBody<'edit_details'>, context: Context) {
  const now = { ...work.details, ...body.changes }
  if (now.priority === work.details.priority && now.site === work.details.site) return undefined
  return context.promise?.(now.priority, now.requestedAt, body.zone ?? work.zone)
}
