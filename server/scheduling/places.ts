import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import { type Id, isId } from '#core/kit/ids.ts'
import { daysBetween, formatDate, instantFrom, localDate } from '#core/kit/time.ts'
import type { boardApi } from '#core/scheduling/board-api.ts'
import { dueWindow, pieceOf, planOfBoard } from '#core/scheduling/from-board.ts'
import type { Piece } from '#core/scheduling/place.ts'
import type { Moment } from '#core/scheduling/plan.ts'
import { whoIsThereFirst } from '#core/scheduling/first-there.ts'
import { type Slot, suggest, type Suggestions } from '#core/scheduling/suggest.ts'
import { momentOf } from '#core/scheduling/working-time.ts'
import { dueWords, type Names, namesOn, slotWords, whyNotWords } from '#core/scheduling/words.ts'
import { notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { readBoard } from './board-queries.ts'
import { boardSites } from './board-sites.ts'
import { type FlatWork, presentWork, workColumns } from './board-visits.ts'
import { proposals } from './tray-queries.ts'

type Places = Reply<typeof boardApi.readPlaces>
type Asked = { visit?: Id | undefined; minutes?: number | undefined; days: number }

const minuteOf = (at: Moment) => instantFrom(at * 60_000)

/** The best places for a piece of work in the days ahead, why not the others, and who could be there at once. */
export async function readPlaces(tx: Tx, id: string, { visit, minutes, days }: Asked): Promise<Places> {
  const work = isId(id) ? await workToPlace(tx, id, visit ?? null) : undefined
  if (!work) throw notFound()
  const now = momentOf(tx.now)
  const wanted = { ...work, minutes: minutes ?? work.minutes }
  const { plan, pieceOn, names } = await placesFor(tx, work.site, { from: now, until: now + days * 1440 })
  const piece = pieceOn(wanted)
  return {
    ...presentPlaces(suggest(plan, piece, now, now + days * 1440), piece, names),
    first: whoIsThereFirst(plan, piece, now).map(({ technician, arrives, travel, displaces }) => ({
      technician,
      arrives: minuteOf(arrives),
      travel,
      displaces,
    })),
  }
}

/** Of a due window so many days are looked through; of what was due already, so many ahead. */
const daysOfDue = 28
const daysPastDue = 14

/** The best places for what an obligation proposes: while it is due, and once it was, as soon as there is one. */
export async function readProposedPlaces(tx: Tx, id: string): Promise<Places> {
  const [proposed] = isId(id) ? await proposals(tx, id) : []
  if (!proposed) throw notFound()
  const now = momentOf(tx.now)
  const due = dueWindow(proposed)
  const late = due !== null && due.to <= now
  const from = Math.max(now, due?.from ?? now)
  const until = late || !due ? now + daysPastDue * 1440 : Math.min(due.to, from + daysOfDue * 1440)
  const { plan, pieceOn, names } = await placesFor(tx, proposed.site, { from, until })
  const piece = pieceOn({ ...proposed, visit: null, window: null, due: null })
  return {
    ...presentPlaces(suggest(plan, late ? { ...piece, due: null } : piece, now, until), piece, names),
    first: [],
  }
}

/** Everything a place for work at a site is judged by in a stretch of time. */
async function placesFor(tx: Tx, siteId: Id | null, { from, until }: { from: Moment; until: Moment }) {
  const { zone, locale } = await organizationSpeech(tx)
  const [first, last] = [localDate(minuteOf(from), zone), localDate(minuteOf(until - 1), zone)]
  const board = await readBoard(tx, { from: first, days: daysBetween(first, last) + 1 })
  const range = { from: minuteOf(from), to: minuteOf(until) }
  const site = siteId
    ? (board.sites.find((one) => one.id === siteId) ?? (await boardSites(tx, [siteId], range))[0])
    : undefined
  return {
    plan: planOfBoard({ ...board, technicians: board.technicians.filter((one) => !one.archived) }, tx.now),
    pieceOn: (work: Parameters<typeof pieceOf>[0]) => pieceOf(work, site, null),
    names: namesOn(board, (at) => formatDate(minuteOf(at), zone, locale)),
  }
}

function presentPlaces({ best, others }: Suggestions, piece: Piece, names: Names): Omit<Places, 'first'> {
  return {
    minutes: piece.minutes,
    best: best.map((slot) => presentSlot(slot, piece, names)),
    others: others.map(({ technician, why }) => ({
      technician,
      why: why.map((one) => whyNotWords(one, technician, names)),
    })),
  }
}

function presentSlot(slot: Slot, piece: Piece, names: Names): Places['best'][number] {
  const { technician, mates, start, detour, travelBefore, travelAfter } = slot
  return {
    technician,
    mates: mates.map((mate) => mate.technician),
    start: minuteOf(start),
    minutes: piece.minutes,
    detour,
    travelBefore,
    travelAfter,
    reasons: [...slotWords(slot, names), ...(piece.due ? [dueWords(piece.due, start, names)] : [])],
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
