import { keepAssets } from './kept-assets.ts'
import { join } from 'node:path'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { type Database, type DatabaseUrls, openDatabase, openPool } from './database.ts'
import { keptPushKeys } from './push/keys.ts'
import { openPush } from './push/push.ts'
import { mountChunks } from './files/chunks.ts'
import { checkFiles } from './files/checking.ts'
import { finishInterrupted, finishUploads } from './files/finishing.ts'
import { mountFiles } from './files/routes.ts'
import { openFileStore } from './files/store.ts'
import { type Env, type Http, mount, openHttp } from './http.ts'
import { tidyUp } from './housekeeping/tidy.ts'
import { type Jobs, startJobs } from './jobs.ts'
import { listen } from './listen.ts'
import { mountLive, openLive } from './live.ts'
import type { Log } from './log.ts'
import { openApiDocument } from './openapi.ts'
import type { Services } from './services.ts'
import { openSignIn, type Passwords } from './sign-in/sign-in.ts'
import type { Slice } from './slice.ts'
import { loadWebApp, mountWebApp } from './static.ts'
import type { Wake } from './tenant.ts'

export type ServerOptions = {
  slices: Slice[]
  /** The database, migrated. */
  urls: DatabaseUrls
  /** The same past a pooler, for LISTEN and jobs. */
  directUrls: DatabaseUrls
  filesFolder: string
  /** Where the built web apps lie: `office` and `field` below it. */
  webFolder: string
  /** Where the files of earlier generations of the apps are kept; null: nowhere. */
  keptWebFolder: string | null
  /** Notices to phones; without it none are sent. */
  push?: { keysFile: string; allowsLoopback?: boolean }
  host: string
  port: number
  publicUrl: string
  tls: { certFile: string; keyFile: string } | undefined
  trustProxy: boolean
  secret: string
  /** How passwords are kept, where it is not the usual way. */
  passwords?: Passwords
  version: string
  log: Log
  runJobs: boolean
  /** No other server works on this database: a job that is running at the start was a killed one's and may go on at once. */
  aloneOnDatabase: boolean
  checkReplies: boolean
}

export type RunningServer = {
  services: Services
  port: number
  /** No new requests; those running end, streams are told, connections close. */
  close: () => Promise<void>
}

/** Everything of one server process over a database that is ready. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const database = openDatabase(options.urls('roundtrip_app'))
  const services = await openServices(options, database)
  const jobs = options.runJobs
    ? await startJobs(
        options.directUrls('roundtrip_worker'),
        tasksOf(options.slices),
        services,
        options.aloneOnDatabase,
        [tidyUp, finishUploads, checkFiles],
      )
    : null
  // In the background: what a killed server left half-finished holds up nobody.
  if (options.runJobs)
    void finishInterrupted(services).catch((error: unknown) => options.log.error('uploads_not_finished', error))
  const http = openApp(options, services)
  await mountWebApps(http, options)
  const listening = await listen(http, options)
  return {
    services,
    port: listening.port,
    close: async () => {
      await services.live.close()
      await listening.close()
      await stopJobs(jobs)
      await services.signIn.close()
      await database.close()
    },
  }
}

async function openServices(options: ServerOptions, database: Database): Promise<Services> {
  const secure = options.publicUrl.startsWith('https:')
  const wake: Wake = ({ orgId, feed, jobs, people }) => {
    if (people) services.signIn.forgetActors()
    if (feed) services.live.wake(orgId)
    if (jobs) void wakeJobs(database, options.log)
  }
  const services: Services = {
    database,
    tenants: { database, wake },
    files: openFileStore(options.filesFolder),
    tellOfFile: async (tx, file) => {
      for (const { onFile } of options.slices) await onFile?.(tx, file)
    },
    signIn: openSignIn({
      database,
      authPool: openPool(options.urls('roundtrip_auth'), 4),
      secret: options.secret,
      origin: options.publicUrl,
      passwords: options.passwords,
    }),
    live: await openLive(options.directUrls('roundtrip_app'), () => services),
    push: options.push ? await openPushFrom(options.push, options.publicUrl) : null,
    log: options.log,
    publicOrigin: secure ? options.publicUrl : null,
    secure,
  }
  return services
}

/** Push services want to know whom to ask; an address that is not reached from outside is none they take. */
async function openPushFrom({ keysFile, allowsLoopback = false }: NonNullable<ServerOptions['push']>, url: string) {
  const subject = url.startsWith('https:') ? url : 'mailto:roundtrip@localhost'
  return openPush({ keys: await keptPushKeys(keysFile), subject, allowsLoopback })
}

/** After the commit, outside it; a lost one costs the queue's poll of two seconds. */
async function wakeJobs(database: Database, log: Log): Promise<void> {
  try {
    await sql`select pg_notify('jobs:insert', '{"r":0,"count":1}')`.execute(database.kysely)
  } catch (error) {
    log.warn('jobs_not_woken', { error: error instanceof Error ? error.message : 'unknown' })
  }
}

function tasksOf(slices: Slice[]) {
  return Object.assign({}, ...slices.map((slice) => slice.tasks ?? {}))
}

function openApp(options: ServerOptions, services: Services): Http {
  const routes = options.slices.flatMap((slice) => slice.routes)
  const httpOptions = { addressOf: addressOf(options.trustProxy), checkReplies: options.checkReplies }
  const http = openHttp(services, httpOptions)
  mountFiles(http, services)
  mountChunks(http, services)
  mountLive(http, services, services.live)
  mount(http, routes, services, httpOptions)

  const contracts = routes.map((route) => route.contract)
  let described: object | undefined
  http.get('/api/openapi.json', (context) => {
    described ??= openApiDocument(contracts, options.version, options.publicUrl)
    return context.json(described)
  })
  http.get('/healthz', async (context) => {
    await sql`select 1`.execute(services.database.kysely)
    return context.json({ state: 'well', version: options.version })
  })
  http.get('/field', (context) => context.redirect('/field/', 301))
  return http
}

function addressOf(trustProxy: boolean) {
  return (context: Context<Env>): string => {
    const forwarded = trustProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    return forwarded || (context.env.incoming.socket.remoteAddress ?? '')
  }
}

async function mountWebApps(http: Http, options: Pick<ServerOptions, 'webFolder' | 'keptWebFolder'>): Promise<void> {
  const field = await loadGenerations('field', options)
  const office = await loadGenerations('office', options)
  if (field) mountWebApp(http, '/field/', field)
  if (office) mountWebApp(http, '/', office)
}

async function loadGenerations(
  app: string,
  { webFolder, keptWebFolder }: Pick<ServerOptions, 'webFolder' | 'keptWebFolder'>,
) {
  const current = await loadWebApp(join(webFolder, app))
  if (!current || keptWebFolder === null) return current
  return new Map([...(await keepAssets(join(keptWebFolder, app), current, Date.now())), ...current])
}

/** A job that is running gets its time; what is left is a row and runs after the next start. */
async function stopJobs(jobs: Jobs | null): Promise<void> {
  if (jobs === null) return
  await jobs.stop()
}
