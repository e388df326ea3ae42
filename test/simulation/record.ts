import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Json } from '#core/kit/canonical-json.ts'
import type { Id } from '#core/kit/ids.ts'
import { dayBounds, localDate } from '#core/kit/time.ts'
import type { DayDocument } from '#core/fieldwork/day.ts'
import type { MoneyDocument, WorkDocument } from '#core/work-orders/document.ts'
import { readBodies } from '#server/sync/body-queries.ts'
import { readManifest, type Wanted } from '#server/sync/scope-queries.ts'
import { zoneOfTechnician } from '#server/sync/settings-queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import type { Rows } from '../../field/offline/store.ts'

/** Where to look when the dust has settled: the server's database and files, and the phones' disks. */
export type Sources = {
  orgId: Id
  inTenant: <T>(orgId: Id, work: (tx: Tx) => Promise<T>) => Promise<T>
  pathOf: (orgId: Id, sha256: string) => string
  phones: readonly { name: string; rows: Rows; isShown: boolean }[]
}

/** Everything there is to compare when the dust has settled: the server's tables, and the phones' disks. */
export type Settled = {
  ledger: {
    id: Id
    device: Id | null
    member: Id | null
    dseq: number | null
    outcome: string
    stream: string
    times: number
  }[]
  entries: { command: Id; stream: string; type: string; n: number }[]
  held: { command: Id; code: string; times: number }[]
  works: Map<Id, { work: WorkDocument; money: MoneyDocument }>
  days: Map<Id, DayDocument>
  /** Documents and rows that say something else than the record folded. */
  differing: string[]
  feed: { rows: number; last: number }
  files: { sha256: string; state: string; onDisk: string | null }[]
  phones: PhoneAtRest[]
}

/** A phone's disk beside what the server would have it hold. */
export type PhoneAtRest = {
  name: string
  rows: Rows
  /** Whose turn it is: another member's database is not kept up while they are away. */
  isShown: boolean
  wanted: Wanted[]
  /** Bodies by `kind/id`, as the server has them now. */
  bodies: Map<string, Json>
}

export async function readSettled(sources: Sources): Promise<Settled> {
  const { orgId } = sources
  const record = await sources.inTenant(orgId, async (tx) => {
    const ledger = await sql<Settled['ledger'][number]>`
      select command_id as id, device_id as device, member_id as member, dseq, outcome, stream_kind || '/' || stream_id as stream,
        count(*) over (partition by command_id)::int as times
      from app.ledger where org_id = ${orgId}`.execute(tx.db)
    const entries = await sql<Settled['entries'][number]>`
      select command_id as command, stream_kind || '/' || stream_id as stream, event::jsonb ->> 'type' as type, position as n
      from app.entry where org_id = ${orgId} order by stream_kind, stream_id, version, position`.execute(tx.db)
    const held = await sql<Settled['held'][number]>`
      select command_id as command, code, count(*) over (partition by command_id)::int as times
      from app.held_command where org_id = ${orgId}`.execute(tx.db)
    const documents = await sql<{ kind: string; id: Id; work: string; money: string }>`
      select stream_kind as kind, stream_id as id, work, money from app.document where org_id = ${orgId}`.execute(tx.db)
    const files = await sql<{ sha256: string; state: string }>`
      select sha256, state from app.file where org_id = ${orgId}`.execute(tx.db)
    const feed = await sql<Settled['feed']>`
      select (select count(*) from app.feed where org_id = ${orgId})::int as rows,
        (select last from app.feed_counter where org_id = ${orgId})::int as last`.execute(tx.db)
    const [counted] = feed.rows
    if (!counted) throw new Error('the feed is counted')
    const { differences } = await rebuildSome(tx, null, 10_000)
    return {
      ledger: ledger.rows,
      entries: entries.rows,
      held: held.rows,
      documents: documents.rows,
      files: files.rows,
      feed: counted,
      differing: differences.map(
        ({ stream, what, count }) => `${stream}: ${count} ${what} say something else than the record`,
      ),
    }
  })
  const { documents, ...rest } = record
  const ofKind = (kind: string) => documents.filter((document) => document.kind === kind)
  return {
    ...rest,
    works: new Map(
      ofKind('work_order').map(({ id, work, money }) => [id, { work: JSON.parse(work), money: JSON.parse(money) }]),
    ),
    days: new Map(ofKind('day').map(({ id, work }) => [id, JSON.parse(work)])),
    files: await Promise.all(
      record.files.map(async (file) => ({
        ...file,
        onDisk: await hashOnDisk(sources.pathOf(orgId, file.sha256)),
      })),
    ),
    phones: await Promise.all(
      sources.phones.map(async (phone) => ({
        ...phone,
        ...(phone.isShown ? await readScope(sources, phone.rows) : noScope),
      })),
    ),
  }
}

const noScope = { wanted: [], bodies: new Map<string, Json>() }

async function readScope(
  { orgId, inTenant }: Sources,
  { meta }: Rows,
): Promise<Pick<PhoneAtRest, 'wanted' | 'bodies'>> {
  const whose = {
    device: meta.device,
    member: meta.account.memberId,
    technician: meta.account.technicianId,
    prices: false,
  }
  return inTenant(orgId, async (tx) => {
    const zone = await zoneOfTechnician(tx, whose.technician)
    const wanted = await readManifest(tx, whose, dayBounds(localDate(tx.now, zone), zone))
    const texts = await readBodies(tx, wanted, whose)
    return { wanted, bodies: new Map([...texts].map(([key, body]) => [key, JSON.parse(body.text)])) }
  })
}

async function hashOnDisk(path: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
