import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { addDays, dayBounds, type LocalDate } from '#core/kit/time.ts'
import type { Board } from '#core/scheduling/board-api.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { boardSites } from './board-sites.ts'
import { boardTechnicians, companyHours } from './board-technicians.ts'
import { boardVisits } from './board-visits.ts'
import { proposals, readTray } from './tray-queries.ts'

export type BoardAsked = {
  from: LocalDate
  days: number
  /** Only what belongs to these; undefined: everything. */
  workOrders?: readonly Id[] | undefined
}

/** Some days of the board in as few statements as there are kinds of things on it. */
export async function readBoard(tx: Tx, { from, days, workOrders }: BoardAsked): Promise<Board> {
  const company = await companyHours(tx)
  const range = { from: dayBounds(from, company.zone).from, to: dayBounds(addDays(from, days - 1), company.zone).to }
  const { visits, sites: visited } = await boardVisits(tx, range, workOrders)
  const { tray, total, sites: waiting } = await readTray(tx, workOrders)
  const proposed = workOrders ? [] : await proposals(tx)
  const places = new Set([...visited, ...waiting, ...proposed.map((one) => one.site)])
  const seen = new Set(visits.flatMap(({ crew }) => crew))
  return {
    zone: company.zone,
    from,
    days,
    at: tx.now,
    technicians: workOrders ? [] : await boardTechnicians(tx, company, range, [...seen]),
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
