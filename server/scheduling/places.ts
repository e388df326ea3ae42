import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import { type Id, isId } from '#core/kit/ids.ts'
import { formatDate, instantFrom, localDate } from '#core/kit/time.ts'
import type { boardApi } from '#core/scheduling/board-api.ts'
import { pieceOf, planOfBoard } from '#core/scheduling/from-board.ts'
import type { Piece } from '#core/scheduling/place.ts'
import { whoIsThereFirst } from '#core/scheduling/first-there.ts'
import { type Slot, suggest } from '#core/scheduling/suggest.ts'
import { momentOf } from '#core/scheduling/working-time.ts'
import { type Names, namesOn, slotWords, whyNotWords } from '#core/scheduling/words.ts'
import { notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { readBoard } from './board-queries.ts'
import { boardSites } from './board-sites.ts'
import { type FlatWork, presentWork, workColumns } from './board-visits.ts'

type Places = Reply<typeof boardApi.readPlaces>
type Asked = { visit?: Id | undefined; minutes?: number | undefined; days: number }

/** The best places for a piece of work in the days ahead, why not the others, and who could be there at once. */
export async function readPlaces(tx: Tx, id: string, { visit, minutes, days }: Asked): Promise<Places> {
  const work = isId(id) ? await workToPlace(tx, id, visit ?? null) : undefined
  if (!work) throw notFound()
  const { zone, locale } = await organizationSpeech(tx)
  const board = await readBoard(tx, { from: localDate(tx.now, zone), days })
  const site = work.site
    ? (board.sites.find((one) => one.id === work.site) ??
      (await boardSites(tx, [work.site], { from: tx.now, to: instantFrom(Date.parse(tx.now) + days * 86_400_000) }))[0])
    : undefined
  const piece = pieceOf({ ...work, visit: work.visit, minutes: minutes ?? work.minutes }, site, null)
  const plan = planOfBoard({ ...board, technicians: board.technicians.filter((one) => !one.archived) }, tx.now)
  const now = momentOf(tx.now)
  const { best, others } = suggest(plan, piece, now, now + days * 1440)
  const names = namesOn(board, (at) => formatDate(instantFrom(at * 60_000), zone, locale))
  return {
    minutes: piece.minutes,
    best: best.map((slot) => presentSlot(slot, piece, names)),
    others: others.map(({ technician, why }) => ({
      technician,
      why: why.map((one) => whyNotWords(one, technician, names)),
    })),
    first: whoIsThereFirst(plan, piece, now).map(({ technician, arrives, travel, displaces }) => ({
      technician,
      arrives: instantFrom(arrives * 60_000),
      travel,
      displaces,
    })),
  }
}

function presentSlot(slot: Slot, piece: Piece, names: Names): Places['best'][number] {
  const { technician, mates, start, detour, travelBefore, travelAfter } = slot
  return {
    technician,
    mates: mates.map((mate) => mate.technician),
    start: instantFrom(start * 60_000),
    minutes: piece.minutes,
    detour,
    travelBefore,
    travelAfter,
    reasons: slotWords(slot, names),
  }
}

async function organizationSpeech(tx: Tx): Promise<{ zone: string; locale: string }> {
  return tx.db
    .selectFrom('app.organization')
    .select(['zone', 'locale'])
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
}

type WorkRow = FlatWork & { visit: Id | null; minutes: number; windowFrom: string | null; windowTo: string | null }

async function workToPlace(tx: Tx, id: Id, visit: Id | null) {
  const { rows } = await sql<WorkRow>`
    select ${workColumns}, visit.id as visit, visit.window_start as "windowFrom", visit.window_end as "windowTo",
      coalesce(visit.planned_minutes, job_type.planned_minutes, 60) as minutes
    from app.work_order work
    left join app.job_type job_type on job_type.org_id = work.org_id and job_type.id = work.job_type_id
    left join app.visit visit on visit.org_id = work.org_id and visit.work_order_id = work.id
      and visit.id = coalesce(${visit}::uuid, case when work.next_start is null then work.next_visit_id end)
    where work.org_id = ${tx.orgId} and work.id = ${id}`.execute(tx.db)
  const [row] = rows
  if (!row) return undefined
  const { windowFrom, windowTo } = row
  const window = windowFrom && windowTo ? { from: windowFrom, to: windowTo } : null
  return { ...presentWork(row), visit: row.visit, minutes: row.minutes, window }
}
