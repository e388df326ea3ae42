import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Body, Reply } from '#core/kit/contract.ts'
import { type Id, isId } from '#core/kit/ids.ts'
import { sentence } from '#core/kit/sentences.ts'
import { abilitiesOf, type Actor, type Role } from '#core/people/abilities.ts'
import type { OutboxFile, syncApi } from '#core/sync/api.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import { keepBytes, refusals, storedSize } from '#server/platform/files/receiving.ts'
import { HttpProblem, notFound } from '#server/platform/problem.ts'
import type { Services } from '#server/platform/services.ts'
import { inTenant, type Tx } from '#server/platform/tenant.ts'
import { incomingFromPhone, type Taken } from '#server/work-orders/incoming.ts'
import { settlements } from '#server/work-orders/settlements.ts'
import { hearOfDamaged } from './damaged.ts'
import { settleHeldBack } from './device-queries.ts'
import { takeCaptured } from './push.ts'

/** Commands of one transaction; what a phone hands in at once too. */
const atOnce = 200

type Choice = Body<typeof workOrderApi.settleHeldOfPhone>
type Waiting = { id: Id; dseq: number; bytes: string }

/** What came from a phone after the office signed it out: all of it is taken in under its own ids, or put aside. */
export async function settleHeldOfPhone(
  services: Services,
  member: Actor,
  device: Id,
  choice: Choice,
): Promise<Reply<typeof workOrderApi.settleHeldOfPhone>> {
  const { phone, waiting } = await inTenant(services.tenants, member, async (tx) => {
    const found = isId(device) ? await phoneActor(tx, device) : null
    if (!found) throw notFound()
    const held = await heldBack(tx, device)
    if (choice.choice === 'put_aside') await putAside(tx, device, held, choice.reason)
    if (held.length > 0) tx.audit(`phone.${choice.choice}`, 'device', device, { commands: held.length })
    return { phone: found, waiting: held }
  })
  if (choice.choice === 'put_aside') return { settled: waiting.length, held: 0 }
  const outcomes: Taken[] = []
  for (let from = 0; from < waiting.length; from += atOnce) {
    const some = waiting.slice(from, from + atOnce)
    outcomes.push(...(await takeCaptured(services, phone, some, member.memberId)).outcomes)
  }
  const held = outcomes.filter((one) => one.outcome === 'held').length
  return { settled: outcomes.length - held, held }
}

