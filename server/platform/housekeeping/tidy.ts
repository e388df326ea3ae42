import type pg from 'pg'
import { type Chore, serverActor } from '../jobs.ts'
import type { Services } from '../services.ts'
import { inTenant } from '../tenant.ts'
import { awaitedOf, forgetKeys, forgetLooseFiles } from './tidy-queries.ts'

const day = 86_400_000

/** How long what nobody needs any more is kept, for whoever looks into yesterday. */
export const kept = {
  /** Sessions, failed sign-ins and links after they expired. */
  expired: '1 day',
  /** Answers to requests that were sent with an Idempotency-Key. */
  keys: 7 * day,
  /** Bytes that came and that nothing ever named; halves of uploads. */
  files: day,
  /** Jobs that failed for the last time. */
  failedJobs: '30 days',
}

/** Every night: away with what has expired, was never named or has failed for good. Facts, files of facts and the audit stay. */
export const tidyUp: Chore = { name: 'tidy_up', at: '17 3 * * *', catchesUp: true, run: tidy }

export async function tidy(services: Services, queue: pg.Pool): Promise<void> {
  const gone: Record<string, number> = {}
  const { rows: expired } = await queue.query<{ what: string; gone: string }>(
    'select what, gone from gate.forget_expired($1::interval)',
    [kept.expired],
  )
  for (const one of expired) gone[one.what] = Number(one.gone)
  gone['failed_jobs'] = await forgetFailedJobs(queue)
  const yesterday = new Date(Date.now() - kept.files)
  gone['halves'] = (await services.files.dropHalves(yesterday)) + (await services.files.pieces.dropOld(yesterday))
  const { rows } = await queue.query<{ org_id: string }>('select org_id from gate.organizations() order by org_id')
  for (const { org_id: orgId } of rows) await tidyOrganization(services, orgId, gone)
  services.log.info('tidied_up', gone)
}

/** Small transactions, one organization after another: nobody waits for the broom. */
async function tidyOrganization(services: Services, orgId: string, gone: Record<string, number>): Promise<void> {
  const act = <T>(work: Parameters<typeof inTenant<T>>[2]) => inTenant(services.tenants, serverActor(orgId), work)
  const before = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()
  const keys = await act((tx) => forgetKeys(tx, before(kept.keys)))
  const files = await act((tx) =>
    forgetLooseFiles(tx, before(kept.files), (sha256) =>
      services.files.drop(orgId, sha256, new Date(before(kept.files))),
    ),
  )
  const early = await services.files.earlyBefore(orgId, new Date(before(kept.files)))
  const awaited = early.length === 0 ? new Set() : await act((tx) => awaitedOf(tx, early))
  for (const sha256 of early) if (!awaited.has(sha256)) await services.files.dropEarly(orgId, sha256)
  gone['idempotency_keys'] = (gone['idempotency_keys'] ?? 0) + keys
  gone['files'] = (gone['files'] ?? 0) + files
}

/** The queue deletes what is done; what failed for the last time stays for somebody to look at, for a while. */
async function forgetFailedJobs(queue: pg.Pool): Promise<number> {
  const { rowCount } = await queue.query(
    `delete from graphile_worker._private_jobs
     where attempts >= max_attempts and locked_at is null and updated_at < now() - $1::interval`,
    [kept.failedJobs],
  )
  return rowCount ?? 0
}
