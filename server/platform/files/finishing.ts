import { type Chore, serverActor } from '../jobs.ts'
import type { Services } from '../services.ts'
import type { TenantActor } from '../tenant.ts'
import { type Kept, keepBytes, storedSize } from './receiving.ts'

/** Of several requests that bring the last piece at once, one puts the file together and the others hear how it went. */
const finishing = new WeakMap<Services, Map<string, Promise<Kept>>>()

/** Puts a file together whose pieces are all here, checks it, and keeps it. What is not what was announced is asked for again. */
export async function finishUpload(services: Services, actor: TenantActor, sha256: string): Promise<Kept> {
  const running = finishing.get(services) ?? new Map<string, Promise<Kept>>()
  finishing.set(services, running)
  const key = `${actor.orgId} ${sha256}`
  const finish = running.get(key) ?? assemble(services, actor, sha256).finally(() => running.delete(key))
  running.set(key, finish)
  return finish
}

async function assemble(services: Services, actor: TenantActor, sha256: string): Promise<Kept> {
  const { pieces } = services.files
  try {
    const kept = await keepBytes(services, actor, sha256, pieces.read(actor.orgId, sha256))
    await pieces.drop(actor.orgId, sha256)
    return kept
  } catch (error) {
    // Another server that had the last piece too may have finished and dropped the pieces meanwhile.
    const size = await storedSize(services, actor, sha256)
    if (size === null) throw error
    return { size }
  }
}

/** Uploads that have all their pieces and were interrupted before the end: finished at the start and every minute. */
export const finishUploads: Chore = {
  name: 'finish_uploads',
  at: '* * * * *',
  catchesUp: false,
  run: (services) => finishInterrupted(services),
}

export async function finishInterrupted(services: Services): Promise<void> {
  const { pieces } = services.files
  for (const { orgId, sha256 } of await pieces.all()) {
    const arrived = await pieces.arrived(orgId, sha256)
    if (!arrived?.isComplete) continue
    try {
      const kept = await finishUpload(services, serverActor(orgId), sha256)
      services.log.info('upload_finished', { orgId, sha256, code: 'code' in kept ? kept.code : 'stored' })
    } catch (error) {
      // The next minute tries again; the others need not wait for this one.
      services.log.error('upload_not_finished', error, { orgId, sha256 })
    }
  }
}
