import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { TrayItem } from '#core/scheduling/board-api.ts'
import type { ReturnReason } from '#core/work-orders/words.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type FlatWork, presentWork, workColumns } from './board-visits.ts'

/** What the tray shows at most; `trayTotal` says how many there are. */
const trayLimit = 500

type TrayRow = FlatWork & {
  visit: Id | null
  windowFrom: Instant | null
  windowTo: Instant | null
  crew: Id[]
  lead: Id | null
  minutes: number
  requestedAt: Instant
  returnReason: ReturnReason | null
  partsWanted: number
  partsWaiting: number
  partsExpected: string | null
}

/** Work that waits for a visit, or for a time of one: what is due first comes first, then by priority. */
export async function readTray(
  tx: Tx,
  workOrders: readonly Id[] | undefined,
): Promise<{ tray: TrayItem[]; total: number; sites: Id[] }> {
  const waiting = sql`work.org_id = ${tx.orgId}
    and (work.status = 'unscheduled' or (work.status = 'scheduled' and work.next_start is null))
    ${workOrders ? sql`and work.id = any (${workOrders}::uuid[])` : sql``}`
  const { rows } = await sql<TrayRow>`
    select ${workColumns}, visit.id as visit, visit.window_start as "windowFrom", visit.window_end as "windowTo",
      visit.lead_technician_id as lead, array(
        select member.technician_id from app.visit_crew member
        where member.org_id = visit.org_id and member.visit_id = visit.id and member.planned
        order by member.technician_id is distinct from visit.lead_technician_id, member.technician_id) as crew,
      coalesce(visit.planned_minutes, job_type.planned_minutes, 60) as minutes,
      work.requested_at as "requestedAt", work.return_reason as "returnReason",
      work.parts_wanted as "partsWanted", work.parts_waiting as "partsWaiting", work.parts_expected::text as "partsExpected"
    from app.work_order work
    left join app.job_type job_type on job_type.org_id = work.org_id and job_type.id = work.job_type_id
    left join app.visit visit on visit.org_id = work.org_id and visit.id = work.next_visit_id
    where ${waiting}
    order by work.priority = 'P1' and not work.due_paused desc, work.due_paused, coalesce(work.due_at, 'infinity'::timestamptz), work.priority, work.requested_at, work.id
    limit ${trayLimit}`.execute(tx.db)
  const total =
    rows.length < trayLimit
      ? rows.length
      : (
          await sql<{ total: number }>`select count(*) as total from app.work_order work where ${waiting}`.execute(
            tx.db,
          )
        ).rows[0]?.total
  return {
    tray: rows.map((row) => {
      const { visit, windowFrom, windowTo, crew, lead, minutes, requestedAt, returnReason } = row
      const { partsWanted, partsWaiting: waiting, partsExpected: expected } = row
      const window = windowFrom && windowTo ? { from: windowFrom, to: windowTo } : null
      return {
        ...presentWork(row),
        kindOf: 'work_order',
        visit,
        window,
        crew,
        lead,
        minutes,
        requestedAt,
        returnReason,
        parts: partsWanted > 0 ? { waiting, expected } : null,
      }
    }),
    total: total ?? rows.length,
    sites: rows.flatMap(({ site }) => site ?? []),
  }
}

type Proposed = Extract<TrayItem, { kindOf: 'proposed' }>

/** What obligations ask for and nobody planned yet, the first due first; or one of them. */
export async function proposals(tx: Tx, id?: Id): Promise<Proposed[]> {
  const { rows } = await sql<
    Omit<Proposed, 'kindOf' | 'skills' | 'crewSize'> & { skills: Id[] | null; crewSize: number | null }
  >`
    select proposed.id, proposed.version, proposed.title, proposed.source, proposed.kind, proposed.priority,
      proposed.site_id as site, site.zone, job_type.skill_ids as skills, job_type.crew_size as "crewSize",
      proposed.minutes, proposed.due_from as "dueFrom", proposed.due_to as "dueTo"
    from app.proposed_visit proposed
    join app.site site on site.org_id = proposed.org_id and site.id = proposed.site_id
    left join app.job_type job_type on job_type.org_id = proposed.org_id and job_type.id = proposed.job_type_id
    where proposed.org_id = ${tx.orgId} and proposed.work_order_id is null and proposed.declined_at is null
      and proposed.archived_at is null ${id === undefined ? sql`` : sql`and proposed.id = ${id}`}
    order by proposed.due_to, proposed.id
    limit ${trayLimit}`.execute(tx.db)
  return rows.map(({ skills, crewSize, ...row }) => ({
    ...row,
    kindOf: 'proposed',
    skills: skills ?? [],
    crewSize: crewSize ?? 1,
  }))
}
