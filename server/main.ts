import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import { demo, slices } from './app.ts'
import { type Config, readConfig } from './platform/config.ts'
import { writeDurably } from './platform/durable.ts'
import { jsonLog } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { openReadyDatabase, type ReadyDatabase } from './platform/ready-database.ts'
import { ensurePortIsFree } from './platform/listen.ts'
import { type RunningServer, startServer } from './platform/server.ts'
import { makeSetupLink } from './platform/sign-in/setup-link.ts'
import { refreshStatistics } from './platform/statistics.ts'

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)

async function main(): Promise<void> {
  const read = readConfig(process.env)
  if ('problems' in read) {
    for (const sentence of read.problems) process.stderr.write(`${sentence}\n`)
    process.exitCode = 1
    return
  }
  const { config } = read
  // Until there is something to close in order: leaving takes the database with it.
  const leave = () => process.exit(130)
  process.on('SIGINT', leave).on('SIGTERM', leave)
  await ensurePortIsFree(config)
  await mkdir(config.dataDir, { recursive: true })
  const database = await openReadyDatabase(config, say)
  try {
    await migrate({ ownerUrl: database.ownerUrl, log: say })
    const server = await start(config, database)
    await welcome(config, server, () => refreshStatistics(database.ownerUrl))
    process.off('SIGINT', leave).off('SIGTERM', leave)
    stopOnSignal(server, database)
  } catch (error) {
    await database.stop()
    throw error
  }
}

async function start(config: Config, database: ReadyDatabase): Promise<RunningServer> {
  return startServer({
    slices,
    urls: database.urls,
    directUrls: database.directUrls,
    filesFolder: join(config.dataDir, 'files'),
    webFolder: join(import.meta.dirname, '../dist'),
    keptWebFolder: join(config.dataDir, 'web'),
    push: { keysFile: join(config.dataDir, 'push-keys.json') },
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    tls: config.tls,
    trustProxy: config.trustProxy,
    secret: await keptSecret(config.dataDir, 'secret'),
    version: manifest.version,
    log: jsonLog(config.logLevel, say),
    runJobs: true,
    aloneOnDatabase: config.database.kind !== 'external',
    checkReplies: false,
  })
}

/** Made at the first start, kept readable by us alone. */
async function keptSecret(dataDir: string, name: string, wanted?: string): Promise<string> {
  const path = join(dataDir, name)
  if (wanted === undefined) {
    try {
      const kept = (await readFile(path, 'utf8')).trim()
      if (kept !== '') return kept
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  const made = wanted ?? randomBytes(18).toString('base64url')
  await writeDurably(path, `${made}\n`)
  return made
}

async function welcome(config: Config, server: RunningServer, afterSeeding: () => Promise<void>): Promise<void> {
  const empty = await server.services.signIn.isEmpty()
  const lines = [`Office     ${config.publicUrl}/`, `Field app  ${config.publicUrl}/field/`]
  if (config.demo) {
    const password = await keptSecret(config.dataDir, 'demo-password', config.demoPassword)
    await demo.seed(server.services, password)
    if (empty) await afterSeeding()
    lines.push('', 'Demo sign-ins, all with the password ' + password)
    lines.push(...demo.signIns.map(({ role, email, app }) => `  ${role.padEnd(18)} ${email}  (${app})`))
  } else if (empty) {
    lines.push('', 'Nobody is here yet. Make the first owner with this link, valid once, for a day:')
    lines.push(`  ${config.publicUrl}/first-owner#${await makeSetupLink(server.services)}`)
  }
  say(['', 'Roundtrip is running. Stop it with Ctrl-C.', '', ...lines, ''].join('\n'))
}

function stopOnSignal(server: RunningServer, database: ReadyDatabase): void {
  let askedAt: number | undefined
  const stop = async () => {
    // npm passes Ctrl-C on, so one arrives twice at once; a later one is impatience: what is committed is safe.
    if (askedAt !== undefined) return void (Date.now() - askedAt > 2_000 && process.exit(1))
    askedAt = Date.now()
    say('Stopping.')
    await server.close()
    await database.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

main().catch((error: unknown) => {
  const debug = process.env['LOG_LEVEL'] === 'debug'
  const message = error instanceof Error ? (debug ? (error.stack ?? error.message) : error.message) : String(error)
  process.stderr.write(`${message}\n`)
  process.exit(1)
})
