import { rm } from 'node:fs/promises'
import { socketUrl } from '#server/platform/postgres/session.ts'
import { startPostgres } from '#server/platform/postgres/start.ts'
import { quickFolder } from './places.ts'

/** Where the test run says its PostgreSQL is, so that all test files share one. */
const sharedVariable = 'ROUNDTRIP_TEST_POSTGRES'

export type TestPostgres = { url: (user: string, database: string) => string; stop: () => Promise<void> }

/** The test run's PostgreSQL, or one of our own when a single file is run by hand. */
export async function testPostgres(): Promise<TestPostgres> {
  const socketDir = process.env[sharedVariable]
  if (socketDir === undefined) return ownPostgres()
  return { url: (user, database) => socketUrl(socketDir, user, database), stop: async () => undefined }
}

/** Starts one PostgreSQL for a whole run; `env` hands it to the test files. */
export async function sharedPostgres(): Promise<{ env: Record<string, string>; stop: () => Promise<void> }> {
  const { socketDir, stop } = await ownPostgres()
  return { env: { [sharedVariable]: socketDir }, stop }
}

async function ownPostgres() {
  const dataDir = await quickFolder('test')
  const postgres = await startPostgres({
    dataDir,
    log: (sentence) => process.stderr.write(`${sentence}\n`),
    // What a test run writes need not outlive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  return {
    ...postgres,
    stop: async () => {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
