import type { Actor } from '#core/people/abilities.ts'
import type { Instant } from '#core/kit/time.ts'
import { type Clock, clockStep } from '#core/sync/clock.ts'
import type { PushOutcome, PushReply, PushRequest } from '#core/sync/api.ts'
import { isConflict, isDatabaseDown } from '#server/platform/database.ts'
import { HttpProblem } from '#server/platform/problem.ts'
import type { Services } from '#server/platform/services.ts'
import { inTenant, type Tx } from '#server/platform/tenant.ts'
import { applyCommands, holdCommand } from '#server/work-orders/commands.ts'
import { authorOf, type Incoming, incomingFromPhone, type Taken } from '#server/work-orders/incoming.ts'
import { deviceOf, lockDevice, readEpoch, recordPush } from './device-queries.ts'

/**
 * Takes what a phone captured, in the order of its own count. All in one transaction; when that throws, one by one, so
 * that a poison command holds up nothing but itself (S7, S8).
 */
export async function push(services: Services, actor: Actor, request: PushRequest): Promise<PushReply> {
  const commands = request.commands.map(incomingFromPhone).sort((a, b) => (a.dseq ?? 0) - (b.dseq ?? 0))
  const taken = await takeTogether(services, actor, commands)
  return { nonce: request.nonce, ...taken, outcomes: taken.outcomes.map(presentOutcome) }
}

type Handed = { epoch: string; now: string; outcomes: Taken[] }

async function takeTogether(services: Services, actor: Actor, commands: readonly Incoming[]): Promise<Handed> {
  try {
    return await inTenant(services.tenants, actor, (tx) => handIn(tx, commands))
  } catch (error) {
    if (!isPoison(error)) throw error
    services.log.warn('push_redone', { device: actor.deviceId, commands: commands.length })
  }
  let handed: Handed | null = null
  const outcomes: Taken[] = []
  for (const command of commands) {
    handed = await takeAlone(services, actor, command)
    outcomes.push(...handed.outcomes)
  }
  if (!handed) throw new Error('a push has commands')
  return { ...handed, outcomes }
}

async function takeAlone(services: Services, actor: Actor, command: Incoming): Promise<Handed> {
  try {
    return await inTenant(services.tenants, actor, (tx) => handIn(tx, [command]))
  } catch (error) {
    if (!isPoison(error)) throw error
    services.log.error('command_held', error, { command: command.id, type: command.type })
  }
  return inTenant(services.tenants, actor, async (tx) => {
    const { device } = deviceOf(tx)
    const { lastDseq, clock } = await lockDevice(tx, device)
    const taken = await holdCommand(tx, authorOf(tx, 'field'), command, 'apply_failed')
    await recordPush(tx, device, lastDseq, command.clock ?? clock)
    return { epoch: await readEpoch(tx), now: tx.now, outcomes: [taken] }
  })
}

async function handIn(tx: Tx, commands: readonly Incoming[]): Promise<Handed> {
  const { device } = deviceOf(tx)
  const { lastDseq, clock } = await lockDevice(tx, device)
  const compared = compareClocks(commands, { lastDseq, clock }, tx.now)
  const outcomes = await applyCommands(tx, authorOf(tx, 'field'), compared.commands)
  await recordPush(tx, device, lastDseq, compared.clock)
  return { epoch: await readEpoch(tx), now: tx.now, outcomes }
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
