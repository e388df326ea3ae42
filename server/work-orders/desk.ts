import { decideDay, type DayDocument, isDayCommand, parseDayCommand } from '#core/fieldwork/day.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { type StreamKey, streamName } from '#core/sync/envelope.ts'
import { commandRules } from '#core/work-orders/command-rules.ts'
import { type Command, parseCommand } from '#core/work-orders/commands.ts'
import { type Context, decide } from '#core/work-orders/decide.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import type { RecordedBy, WorkOrderEvent } from '#core/work-orders/events.ts'
import type { DayEvent } from '#core/fieldwork/day.ts'
import type { Instant } from '#core/kit/time.ts'
import { notFound } from '#server/platform/problem.ts'
import { type Author, type Incoming, type Taken, hashOf } from './incoming.ts'
import type { Places } from './lookups.ts'
import { claimedAt, prepare, techniciansNamed, unknownTechnician } from './prepare.ts'
import type { FileState, LedgerLine, LedgerOutcome, StoredDocument } from './record-queries.ts'

/** A stream while a batch is applied: as it was read and as it stands. */
export type Stream = {
  key: StreamKey
  readVersion: number
  version: number
  before: { order: WorkOrder | null; day: DayDocument | null }
  order: WorkOrder | null
  day: DayDocument | null
  /** Whether the document's text differs from what was read. */
  changed: boolean
  events: { event: WorkOrderEvent | DayEvent; command: Id }[]
  settled: number
}

/** All that one batch needs, read before; what it leads to, written after. Nothing in here asks the database. */
export type Desk = {
  author: Author
  heard: Instant
  /** What the commands to work orders say, read once. */
  read: ReadonlyMap<Incoming, ReturnType<typeof parseCommand>>
  streams: Map<string, Stream>
  ledger: Map<Id, LedgerLine>
  files: ReadonlyMap<string, FileState>
  places: Places
  /** What is promised of what is raised or moved; undefined where no command asks. */
  promise: Context['promise']
  technicians: ReadonlySet<Id>
  /** Of these, those without a phone of their own, for whom a mate records. */
  withoutPhone: ReadonlySet<Id>
  /** Numbers the device has given, and to which command: each once (S7). */
  numbers: Map<number, Id>
  /** Customers that demand a purchase order number. */
  demanding: ReadonlySet<Id>
  taken: { command: Incoming; taken: Taken; line: LedgerLine | null; hold: Refusal | null }[]
  nextNumber: () => Promise<string>
}

export function streamFrom(key: StreamKey, stored: StoredDocument | undefined): Stream {
  const order: WorkOrder | null =
    stored && key.kind === 'work_order' ? { work: JSON.parse(stored.work), money: JSON.parse(stored.money) } : null
  const day: DayDocument | null = stored && key.kind === 'day' ? JSON.parse(stored.work) : null
  const version = stored?.version ?? 0
  return {
    key,
    readVersion: version,
    version,
    before: { order, day },
    order,
    day,
    changed: false,
    events: [],
    settled: 0,
  }
}

/** Takes one command: replays, applies, refuses or holds it. Throws only what is a fault. */
export async function take(desk: Desk, command: Incoming): Promise<Taken> {
  const known = command.wasHeld ? undefined : desk.ledger.get(command.id)
  if (known) return known.hash === command.hash ? replay(desk, command, known) : quarantine(desk, command)
  if (desk.author.isSignedOut) return holdBack(desk, command)
  const verdict = await judge(desk, command)
  const stream = command.stream ? desk.streams.get(streamName(command.stream)) : undefined
  if (stream) settle(desk, stream, command, verdict)
  return record(desk, command, verdict, stream)
}

