import { mkdir } from 'node:fs/promises'
import pg from 'pg'
import { readConfig } from './platform/config.ts'
import { openDatabase } from './platform/database.ts'
import { serverActor } from './platform/jobs.ts'
import { migrate } from './platform/migrate.ts'
import { openReadyDatabase, type ReadyDatabase } from './platform/ready-database.ts'
import { inTenant, type Tenants } from './platform/tenant.ts'
import { type Difference, rebuildSome } from './work-orders/rebuild.ts'

/** `npm run rebuild`: folds every record anew and puts right the documents and rows that say something else. */
const atOnce = 100
const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)

async function main(): Promise<void> {
  const read = readConfig(process.env)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  await mkdir(read.config.dataDir, { recursive: true })
  const database = await openReadyDatabase(read.config, say)
  try {
    await migrate({ ownerUrl: database.ownerUrl, log: say })
    await rebuildAll(database)
  } finally {
    await database.stop()
  }
}

async function rebuildAll(ready: ReadyDatabase): Promise<void> {
  const database = openDatabase(ready.urls('roundtrip_app'), 2)
  try {
    let streams = 0
    const differences: Difference[] = []
    for (const orgId of await organizations(ready)) {
      const rebuilt = await rebuildOrganization({ database, wake: () => undefined }, orgId)
      streams += rebuilt.streams
      differences.push(...rebuilt.differences)
    }
    for (const { stream, what, count } of differences) say(`${stream}: ${what}, ${count} put right`)
    say(`${streams} records folded, ${differences.length} differences.`)
  } finally {
    await database.close()
  }
}

async function organizations(ready: ReadyDatabase): Promise<string[]> {
  const client = new pg.Client({ connectionString: ready.directUrls('roundtrip_worker') })
  await client.connect()
  try {
    const { rows } = await client.query<{ org_id: string }>('select org_id from gate.organizations() order by org_id')
    return rows.map((row) => row.org_id)
  } finally {
    await client.end()
  }
}

async function rebuildOrganization(
  tenants: Tenants,
  orgId: string,
): Promise<{ streams: number; differences: Difference[] }> {
  const all: { streams: number; differences: Difference[] } = { streams: 0, differences: [] }
  for (let last: Parameters<typeof rebuildSome>[1] = null; ; ) {
    const some = await inTenant(tenants, serverActor(orgId), (tx) => rebuildSome(tx, last, atOnce))
    all.streams += some.streams
    all.differences.push(...some.differences)
    if (some.streams < atOnce) return all
    last = some.last
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
