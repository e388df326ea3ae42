import { type DayCommand, type DayDocument, decideDay, type DayDecision, parseDayCommand } from '../fieldwork/day.ts'
import type { Id } from '../kit/ids.ts'
import type { Command } from '../work-orders/commands.ts'
import { parseCommand } from '../work-orders/commands.ts'
import { findFact } from '../work-orders/corrections.ts'
import { type Context, decide, type Decision } from '../work-orders/decide.ts'
import type { WorkDocument, WorkOrder } from '../work-orders/document.ts'
import type { RecordedBy } from '../work-orders/events.ts'
import { openMoney } from '../work-orders/evolve-money.ts'
import type { Envelope } from './envelope.ts'

/** Whose phone it is: what every command captured on it says about its author. */
export type Author = { member: Id; name: string; technician: Id; device: Id }

/** A command of this device as it was frozen. */
export type OwnCommand = {
  dseq: number
  envelope: Envelope
  /** Not in the document, whatever that says is settled: a person has to settle it, or the server would not take it. */
  held: boolean
  /** What the reply said a work order made here is called. */
  number?: string | null
}

/** What the server last said, and how far this device's commands are settled in it (S16). */
export type PulledWork = { work: WorkDocument; settled: number }
export type PulledDay = { day: DayDocument; settled: number }

/**
 * What the screen shows: the pulled document with this device's own commands on top that are not settled in it, in the
 * order they were captured. The version stays the pulled one, so that what is captured next says what its author saw.
 */
export function rebase(pulled: PulledWork | null, own: readonly OwnCommand[], author: Author): WorkOrder | null {
  const start = pulled ? asOrder(pulled.work) : null
  return unsettled(own, pulled?.settled ?? 0).reduce((order, command) => layOver(order, command, author), start)
}

export function rebaseDay(pulled: PulledDay | null, own: readonly OwnCommand[], author: Author): DayDocument {
  const start = pulled?.day ?? { id: author.technician, version: 0, entries: [] }
  return unsettled(own, pulled?.settled ?? 0).reduce((day, { envelope }) => {
    const parsed = parseDayCommand(envelope.type, envelope.body)
    if ('problems' in parsed || day.entries.some((entry) => entry.id === envelope.id)) return day
    const decision = judgeDay(day, parsed.command, envelope, author, 'record')
    return 'refusal' in decision ? day : decision.day
  }, start)
}

/** `decide` as the phone asks it, for a command that is being captured or was. */
export function judgeOnPhone(
  order: WorkOrder | null,
  command: Command,
  envelope: Pick<Envelope, 'id' | 'stream' | 'seen' | 'at'>,
  author: Author,
  judge: Context['judge'],
  number: string | null = null,
): Decision {
  return decide(order, command, {
    judge,
    id: envelope.id,
    workOrder: envelope.stream.id,
    seen: envelope.seen,
    version: order?.work.version ?? 0,
    at: actOf(command.body) ?? envelope.at.wall,
    heard: null,
    by: recordedBy(command.body, author),
    technician: author.technician,
    number,
    isStored: () => false,
    policy: { purchaseOrderRequired: false },
  })
}

export function judgeDay(
  day: DayDocument,
  command: DayCommand,
  envelope: Pick<Envelope, 'id' | 'at'>,
  author: Author,
  judge: Context['judge'],
): DayDecision {
  return decideDay(day, command, {
    judge,
    id: envelope.id,
    technician: author.technician,
    version: day.version,
    at: actOf(command.body) ?? envelope.at.wall,
    heard: null,
    by: recordedBy(command.body, author),
  })
}

/** The order as a phone has it: the work is the server's, the money stays in the office. */
export function asOrder(work: WorkDocument): WorkOrder {
  return { work, money: openMoney(work.id, work.version, undefined) }
}

function unsettled(own: readonly OwnCommand[], settled: number): OwnCommand[] {
  return own.filter((command) => command.held || command.dseq > settled).sort((a, b) => a.dseq - b.dseq)
}

function layOver(order: WorkOrder | null, own: OwnCommand, author: Author): WorkOrder | null {
  const { envelope, number = null } = own
  if (order && isOnRecord(order.work, envelope.id)) return order
  const parsed = parseCommand(envelope.type, envelope.body)
  if ('problems' in parsed) return order
  const decision = judgeOnPhone(order, parsed.command, envelope, author, 'record', number)
  return 'refusal' in decision ? order : decision.order
}

/** A held command that a person settled is on the record before its mark moves: it must not show twice. */
function isOnRecord(work: WorkDocument, id: Id): boolean {
  return work.withdrawn.includes(id) || findFact(work, id) !== null
}

function recordedBy(body: object, author: Author): RecordedBy {
  const whose = 'technician' in body && typeof body.technician === 'string' ? body.technician : author.technician
  return {
    member: author.member,
    name: author.name,
    device: author.device,
    source: whose === author.technician ? 'self' : 'crew',
  }
}

function actOf(body: object): string | null {
  return 'at' in body && typeof body.at === 'string' ? body.at : null
}