/** Same id, same bytes: what it was the first time, word for word. */
function replay(desk: Desk, command: Incoming, known: LedgerLine): Taken {
  const taken: Taken = {
    id: command.id,
    outcome: 'duplicate',
    first: known.outcome,
    refusal: known.answer.refusal,
    number: known.answer.number,
    version: known.version ?? 0,
  }
  const stream = command.stream ? desk.streams.get(streamName(command.stream)) : undefined
  if (stream && command.dseq !== null) stream.settled = Math.max(stream.settled, command.dseq)
  desk.taken.push({ command, taken, line: null, hold: null })
  return taken
}

/** Same id, other bytes: kept aside, never over what is there. */
function quarantine(desk: Desk, command: Incoming): Taken {
  const refusal = { code: 'id_conflict' }
  const taken: Taken = { id: command.id, outcome: 'id_conflict', first: null, refusal, number: null, version: 0 }
  desk.taken.push({ command, taken, line: null, hold: refusal })
  return taken
}

/**
 * From a phone the office signed out: kept, with no line in the ledger, so that it is taken in under its own id when a
 * person says so or the phone is signed in again.
 */
function holdBack(desk: Desk, command: Incoming): Taken {
  const refusal = { code: 'phone_signed_out' }
  const taken: Taken = { id: command.id, outcome: 'held', first: null, refusal, number: null, version: 0 }
  desk.taken.push({ command, taken, line: null, hold: refusal })
  return taken
}

type Verdict = {
  outcome: LedgerOutcome
  refusal: Refusal | null
  apply: ((stream: Stream) => void) | null
  number: string | null
}

const held = (code: string, params?: Refusal['params']): Verdict => ({
  outcome: 'held',
  refusal: { code, ...(params ? { params } : {}) },
  apply: null,
  number: null,
})
const refused = (refusal: Refusal): Verdict => ({ outcome: 'refused', refusal, apply: null, number: null })

async function judge(desk: Desk, command: Incoming): Promise<Verdict> {
  if (!command.stream) return held('wrong_shape')
  if (desk.author.app === 'field' && desk.author.technician === null) return held('actor_without_membership')
  if (command.stream.kind === 'day') return judgeDay(desk, command, command.stream.id)
  if (isDayCommand(command.type)) return held('wrong_shape')
  const parsed = desk.read.get(command) ?? parseCommand(command.type, command.body)
  if ('problems' in parsed) return held('wrong_shape', { path: parsed.problems[0]?.path ?? '' })
  return judgeWorkOrder(desk, command, parsed.command)
}

async function judgeWorkOrder(desk: Desk, incoming: Incoming, sent: Command): Promise<Verdict> {
  const { author } = desk
  const { kind } = commandRules[sent.type]
  if (author.app === 'field' && kind !== 'fact' && sent.type !== 'edit_details') return refused({ code: 'not_allowed' })
  if (techniciansNamed(sent).some((technician) => !desk.technicians.has(technician))) {
    if (author.app === 'office') throw unknownTechnician(sent)
    return held('technician_unknown')
  }
  const key = incoming.stream
  const stream = key && desk.streams.get(streamName(key))
  if (!stream) return held('unknown_target')
  const command = prepare(sent, desk.places, author, stream.order?.work ?? null)
  const number = command.type === 'raise' && !stream.order ? await desk.nextNumber() : null
  const decision = decide(stream.order, command, contextOf(desk, incoming, command, stream, number))
  if ('refusal' in decision) {
    const isOffice = author.app === 'office'
    if (isOffice && decision.refusal.code === 'not_found') throw notFound()
    if (kind !== 'fact' || isOffice) return refused(decision.refusal)
    return decision.refusal.code === 'not_found'
      ? held('unknown_target')
      : held(decision.refusal.code, decision.refusal.params)
  }
  if (decision.superseded) return { outcome: 'superseded', refusal: decision.superseded, apply: null, number: null }
  const apply = (on: Stream): void => {
    on.order = decision.order
    on.changed = true
    for (const event of decision.events) on.events.push({ event, command: incoming.id })
  }
  return { outcome: 'applied', refusal: null, apply, number }
}

