import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, readConfig } from '#server/platform/config.ts'
import { writeDurably } from '#server/platform/durable.ts'
import { migrate } from '#server/platform/migrate.ts'
import { openReadyDatabase } from '#server/platform/ready-database.ts'
import { serverOn, type TestServer } from './server.ts'

/**
 * A contractor's machine: one data folder with a PostgreSQL of its own, its files and its secret, as `npm start` makes
 * it. The server runs in the test's process; `npm start` on the same folder finds everything.
 */
export type House = { server: TestServer; dataDir: string; superuserUrl: string; close: () => Promise<void> }

const secret = 'a secret of this house alone, long enough'

export type HouseSetup = {
  jobs?: boolean
  /** Of the PostgreSQL that comes with it. */
  settings?: Record<string, string>
  /** A PostgreSQL of the contractor's own instead. */
  databaseUrl?: string
  log?: (sentence: string) => void
}

export async function openHouse(
  dataDir: string,
  { jobs, settings, databaseUrl, log }: HouseSetup = {},
): Promise<House> {
  await mkdir(dataDir, { recursive: true })
  await writeDurably(join(dataDir, 'secret'), `${secret}\n`)
  const database = await openReadyDatabase(configOf(dataDir, databaseUrl), log ?? (() => undefined), settings)
  const closing: (() => Promise<unknown>)[] = [database.stop]
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one()
  }
  try {
    await migrate({ ownerUrl: database.ownerUrl, log: () => undefined })
    const server = await serverOn(
      {
        name: 'roundtrip',
        url: database.urls,
        superuserUrl: database.ownerUrl,
        closeFirst: (first) => void closing.push(first),
      },
      { jobs: jobs ?? false, filesFolder: join(dataDir, 'files'), secret, aloneOnDatabase: databaseUrl === undefined },
    )
    return { server, dataDir, superuserUrl: database.ownerUrl, close }
  } catch (error) {
    await close()
    throw error
  }
}

function configOf(dataDir: string, databaseUrl = ''): Config {
  const read = readConfig({ DATA_DIR: dataDir, DEMO: 'off', DATABASE_URL: databaseUrl })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read.config
}
