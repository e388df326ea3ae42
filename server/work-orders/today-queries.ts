import { type RawBuilder, sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { dayBounds, type Instant, localDate } from '#core/kit/time.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { organizationZone, visitsBetween } from '#server/scheduling/queries.ts'
import { targetIs } from './list-queries.ts'
import { readReviewRows } from './review-queries.ts'
import { readRows } from './row-queries.ts'

type Today = Reply<typeof workOrderApi.readToday>
type Phones = Today['phones']

/** How many of each are shown; the count says how many there are. */
const shown = 8

/** The day as it stands: what needs somebody now. */
export async function readToday(tx: Tx): Promise<Today> {
  const zone = await organizationZone(tx)
  const date = localDate(tx.now, zone)
  const day = dayBounds(date, zone)
  return {
    date,
    zone,
    unassigned: await rowsWhere(tx, sql`work.status = 'unscheduled'`),
    atRisk: await rowsWhere(tx, targetIs(tx, 'at_risk')),
    technicians: await technicianDays(tx, day),
    toReview: await toReview(tx),
    phones: await readPhones(tx, day.from),
  }
}

async function rowsWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Today['unassigned']> {
  const { rows } = await sql<{ id: Id }>`
    select work.id from app.work_order work where work.org_id = ${tx.orgId} and ${condition}
    order by work.priority, coalesce(work.due_at, 'infinity'::timestamptz), work.id limit 1000`.execute(tx.db)
  const ids = rows.map((row) => row.id)
  return { count: ids.length, items: await readRows(tx, ids.slice(0, shown)) }
}

async function toReview(tx: Tx): Promise<Today['toReview']> {
  const { rows } = await sql<{ id: Id }>`
    select id from app.work_order work where org_id = ${tx.orgId} and status = 'work_complete'
    order by finished_at, id limit 1000`.execute(tx.db)
  const ids = rows.map((row) => row.id)
  return { count: ids.length, items: await readReviewRows(tx, ids.slice(0, shown)) }
}

async function technicianDays(tx: Tx, day: { from: Instant; to: Instant }): Promise<Today['technicians']> {
  const visits = await visitsBetween(tx, day.from, day.to)
  const { rows } = await sql<Pick<Today['technicians'][number], 'id' | 'name' | 'colour' | 'lastSyncAt'>>`
    select technician.id, technician.name, technician.colour, (
      select max(device.last_pull_at) from app.device device
      where device.org_id = technician.org_id and device.member_id = technician.member_id and device.revoked_at is null) as "lastSyncAt"
    from app.technician technician
    where technician.org_id = ${tx.orgId} and technician.archived_at is null
    order by technician.name, technician.id`.execute(tx.db)
  return rows.map((technician) => ({
    ...technician,
    visits: visits
      .filter((visit) => visit.crew.some((member) => member.id === technician.id))
      .map(
        ({
          id,
          number,
          status,
          start,
          minutes,
          window,
          crew,
          lead,
          workOrder,
          workOrderNumber,
          title,
          site,
          zone,
        }) => ({
          id,
          number,
          status,
          start,
          minutes,
          window,
          crew,
          lead,
          workOrder,
          workOrderNumber,
          title,
          site,
          zone,
        }),
      ),
  }))
}

/** Phones of active technicians that have not synced since a moment. */
export async function readPhones(tx: Tx, since: Instant): Promise<Phones> {
  return phonesWhere(tx, isSilentSince(since))
}

/** The same, and every phone with work that is only on it, whoever was signed out or left. */
export async function readPhonesToMind(tx: Tx, since: Instant): Promise<Phones> {
  return phonesWhere(tx, sql`(device.unsent_commands + device.unsent_files > 0 or (${isSilentSince(since)}))`)
}

const isSilentSince = (since: Instant) => sql`device.revoked_at is null and member.disabled_at is null
  and technician.archived_at is null and (device.last_pull_at is null or device.last_pull_at < ${since}::timestamptz)`

async function phonesWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<Phones> {
  const { rows } = await sql<Phones[number]>`
    select device.id as device, device.name, member.name as member, technician.id as technician,
      device.last_pull_at as "lastSyncAt", device.unsent_commands as "unsentCommands", device.unsent_files as "unsentFiles",
      case when device.unsent_commands + device.unsent_files > 0 then device.unsent_since end as "unsentSince",
      device.free_bytes as "freeBytes", device.revoked_at as "signedOutAt"
    from app.device device
    join app.member member on member.org_id = device.org_id and member.id = device.member_id
    join app.technician technician on technician.org_id = member.org_id and technician.member_id = member.id
    where device.org_id = ${tx.orgId} and ${condition}
    order by device.last_pull_at nulls first, device.id limit 200`.execute(tx.db)
  return rows
}
