import { sql } from 'kysely'
import type { Span } from '#core/kit/hours.ts'
import type { Id } from '#core/kit/ids.ts'
import { planned } from '#server/platform/planned.ts'
import type { Tx } from '#server/platform/tenant.ts'
import {
  type Begun,
  byStart,
  crewsAndPhones,
  onPhones,
  readVisits,
  shown,
  type VisitRow,
  type VisitsRead,
  visitAlone,
  visitTables,
} from './board-visits.ts'

/** What was read of a visit's rows, as it goes over the line, and what is needed beside that. */
type Kept = { version: string; text: string; row: Pick<VisitRow, 'id' | 'start' | 'site'> & Begun }

/** By organization and visit, as long as its rows are those it was read from. A process that has none reads them. */
const kept = new Map<string, Kept>()
const mostKept = 20_000

/**
 * The same visits as JSON. Most of a board is what it was a moment ago, and reading its rows and writing them down again was
 * most of the work: a row that did not change is known by the transaction that wrote it.
 */
export async function boardVisitTexts(
  tx: Tx,
  range: Span,
  workOrders: readonly Id[] | undefined,
): Promise<VisitsRead<string>> {
  const where = shown(tx, range, workOrders)
  const versions = await planned(
    tx,
    'anew',
    sql<{ id: Id; version: string }>`
      select visit.id, concat_ws('.', visit.xmin, work.xmin, job_type.xmin) as version
      from ${visitTables} where ${where}`,
  )
  const known = new Map<Id, Kept>()
  const missing: { id: Id; version: string }[] = []
  for (const row of versions) {
    const found = kept.get(`${tx.orgId}/${row.id}`)
    if (found?.version === row.version) known.set(row.id, found)
    else missing.push(row)
  }
  for (const one of await readAnew(tx, missing)) known.set(one.row.id, one)
  const around = await crewsAndPhones(tx, range, workOrders)
  const all = [...known.values()].sort((a, b) => byStart(a.row, b.row))
  return {
    visits: all.map(({ text, row }) => `${text},${JSON.stringify(onPhones(row, around)).slice(1)}`),
    sites: all.flatMap(({ row }) => row.site ?? []),
    crew: around.everybody,
  }
}

async function readAnew(tx: Tx, missing: readonly { id: Id; version: string }[]): Promise<Kept[]> {
  if (missing.length === 0) return []
  const versions = new Map(missing.map(({ id, version }) => [id, version]))
  const rows = await readVisits(
    tx,
    sql`visit.org_id = ${tx.orgId} and visit.id = any (${[...versions.keys()]}::uuid[])`,
  )
  return rows.map((row) => {
    const { id, start, site, setOutAt, arrivedAt, finishedAt, changedAt } = row
    const one: Kept = {
      version: versions.get(id) ?? '',
      text: JSON.stringify(visitAlone(row)).slice(0, -1),
      row: { id, start, site, setOutAt, arrivedAt, finishedAt, changedAt },
    }
    keep(`${tx.orgId}/${id}`, one)
    return one
  })
}

/** The oldest goes first. */
function keep(key: string, one: Kept): void {
  kept.delete(key)
  kept.set(key, one)
  if (kept.size <= mostKept) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}
