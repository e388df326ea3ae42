import { sql } from 'kysely'
import type { Span } from '#core/kit/hours.ts'
import type { Id } from '#core/kit/ids.ts'
import { addDays, dayBounds, type LocalDate } from '#core/kit/time.ts'
import type { Board } from '#core/scheduling/board-api.ts'
import { RawJson } from '#server/platform/route.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { boardSites } from './board-sites.ts'
import { boardTechnicians, companyHours } from './board-technicians.ts'
import { boardVisits, type VisitsRead } from './board-visits.ts'
import { boardVisitTexts } from './board-visit-texts.ts'
import { proposals, readTray } from './tray-queries.ts'

export type BoardAsked = {
  from: LocalDate
  days: number
  /** Only what belongs to these; undefined: everything. */
  workOrders?: readonly Id[] | undefined
}

/** Some days of the board in as few statements as there are kinds of things on it. */
export function readBoard(tx: Tx, asked: BoardAsked): Promise<Board> {
  return readWith(tx, asked, boardVisits)
}

/** The same as it goes over the line. */
export async function readBoardText(tx: Tx, asked: BoardAsked): Promise<RawJson> {
  const { visits, ...board } = await readWith(tx, asked, boardVisitTexts)
  return new RawJson(`${JSON.stringify(board).slice(0, -1)},"visits":[${visits.join(',')}]}`)
}

async function readWith<V>(
  tx: Tx,
  { from, days, workOrders }: BoardAsked,
  readVisits: (tx: Tx, range: Span, workOrders: readonly Id[] | undefined) => Promise<VisitsRead<V>>,
): Promise<Omit<Board, 'visits'> & { visits: V[] }> {
  const company = await companyHours(tx)
  const range = { from: dayBounds(from, company.zone).from, to: dayBounds(addDays(from, days - 1), company.zone).to }
  const { visits, sites: visited, crew } = await readVisits(tx, range, workOrders)
  const { tray, total, sites: waiting } = await readTray(tx, workOrders)
  const proposed = workOrders ? [] : await proposals(tx)
  const places = new Set([...visited, ...waiting, ...proposed.map((one) => one.site)])
  return {
    zone: company.zone,
    from,
    days,
    at: tx.now,
    technicians: workOrders ? [] : await boardTechnicians(tx, company, range, crew),
    skills: workOrders ? [] : await named(tx, 'skill'),
    territories: workOrders ? [] : await named(tx, 'territory'),
    sites: await boardSites(tx, [...places], range),
    visits,
    tray: [...tray, ...proposed],
    trayTotal: total + proposed.length,
  }
}

async function named(tx: Tx, table: 'skill' | 'territory'): Promise<{ id: Id; name: string }[]> {
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from ${sql.table(`app.${table}`)} where org_id = ${tx.orgId} order by lower(name), id`.execute(
    tx.db,
  )
  return rows
}