function contextOf(desk: Desk, incoming: Incoming, command: Command, stream: Stream, number: string | null): Context {
  const customer = stream.order?.work.details.customer
  return {
    judge: 'record',
    id: incoming.id,
    workOrder: stream.key.id,
    seen: incoming.seen,
    version: stream.version + 1,
    at: claimedAt(command, incoming.at, desk.author, desk.heard),
    heard: desk.heard,
    by: recordedBy(desk.author, command),
    technician: desk.author.technician,
    number,
    isStored: (sha256) => desk.files.get(sha256) === 'stored',
    policy: { purchaseOrderRequired: Boolean(customer && desk.demanding.has(customer)) },
    promise: desk.promise,
    sha256: hashOf,
    withoutPhone: (technician) => desk.withoutPhone.has(technician),
    clockStep: incoming.clockStep ?? null,
  }
}

/** Themselves, a crew mate, the office (always with where it knows it from, for what technicians do), or the server. */
function recordedBy(author: Author, { body }: Command): RecordedBy {
  const { member, name, device } = author
  switch (author.app) {
    case 'field': {
      const whose = 'technician' in body ? body.technician : null
      return { member, name, device, source: whose && whose !== author.technician ? 'crew' : 'self' }
    }
    case 'office':
      return {
        member,
        name,
        device,
        source: 'office',
        ...('behalf' in body && body.behalf ? { behalf: body.behalf } : {}),
      }
    case 'system':
      return { member, name, device, source: 'system' }
  }
}

function judgeDay(desk: Desk, incoming: Incoming, technician: Id): Verdict {
  const { author } = desk
  const parsed = parseDayCommand(incoming.type, incoming.body)
  if ('problems' in parsed) return held('wrong_shape', { path: parsed.problems[0]?.path ?? '' })
  const stream = desk.streams.get(streamName({ kind: 'day', id: technician }))
  if (!stream || !desk.technicians.has(technician)) return held('unknown_target')
  const decision = decideDay(stream.day, parsed.command, {
    judge: 'record',
    id: incoming.id,
    technician,
    version: stream.version + 1,
    at: incoming.at ?? desk.heard,
    heard: desk.heard,
    by: {
      member: author.member,
      name: author.name,
      device: author.device,
      source: author.app === 'office' ? 'office' : technician === author.technician ? 'self' : 'crew',
    },
    withoutPhone: desk.withoutPhone.has(technician),
    clockStep: incoming.clockStep ?? null,
  })
  if ('refusal' in decision && parsed.command.type === 'settle_day_flag') return refused(decision.refusal)
  if ('refusal' in decision) return held(decision.refusal.code, decision.refusal.params)
  const apply = (on: Stream): void => {
    on.day = decision.day
    on.changed = true
    for (const event of decision.events) on.events.push({ event, command: incoming.id })
  }
  return { outcome: 'applied', refusal: null, apply, number: null }
}

/** What a command does to its stream. One of a phone that led to nothing still gives the document a version, so the phone hears that it is settled (S16). */
function settle(desk: Desk, stream: Stream, command: Incoming, verdict: Verdict): void {
  const exists = stream.order !== null || stream.day !== null
  verdict.apply?.(stream)
  if (verdict.apply || (exists && command.dseq !== null)) stream.version += 1
  if (command.dseq !== null && desk.author.device !== null) stream.settled = Math.max(stream.settled, command.dseq)
}

function record(desk: Desk, command: Incoming, verdict: Verdict, stream: Stream | undefined): Taken {
  const { outcome, refusal, number } = verdict
  const version = stream && (stream.order !== null || stream.day !== null) ? stream.version : 0
  const taken: Taken = { id: command.id, outcome, first: null, refusal, number, version }
  const line: LedgerLine = { hash: command.hash, outcome, answer: { refusal, number }, version }
  desk.ledger.set(command.id, line)
  const kept = command.wasHeld ? null : line
  desk.taken.push({ command, taken, line: kept, hold: outcome === 'held' ? refusal : null })
  return taken
}
