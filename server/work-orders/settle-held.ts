import { sql } from 'kysely'
import type { Body, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { type Instant, parseInstant } from '#core/kit/time.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applyCommands } from './commands.ts'
import { type Author, envelopeIn, hashOf, type Incoming } from './incoming.ts'
import { existsWorkOrder } from './lookups.ts'
import { presentTaken } from './office.ts'
import { settlements } from './settlements.ts'

type Choice = Body<typeof workOrderApi.settleHeld>
type Answer = Reply<typeof workOrderApi.settleHeld>

type Held = {
  id: Id
  bytes: string
  member: Id | null
  memberName: string | null
  device: Id | null
  technician: Id | null
  settlement: string | null
  settledAt: Instant | null
  /** Something else is known under its id: it can only go on the record under another. */
  isIdTaken: boolean
}

/** By the id of the command; of several contents that came under one id the first that waits. */
async function lockHeld(tx: Tx, command: Id): Promise<Held> {
  const { rows } = await sql<Held>`
    select held.id, held.body as bytes, held.member_id as member, member.name as "memberName", held.device_id as device,
      technician.id as technician, held.settlement, held.settled_at as "settledAt",
      exists (select from app.ledger line where line.org_id = held.org_id and line.command_id = held.command_id
        and (line.body_hash <> held.body_hash or line.outcome <> 'held')) as "isIdTaken"
    from app.held_command held
    left join app.member member on member.org_id = held.org_id and member.id = held.member_id
    left join app.technician technician on technician.org_id = held.org_id and technician.member_id = held.member_id
    where held.org_id = ${tx.orgId} and held.command_id = ${command}
    order by held.settled_at is not null, held.received_at, held.id limit 1
    for update of held`.execute(tx.db)
  const [held] = rows
  if (!held) throw notFound()
  return held
}

/** A person settles what could not be applied: on another work order or visit, or put aside with a reason. */
export async function settleHeld(tx: Tx, command: Id, choice: Choice): Promise<Answer> {
  const held = await lockHeld(tx, command)
  if (held.settledAt !== null) throw refused({ code: 'held_settled_already' })
  if (choice.choice === 'put_aside') {
    await close(tx, held, command, settlements.putAside(choice.reason))
    return { outcome: 'superseded', code: 'put_aside', sentence: null, version: 0, number: null }
  }
  if (!(await existsWorkOrder(tx, choice.workOrder))) throw notFound()
  const again = redirected(held, command, choice.workOrder, choice.visit)
  if (!again) throw refused({ code: 'wrong_shape' })
  const author: Author = {
    app: 'field',
    member: held.member,
    name: held.memberName ?? '',
    device: held.device,
    technician: held.technician,
  }
  const [taken] = await applyCommands(tx, author, [again])
  if (!taken) throw new Error('a command has an outcome')
  // Still not possible: nothing of this try stays, the command keeps its place in the list.
  if (taken.outcome === 'held' || taken.outcome === 'refused') throw refused(taken.refusal ?? { code: 'apply_failed' })
  await close(tx, held, command, settlements.applied(again.id, choice.workOrder))
  return presentTaken(taken)
}

/**
 * The captured command, sent to where a person says it belongs. It keeps its id: its author's phone shows it once, and
 * takes it back or amends it by that, and its photo's bytes come under it.
 */
function redirected(held: Held, command: Id, workOrder: Id, visit: Id | null): Incoming | null {
  const envelope = envelopeIn(held.bytes)
  if (!envelope) return null
  const { type, body, seen, at } = envelope
  const moved =
    visit !== null && typeof body === 'object' && body !== null && 'visit' in body ? { ...body, visit } : body
  const id = held.isIdTaken ? newId() : command
  const stream = { kind: 'work_order' as const, id: workOrder }
  const bytes = JSON.stringify({ ...envelope, id, stream, body: moved })
  return {
    id,
    dseq: null,
    stream,
    type,
    body: moved,
    seen,
    at: parseInstant(at.wall),
    bytes,
    hash: hashOf(bytes),
    wasHeld: !held.isIdTaken,
  }
}

/** What a signed-out phone handed in has no line in the ledger yet: with one, it is not taken again when it comes again. */
async function rememberHeld(tx: Tx, held: Id): Promise<void> {
  await sql`
    insert into app.ledger (org_id, command_id, stream_kind, stream_id, type, member_id, device_id, dseq, body_hash, body, outcome, answer, received_at)
    select org_id, command_id, stream_kind, stream_id, type, member_id, device_id, dseq, body_hash, body, 'held',
      jsonb_build_object('refusal', jsonb_build_object('code', code), 'number', null), received_at
    from app.held_command where org_id = ${tx.orgId} and id = ${held}
    on conflict do nothing`.execute(tx.db)
}

async function close(tx: Tx, held: Held, command: Id, settlement: string): Promise<void> {
  await sql`update app.held_command set settled_at = ${tx.now}, settled_by = ${tx.actor.memberId}, settlement = ${settlement}
    where org_id = ${tx.orgId} and id = ${held.id}`.execute(tx.db)
  await rememberHeld(tx, held.id)
  tx.audit('held_command.settled', 'held_command', command, { settlement })
  tx.touched('held_command', command, 2, 'work_orders.read')
}
