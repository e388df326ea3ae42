import { Logger, run, type TaskList } from 'graphile-worker'
import pg from 'pg'
import { isDatabaseDown, isLate } from './database.ts'
import { reached } from './kill-points.ts'
import type { Services } from './services.ts'
import { inTenant, type Tx, type TenantActor } from './tenant.ts'

/** A job's payload always names its organization. */
export type JobPayload = Record<string, unknown> & { orgId: string }

/**
 * Work that follows from a commit, run after it and again when it threw: harmless when run twice.
 * `inTenant` opens a transaction of the job's organization, with the server itself as actor.
 */
export type JobTask = (
  job: {
    payload: JobPayload
    attempt: number
    lastAttempt: boolean
    inTenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  },
  services: Services,
) => Promise<void>

/** The server acting by itself for an organization: no member, no ability. */
export function serverActor(orgId: string): TenantActor {
  return { orgId, memberId: null, abilities: [] }
}

function isPayload(payload: unknown): payload is JobPayload {
  return typeof payload === 'object' && payload !== null && 'orgId' in payload && typeof payload.orgId === 'string'
}

/** What the server does for itself, for no organization, at a time of the day (a crontab's five fields, in UTC). */
export type Chore = {
  name: string
  at: string
  /** Done after the start when its time passed while the server was off; what comes every minute need not be. */
  catchesUp: boolean
  run: (services: Services, queue: pg.Pool) => Promise<void>
}

/** The jobs of this process; stopping lets those that run end. */
export type Jobs = { stop: () => Promise<void> }

/** Starts taking jobs. Polls as well as listening, so a lost wake-up only costs seconds. */
export async function startJobs(
  url: string,
  tasks: Record<string, JobTask>,
  services: Services,
  alone: boolean,
  chores: readonly Chore[] = [],
): Promise<Jobs> {
  const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5_000 })
  const lost = (error: Error) => services.log.warn('jobs_connection_lost', { error: error.message })
  pool.on('error', lost)
  pool.on('connect', (client) => void client.on('error', lost))
  if (alone) await freeKilledJobs(pool)
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    noPreparedStatements: false,
    taskList: {
      ...Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, wrap(name, task, services)])),
      ...Object.fromEntries(chores.map((chore) => [chore.name, () => chore.run(services, pool)])),
    },
    // One of several servers takes it; a night the server was off is made up for in the morning.
    crontab: chores.map(({ name, at, catchesUp }) => `${at} ${name}${catchesUp ? ' ?fill=1d' : ''}`).join('\n'),
    logger: new Logger(() => (level, message) => {
      if (level === 'error') services.log.warn('jobs', { message })
    }),
  })
  return {
    stop: async () => {
      await runner.stop()
      // Only now: jobs that end while the runner stops are still marked done through this pool.
      await pool.end()
    },
  }
}

/** A job of a killed server stays locked for hours, since others might still be at it; alone, we know that nobody is. */
async function freeKilledJobs(pool: pg.Pool): Promise<void> {
  await pool.query(
    'update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null',
  )
}

function wrap(name: string, task: JobTask, services: Services): TaskList[string] {
  return async (payload, helpers) => {
    if (!isPayload(payload)) throw new Error(`job ${name} names no organization`)
    const attempt = helpers.job.attempts
    try {
      await task(
        {
          payload,
          attempt,
          lastAttempt: attempt >= helpers.job.max_attempts,
          inTenant: (work) => inTenant(services.tenants, serverActor(payload.orgId), work),
        },
        services,
      )
      reached('job_done')
    } catch (error) {
      if (!isDatabaseDown(error) || isLate(error)) services.log.error('job_failed', error, { task: name, attempt })
      throw error
    }
  }
}