async function heldBack(tx: Tx, device: Id): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select command_id as id, dseq, body as bytes from app.held_command
    where org_id = ${tx.orgId} and device_id = ${device} and code = 'phone_signed_out' and settled_at is null
    order by dseq for update`.execute(tx.db)
  return rows
}

/** From here on the ledger says that they were held: handed in again they stay put aside. */
async function putAside(tx: Tx, device: Id, held: readonly Waiting[], reason: string): Promise<void> {
  const ids = held.map((one) => one.id)
  await sql`
    insert into app.ledger (org_id, command_id, stream_kind, stream_id, type, member_id, device_id, dseq, body_hash, body, outcome, answer, received_at)
    select org_id, command_id, stream_kind, stream_id, type, member_id, device_id, dseq, body_hash, body, 'held',
      '{"refusal":{"code":"phone_signed_out"},"number":null}', received_at
    from app.held_command
    where org_id = ${tx.orgId} and device_id = ${device} and code = 'phone_signed_out' and settled_at is null
    on conflict do nothing`.execute(tx.db)
  await settleHeldBack(tx, device, ids, { by: tx.actor.memberId, settlement: settlements.putAside(reason) })
}

type PhoneRow = {
  member: Id
  user: string
  name: string
  roles: Role[]
  technician: Id | null
}

/** Whose work a phone of this organization holds; the author of all that is on it. */
async function phoneActor(tx: Tx, device: Id): Promise<Actor | null> {
  const { rows } = await sql<PhoneRow>`
    select member.id as member, member.user_id as user, member.name, member.roles, technician.id as technician
    from app.device device
    join app.member member on member.org_id = device.org_id and member.id = device.member_id
    left join app.technician technician on technician.org_id = member.org_id and technician.member_id = member.id
    where device.org_id = ${tx.orgId} and device.id = ${device}`.execute(tx.db)
  const [row] = rows
  if (!row) return null
  const { member: memberId, user: userId, name, roles, technician: technicianId } = row
  const abilities = abilitiesOf(roles)
  return { orgId: tx.orgId, memberId, userId, name, roles, abilities, technicianId, deviceId: device, app: 'field' }
}

type Imported = Reply<typeof syncApi.importUnsent>

/**
 * The file a phone saved of what was only on it (S26), brought by the office: handed in as that phone's, under its author.
 * What came by itself meanwhile is known by its id; what is damaged in the file is said and left alone.
 */
export async function importUnsent(services: Services, member: Actor, file: OutboxFile): Promise<Imported> {
  const phone = await inTenant(services.tenants, member, async (tx) => {
    const found = await phoneActor(tx, file.device)
    if (found?.memberId === file.member) {
      const files = file.files.length + (file.filesApart ?? 0)
      tx.audit('phone.imported', 'device', file.device, { commands: file.commands.length, files })
      return found
    }
    throw new HttpProblem(422, 'unknown_phone', 'This file comes from a phone that was never signed in here.')
  })
  const commands = await importCommands(services, member, phone, file)
  const files: Imported['files'] = []
  for (const one of file.files) files.push(await importBytes(services, phone, one))
  files.push(...(await hearOfMissing(services, phone, file)))
  return { member: phone.name, commands, files }
}

async function importCommands(
  services: Services,
  member: Actor,
  phone: Actor,
  { commands }: OutboxFile,
): Promise<Imported['commands']> {
  const whole = commands.filter((one) => one.sha256 === hashOf(one.bytes)).sort((a, b) => a.dseq - b.dseq)
  const outcomes = new Map<Id, Taken>()
  for (let from = 0; from < whole.length; from += atOnce) {
    const handed = await takeCaptured(services, phone, whole.slice(from, from + atOnce), member.memberId)
    for (const taken of handed.outcomes) outcomes.set(taken.id, taken)
  }
  return commands.map((command) => {
    const { type, stream } = incomingFromPhone(command)
    const taken = outcomes.get(command.id)
    const about = { id: command.id, type, workOrder: stream?.kind === 'work_order' ? stream.id : null }
    if (!taken) {
      return { ...about, outcome: 'damaged', first: null, code: 'damaged', sentence: sentence('damaged') }
    }
    const { outcome, first, refusal } = taken
    const words = refusal ? sentence(refusal.code, refusal.params) : null
    return { ...about, outcome, first, code: refusal?.code ?? null, sentence: words }
  })
}

async function importBytes(
  services: Services,
  phone: Actor,
  { sha256, base64 }: OutboxFile['files'][number],
): Promise<Imported['files'][number]> {
  const kept = await keepBytes(services, phone, sha256, once(Buffer.from(base64, 'base64')))
  if ('code' in kept) return { sha256, state: 'refused', code: kept.code, sentence: refusals[kept.code] }
  return { sha256, state: 'stored', code: null, sentence: null }
}

/** Photos without bytes: who brings the file is told, and so is whoever waits for them. */
async function hearOfMissing(
  services: Services,
  phone: Actor,
  { device, missing = [] }: OutboxFile,
): Promise<Imported['files']> {
  const hashes = missing.map((one) => one.sha256)
  await inTenant(services.tenants, phone, (tx) => hearOfDamaged(tx, device, hashes))
  const code = 'bytes_missing'
  return Promise.all(
    hashes.map(async (sha256) =>
      (await storedSize(services, phone, sha256)) === null
        ? { sha256, state: 'refused' as const, code, sentence: sentence(code) }
        : { sha256, state: 'stored' as const, code: null, sentence: null },
    ),
  )
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
