import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot, run } from '../prepare/run.js'

const places = ['core', 'server', 'ui', 'office', 'field', 'test']
/** Many of them wait: for a disk, for a process that starts, for a time limit. */
const filesAtOnce = 3
const oneTest = 120_000
/** Against a run that hangs. */
const allTests = 20 * 60_000

/** Rules, server, walks and simulation: everything node:test runs, on one real PostgreSQL. */
export async function checkUnits(files) {
  const { sharedPostgres } = await import(inRoot('test', 'support', 'postgres.ts'))
  const { compiledOnce } = await import(inRoot('test', 'support', 'places.ts'))
  const postgres = await sharedPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-check-'))
  try {
    const counts = join(folder, 'counts.json')
    const options = ['--test', `--test-concurrency=${filesAtOnce}`, `--test-timeout=${oneTest}`]
    const shown = ['--test-reporter=spec', '--test-reporter-destination=stdout']
    const counted = [
      `--test-reporter=${inRoot('scripts', 'checks', 'count.js')}`,
      `--test-reporter-destination=${counts}`,
    ]
    const patterns = files.length > 0 ? files.map(testsBelow) : places.map(testsBelow)
    const args = [...options, ...shown, ...counted, ...patterns]
    const code = await run(process.execPath, args, { env: { ...postgres.env, ...compiledOnce }, timeout: allTests })
    return withCode(JSON.parse(await readFile(counts, 'utf8')), code)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const testsBelow = (path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`)

/** A runner that failed in spite of what it counted failed all the same. */
function withCode({ passed, failed }, code) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}
