import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { openFileStore } from '#server/platform/files/store.ts'
import { serverActor } from '#server/platform/jobs.ts'
import { inTenant } from '#server/platform/tenant.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import type { LivePhone, Pressed } from './phone.ts'
import type { Premises } from './premises.ts'

/** What is compared when the dust has settled. */
type OnRecord = {
  ledger: { id: Id; device: Id; dseq: number; outcome: string }[]
  entries: { command: Id }[]
  works: Map<Id, WorkDocument>
  files: { sha256: string; state: string; onDisk: string | null }[]
  feed: { rows: number; last: number }
  differing: string[]
}

/**
 * Every promise about what these phones showed a tick for, after everything is well again and without a new write; says
 * what was not kept. The same promises as the simulation's, for servers that are processes of their own.
 */
export async function brokenPromises(premises: Premises, orgId: Id, phones: readonly LivePhone[]): Promise<string[]> {
  const record = await readRecord(premises, orgId)
  const pressed = phones.flatMap((phone) => phone.pressed)
  const notHandedIn = await Promise.all(
    phones.map(async (phone, n) => ((await phone.isDrained()) ? [] : [`phone ${n} still has something of its own`])),
  )
  return [
    ...onceInTheLedger(pressed, record),
    ...onceInTheDocument(pressed, record),
    ...nothingInvented(phones, record),
    ...withoutGaps(record),
    ...bytesAreThere(pressed, record),
    ...record.differing,
    ...notHandedIn.flat(),
  ]
}

/** S4, S6: one line, one entry. */
function onceInTheLedger(pressed: readonly Pressed[], { ledger, entries }: OnRecord): string[] {
  const lines = Map.groupBy(ledger, (line) => line.id)
  const written = Map.groupBy(entries, (entry) => entry.command)
  return pressed.flatMap(({ id, kind, token }) => {
    const found = lines.get(id) ?? []
    const times = [found.length, written.get(id)?.length ?? 0]
    if (found[0]?.outcome === 'applied' && times.every((count) => count === 1)) return []
    return [`${kind} ${token} is in the ledger and in the record ${times.join(' and ')} times, ${found[0]?.outcome}`]
  })
}

/** S2. */
function onceInTheDocument(pressed: readonly Pressed[], { works }: OnRecord): string[] {
  return pressed.flatMap(({ id, kind, token, workOrder }) => {
    const work = works.get(workOrder)
    const shown = work ? [...work.notes, ...work.parts, ...work.times, ...work.photos] : []
    const own = shown.filter((one) => one.id === id && JSON.stringify(one).includes(token))
    return own.length === 1 ? [] : [`${kind} ${token} is in its document ${own.length} times`]
  })
}

function nothingInvented(phones: readonly LivePhone[], { ledger }: OnRecord): string[] {
  const devices = new Set(phones.map((phone) => phone.device))
  const known = new Set(phones.flatMap((phone) => phone.pressed.map((fact) => fact.id)))
  return ledger
    .filter((line) => devices.has(line.device) && !known.has(line.id))
    .map((line) => `${line.id} came from ${line.device} and nobody pressed it`)
}

/** S7: each phone's own count; S18: the organization's. */
function withoutGaps({ ledger, feed }: OnRecord): string[] {
  const counts = [...Map.groupBy(ledger, (line) => line.device)].flatMap(([device, lines]) => {
    const numbers = lines.map((line) => line.dseq).sort((a, b) => a - b)
    const missing = numbers.findIndex((number, n) => number !== n + 1)
    return missing === -1 ? [] : [`${device}: after ${missing} comes ${numbers[missing]}`]
  })
  return feed.rows === feed.last ? counts : [...counts, `the feed has ${feed.rows} rows and counted to ${feed.last}`]
}

/** S21, S23. */
function bytesAreThere(pressed: readonly Pressed[], { files }: OnRecord): string[] {
  const lies = files
    .filter((file) => file.state === 'stored' && file.onDisk !== file.sha256)
    .map((file) => `${file.sha256} is called stored, and its bytes are ${file.onDisk ?? 'not there'}`)
  const stored = new Set(files.filter((file) => file.state === 'stored').map((file) => file.sha256))
  const awaited = pressed
    .filter(({ photo }) => photo && !stored.has(photo.sha256))
    .map(({ token }) => `the bytes of photo ${token} are not stored`)
  return [...lies, ...awaited]
}

async function readRecord({ database, filesFolder }: Premises, orgId: Id): Promise<OnRecord> {
  const store = openFileStore(filesFolder)
  return inTenant({ database, wake: () => {} }, serverActor(orgId), async ({ db, ...tx }) => {
    const ledger = await sql<OnRecord['ledger'][number]>`
      select command_id as id, device_id as device, dseq, outcome from app.ledger
      where org_id = ${orgId} and device_id is not null`.execute(db)
    const entries = await sql<OnRecord['entries'][number]>`
      select command_id as command from app.entry where org_id = ${orgId} and position = 0`.execute(db)
    const documents = await sql<{ id: Id; work: string }>`
      select stream_id as id, work from app.document where org_id = ${orgId} and stream_kind = 'work_order'`.execute(db)
    const files = await sql<{ sha256: string; state: string }>`
      select sha256, state from app.file where org_id = ${orgId}`.execute(db)
    const feed = await sql<OnRecord['feed']>`
      select (select count(*) from app.feed where org_id = ${orgId})::int as rows,
        (select last from app.feed_counter where org_id = ${orgId}) as last`.execute(db)
    // S8: the document is its entries folded, the rows are the document projected.
    const { differences } = await rebuildSome({ db, ...tx }, null, 10_000)
    const [counted] = feed.rows
    if (!counted) throw new Error('the feed is counted')
    return {
      ledger: ledger.rows,
      entries: entries.rows,
      works: new Map(documents.rows.map(({ id, work }) => [id, JSON.parse(work)])),
      files: await Promise.all(
        files.rows.map(async (file) => ({ ...file, onDisk: await hashOf(store.pathOf(orgId, file.sha256)) })),
      ),
      feed: counted,
      differing: differences.map(({ stream, what, count }) => `${stream}: ${count} ${what} say something else`),
    }
  })
}

async function hashOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null)
  return bytes && createHash('sha256').update(bytes).digest('hex')
}
