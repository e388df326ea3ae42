import type { Context } from 'hono'
import { may } from '#core/people/abilities.ts'
import { largestFile } from '#core/sync/chunks.ts'
import { sandboxPolicy } from '../headers.ts'
import { type Env, type Http, signedIn } from '../http.ts'
import { HttpProblem, notAllowed, notFound, notSignedIn } from '../problem.ts'
import type { Services } from '../services.ts'
import { inTenant } from '../tenant.ts'
import { missed } from './checking.ts'
import { mayOpen } from './permission.ts'
import { bodyOf, keepBytes, refusal, refusals, refuseBytes, refuseWhenFull, senderOf, storedSize } from './receiving.ts'
import { fileBySha256 } from './records.ts'

/** `PUT` and `GET /api/files/{sha256}`: raw bytes, so these two stand beside the contracts. */
export function mountFiles(http: Http, services: Services): void {
  http.put('/api/files/:sha256', (context) => receive(context, services))
  http.get('/api/files/:sha256', (context) => send(context, services))
}

export function shaOf(context: Context<Env>): string {
  const sha256 = context.req.param('sha256') ?? ''
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound()
  return sha256
}

/** The whole in one request. Idempotent by hash: what is stored already answers at once. */
async function receive(context: Context<Env>, services: Services): Promise<Response> {
  const sha256 = shaOf(context)
  const actor = await senderOf(services, context.req.raw)
  const known = await storedSize(services, actor, sha256)
  if (known !== null) return context.json({ state: 'stored', sha256, size: known })
  await refuseWhenFull(services)
  if (isTooLarge(context.req.raw)) {
    await refuseBytes(services, actor, sha256, 'too_large')
    throw refusal('too_large')
  }
  const kept = await keepBytes(services, actor, sha256, bodyOf(context.req.raw))
  if ('code' in kept) throw refusal(kept.code)
  return context.json({ state: 'stored', sha256, size: kept.size })
}

/** By its own word, before a byte of it is read. */
function isTooLarge(request: Request): boolean {
  return Number(request.headers.get('content-length') ?? 0) > largestFile
}

export const fileVariants = ['web', 'thumbnail', 'original'] as const

async function send(context: Context<Env>, services: Services): Promise<Response> {
  const sha256 = shaOf(context)
  const session = await signedIn(services, context.req.raw, undefined)
  if (session === null) throw notSignedIn()
  const { actor } = session
  const { files } = services
  const file = await inTenant(services.tenants, actor, async (tx) => {
    const found = await fileBySha256(tx, sha256)
    return found && found.state !== 'refused' && (await mayOpen(tx, actor, found.id)) ? found : null
  })
  const asked = context.req.query('variant') ?? 'web'
  const variant = fileVariants.find((one) => one === asked)
  if (file === null || !variant) throw notFound()
  const isMissing = file.state === 'stored' && !(await files.has(actor.orgId, sha256))
  if (isMissing) await missed(services, actor.orgId, sha256)
  if (isMissing || file.state === 'announced') {
    // Its bytes are still on a phone: until they are here, the thumbnail that came ahead stands for them.
    const early = variant === 'original' ? null : await files.readEarly(actor.orgId, sha256)
    if (early === null) throw notFound()
    return attachment(early, { name: sha256, type: 'image/jpeg', cache: 'no-store' })
  }
  const picture = file.type.startsWith('image/')
  // The original carries place and camera: it stays with the evidence, for the office.
  if (picture && variant === 'original' && !may(actor, 'work_orders.read')) throw notAllowed()
  const rendered = picture && variant !== 'original'
  const bytes = rendered
    ? await files.picture(actor.orgId, sha256, variant === 'thumbnail' ? 'thumbnail' : 'web')
    : await files.read(actor.orgId, sha256)
  if (bytes === null) throw new HttpProblem(409, 'unreadable_picture', refusals.unreadable_picture)
  // The same hash is always the same bytes; private, because who may see them can change.
  return attachment(bytes, {
    name: sha256,
    type: rendered ? 'image/jpeg' : file.type,
    cache: 'private, max-age=600',
  })
}

function attachment(bytes: Buffer, { name, type, cache }: { name: string; type: string; cache: string }): Response {
  const extension = (type.split('/')[1] ?? 'bin').replace('jpeg', 'jpg')
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name.slice(0, 12)}.${extension}"`,
      'Content-Security-Policy': sandboxPolicy,
      'Cache-Control': cache,
    },
  })
}
