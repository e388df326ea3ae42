import { sql } from 'kysely'
import * as z from 'zod'
import { zId, zInstant } from '#core/kit/contract.ts'
import { dayBounds, type LocalDate, type Zone } from '#core/kit/time.ts'
import { type RosterEntry, type RosterKind, zRosterFields } from '#core/people/roster-api.ts'
import { pageOf, placeOf } from '#server/platform/pages.ts'
import { archivedIs, isOneOf } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'

const entries = (tx: Tx) => tx.db.selectFrom('app.roster_entry').selectAll().where('org_id', '=', tx.orgId)
type Row = Awaited<ReturnType<ReturnType<typeof entries>['executeTakeFirstOrThrow']>>

const zWords = zRosterFields.pick({ kind: true, reason: true })

function present(row: Row): RosterEntry {
  return {
    id: row.id,
    version: row.version,
    technicianId: row.technician_id,
    ...zWords.parse(row),
    note: row.note,
    from: row.from_at,
    to: row.to_at,
    archivedAt: row.archived_at,
  }
}

export async function loadRosterEntry(tx: Tx, id: string): Promise<RosterEntry | undefined> {
  const row = await entries(tx).where('id', '=', id).executeTakeFirst()
  return row && present(row)
}

type Asked = {
  from?: LocalDate | undefined
  to?: LocalDate | undefined
  technician?: string | undefined
  kind?: RosterKind | undefined
  archived: 'no' | 'only' | 'all'
  cursor?: string | undefined
  limit: number
}

/** In the order they begin; the id parts those that begin together. */
const beginning = z.tuple([zInstant, zId])

export async function listRoster(
  tx: Tx,
  { from, to, technician, kind, archived, cursor, limit }: Asked,
  zone: Zone,
): Promise<{ items: RosterEntry[]; next: string | null }> {
  let matching = entries(tx).where(archivedIs(archived))
  if (from) matching = matching.where('to_at', '>', dayBounds(from, zone).from)
  if (to) matching = matching.where('from_at', '<', dayBounds(to, zone).to)
  if (technician) matching = matching.where('technician_id', '=', technician)
  if (kind) matching = matching.where('kind', '=', kind)
  const place = placeOf(cursor, beginning)
  if (place) matching = matching.where(sql<boolean>`(from_at, id) > (${place[0]}::timestamptz, ${place[1]}::uuid)`)
  const rows = await matching
    .orderBy('from_at')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const { items, next } = pageOf(rows, limit, (row) => [row.from_at, row.id])
  return { items: items.map(present), next }
}

/** Makes entries under the ids their caller chose; gives those that were not there before. */
export async function insertRosterEntries(
  tx: Tx,
  rows: readonly (Pick<RosterEntry, 'id' | 'technicianId' | 'kind' | 'note'> & { from: string; to: string })[],
): Promise<string[]> {
  const made = await tx.db
    .insertInto('app.roster_entry')
    .values(
      rows.map(({ id, technicianId, kind, note, from, to }) => ({
        org_id: tx.orgId,
        id,
        technician_id: technicianId,
        kind,
        note,
        from_at: from,
        to_at: to,
      })),
    )
    .onConflict((conflict) => conflict.columns(['org_id', 'id']).doNothing())
    .returning('id')
    .execute()
  return made.map(({ id }) => id)
}

export async function rosterEntriesOf(tx: Tx, ids: readonly string[]): Promise<RosterEntry[]> {
  const rows = await entries(tx).where(isOneOf('id', ids)).orderBy('from_at').orderBy('id').execute()
  return rows.map(present)
}
