import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { sentence, type SentenceParams } from '#core/kit/sentences.ts'
import { dayBounds, type Instant, localDate } from '#core/kit/time.ts'
import type { DayFlagRow, FlagRow, HeldRow, workOrderApi } from '#core/work-orders/api.ts'
import { word } from '#core/work-orders/labels.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { organizationZone } from '#server/scheduling/queries.ts'
import { readLostWork } from './lost-work.ts'
import { readPhonesToMind } from './today-queries.ts'

const most = 500

/** Flags, held commands, phones and lost work that wait for a person, the longest first. */
export async function attention(tx: Tx): Promise<Reply<typeof workOrderApi.readAttention>> {
  const zone = await organizationZone(tx)
  const today = dayBounds(localDate(tx.now, zone), zone)
  return {
    flags: await openFlags(tx),
    dayFlags: await openDayFlags(tx),
    held: await heldCommands(tx),
    phones: await readPhonesToMind(tx, today.from),
    lostWork: await readLostWork(tx),
  }
}

async function openDayFlags(tx: Tx): Promise<DayFlagRow[]> {
  const { rows } = await sql<Omit<DayFlagRow, 'sentence'> & { params: string }>`
    select flag.technician_id as technician, technician.name as "technicianName", flag.flag, flag.code, flag.params,
      flag.raised_at as "raisedAt"
    from app.day_flag flag
    join app.technician technician on technician.org_id = flag.org_id and technician.id = flag.technician_id
    where flag.org_id = ${tx.orgId} and flag.settled_at is null
    order by flag.raised_at, flag.technician_id, flag.flag limit ${most}`.execute(tx.db)
  return rows.map(({ params, ...flag }) => ({
    ...flag,
    sentence: flagSentence(flag.code, params, flag.technicianName),
  }))
}

type FlatFlag = Omit<FlagRow, 'sentence'> & { params: string; technicianName: string | null }

async function openFlags(tx: Tx): Promise<FlagRow[]> {
  const { rows } = await sql<FlatFlag>`
    select flag.work_order_id as "workOrder", coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number,
      work.title, coalesce(customer.name, work.reported) as customer, flag.flag, flag.code, flag.params,
      flag.visit_id as visit, flag.raised_at as "raisedAt", technician.name as "technicianName"
    from app.flag flag
    join app.work_order work on work.org_id = flag.org_id and work.id = flag.work_order_id
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.technician technician on technician.org_id = flag.org_id and technician.id::text = flag.params::json ->> 'technician'
    where flag.org_id = ${tx.orgId} and flag.settled_at is null
    order by flag.raised_at, flag.work_order_id, flag.flag limit ${most}`.execute(tx.db)
  return rows.map(({ params, technicianName, ...flag }) => ({
    ...flag,
    sentence: flagSentence(flag.code, params, technicianName),
  }))
}

function flagSentence(code: string, text: string, technician: string | null): string {
  const params: SentenceParams = JSON.parse(text)
  const worded = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      spoken.has(name) && typeof value === 'string' ? word(value) : value,
    ]),
  )
  return sentence(code, { ...worded, ...(technician ? { technician } : {}) })
}

/** Parameters that are words of the product, not what somebody typed. */
const spoken = new Set(['shown', 'other', 'field', 'entry'])

type FlatHeld = {
  command: Id
  workOrder: Id
  number: string | null
  type: string
  code: string
  params: SentenceParams
  member: string | null
  device: Id | null
  receivedAt: Instant
  body: string
}

async function heldCommands(tx: Tx): Promise<HeldRow[]> {
  const { rows } = await sql<FlatHeld>`
    select held.command_id as command, held.stream_id as "workOrder",
      coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number,
      held.type, held.code, held.params, member.name as member, held.device_id as device, held.received_at as "receivedAt", held.body
    from app.held_command held
    left join app.work_order work on work.org_id = held.org_id and work.id = held.stream_id
    left join app.member member on member.org_id = held.org_id and member.id = held.member_id
    where held.org_id = ${tx.orgId} and held.settled_at is null
    order by held.received_at, held.device_id, held.dseq, held.id limit ${most}`.execute(tx.db)
  return rows.map(({ command, workOrder, number, type, code, params, member, device, receivedAt, body }) => ({
    command,
    workOrder,
    number,
    type,
    code,
    sentence: sentence(code, params),
    member: member ?? '',
    device,
    receivedAt,
    body: readable(body),
  }))
}

/** The command as it was captured; text that is not JSON is shown as it is. */
function readable(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
