import type { Actor } from '#core/people/abilities.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { type Clock, clockStep } from '#core/sync/clock.ts'
import type { PushOutcome, PushReply, PushRequest } from '#core/sync/api.ts'
import { isConflict, isDatabaseDown } from '#server/platform/database.ts'
import { reached } from '#server/platform/kill-points.ts'
import { HttpProblem } from '#server/platform/problem.ts'
import type { Services } from '#server/platform/services.ts'
import { inTenant, type Tx } from '#server/platform/tenant.ts'
import { applyCommands, holdCommand } from '#server/work-orders/commands.ts'
import { authorOf, type Incoming, incomingFromPhone, type Taken } from '#server/work-orders/incoming.ts'
import { settlements } from '#server/work-orders/settlements.ts'
import { openInTurn } from './in-turn.ts'
import { deviceOf, type LockedDevice, lockDevice, readEpoch, recordPush, settleHeldBack } from './device-queries.ts'

/** Two cores are busy with so many, and two thirds of the connections to the database stay for everybody else. */
const inTurn = openInTurn({ atOnce: 4, longest: 8_000 })

/** Takes what a phone captured, in the order of its own count. */
export async function push(services: Services, actor: Actor, request: PushRequest): Promise<PushReply> {
  const taken = await inTurn(() => takeCaptured(services, actor, request.commands, null, request.epoch))
  reached('push_committed')
  return { nonce: request.nonce, ...taken, outcomes: taken.outcomes.map(presentOutcome) }
}

export type Handed = { epoch: string; now: string; outcomes: Taken[]; isCopied?: boolean }
/** A member of the office who takes the phone's work in, whether or not it was signed out; null: the phone itself. */
export type TakenInBy = Id | null

/**
 * All in one transaction; when that throws, one by one, so that a poison command holds up nothing but itself (S7, S8).
 * `actor` is the phone's, whoever brings its work.
 */
export async function takeCaptured(
  services: Services,
  actor: Actor,
  captured: readonly { id: Id; dseq: number; bytes: string }[],
  by: TakenInBy,
  knows: string | null = null,
): Promise<Handed> {
  const commands = captured.map(incomingFromPhone).sort((a, b) => (a.dseq ?? 0) - (b.dseq ?? 0))
  try {
    return await inTenant(services.tenants, actor, (tx) => handIn(tx, commands, by, knows))
  } catch (error) {
    if (!isPoison(error)) throw error
    services.log.warn('push_redone', { device: actor.deviceId, commands: commands.length })
  }
  let handed: Handed | null = null
  let isCopied = false
  const outcomes: Taken[] = []
  for (const command of commands) {
    handed = await takeAlone(services, actor, command, by)
    outcomes.push(...handed.outcomes)
    isCopied ||= handed.isCopied === true
  }
  if (!handed) throw new Error('a push has commands')
  return { ...handed, outcomes, ...(isCopied ? { isCopied } : {}) }
}

async function takeAlone(services: Services, actor: Actor, command: Incoming, by: TakenInBy): Promise<Handed> {
  try {
    return await inTenant(services.tenants, actor, (tx) => handIn(tx, [command], by))
  } catch (error) {
    if (!isPoison(error)) throw error
    services.log.error('command_held', error, { command: command.id, type: command.type })
  }
  return inTenant(services.tenants, actor, async (tx) => {
    const { device } = deviceOf(tx)
    const [locked, epoch] = await Promise.all([lockDevice(tx, device), readEpoch(tx)])
    const taken = await holdCommand(tx, authorOf(tx, 'field'), command, 'apply_failed')
    await finish(tx, device, locked, [taken], command.clock ?? locked.clock, by)
    return { epoch, now: tx.now, outcomes: [taken] }
  })
}

/**
 * A phone that knows another history of this database (S19) is told of ours before anything of it is taken: then it offers
 * all it had handed in, and the old goes before the new (S7).
 */
async function handIn(
  tx: Tx,
  commands: readonly Incoming[],
  by: TakenInBy,
  knows: string | null = null,
): Promise<Handed> {
  const { device } = deviceOf(tx)
  const [locked, epoch] = await Promise.all([lockDevice(tx, device), readEpoch(tx)])
  reached('push_begun')
  if (knows !== null && knows !== epoch) return { epoch, now: tx.now, outcomes: [] }
  const compared = compareClocks(commands, locked, tx.now)
  const author = { ...authorOf(tx, 'field'), isSignedOut: locked.isSignedOut && by === null }
  const outcomes = await applyCommands(tx, author, compared.commands)
  await finish(tx, device, locked, outcomes, compared.clock, by)
  const handed = { epoch, now: tx.now, outcomes }
  reached('push_written')
  return isNumberTaken(commands, outcomes, locked) ? { ...handed, isCopied: true } : handed
}

/**
 * Something new under a number of this device below which nothing is missing: another phone counts on from a copy of its
 * database. It is taken like everything else (S4), and the phone is told.
 */
function isNumberTaken(commands: readonly Incoming[], outcomes: readonly Taken[], locked: LockedDevice): boolean {
  if (locked.isHeldBack) return false
  const isNew = new Set(outcomes.filter(({ outcome }) => isAppliedNow(outcome)).map(({ id }) => id))
  return commands.some(({ id, dseq }) => dseq !== null && dseq <= locked.lastDseq && isNew.has(id))
}

function isAppliedNow(outcome: Taken['outcome']): boolean {
  return outcome === 'applied' || outcome === 'superseded' || outcome === 'refused'
}

async function finish(
  tx: Tx,
  device: Id,
  locked: LockedDevice,
  outcomes: Taken[],
  clock: Clock | null,
  by: TakenInBy,
): Promise<void> {
  const stored = outcomes.filter((one) => one.outcome !== 'duplicate').length
  await recordPush(tx, device, { lastDseq: locked.lastDseq, clock, stored })
  if (locked.isHeldBack) {
    const waiting = outcomes.filter((one) => one.outcome === 'held').map((one) => one.id)
    const done = outcomes.map((one) => one.id).filter((id) => !waiting.includes(id))
    await settleHeldBack(tx, device, done, { by, settlement: settlements.takenIn })
  }
}

/** Marks where the wall clock was moved since what the device captured before (S12); what was handed in before is not looked at again. */
function compareClocks(
  commands: readonly Incoming[],
  { lastDseq, clock }: { lastDseq: number; clock: Clock | null },
  heard: Instant,
): { commands: Incoming[]; clock: Clock | null } {
  let last = clock
  const marked = commands.map((command) => {
    if (!command.clock || command.dseq === null || command.dseq <= lastDseq) return command
    const step = clockStep(last, command.clock, heard)
    last = command.clock
    return { ...command, clockStep: step }
  })
  return { commands: marked, clock: last }
}

/** A fault of the command, rather than of the way to it: only that may be held. */
function isPoison(error: unknown): boolean {
  return !(error instanceof HttpProblem) && !isDatabaseDown(error) && !isConflict(error)
}

function presentOutcome({ id, outcome, first, refusal, number }: Taken): PushOutcome {
  return {
    id,
    outcome,
    first,
    code: refusal?.code ?? null,
    params: refusal?.params ? { ...refusal.params } : null,
    number,
  }
}
