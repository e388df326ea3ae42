import type { Context } from 'hono'
import { type Actor, may } from '#core/people/abilities.ts'
import { within } from '../body.ts'
import { sandboxPolicy } from '../headers.ts'
import { type Env, type Http, signedIn } from '../http.ts'
import { HttpProblem, notAllowed, notFound, notSignedIn } from '../problem.ts'
import type { Services } from '../services.ts'
import type { Slice } from '../slice.ts'
import { inTenant, type Tx } from '../tenant.ts'
import { mayOpen } from './permission.ts'
import { fileBySha256, markRefused, markStored } from './records.ts'
import type { RefusedBytes, StoredBytes, StoredFile } from './store.ts'

/** A photo of 2,048 px is below 1 MB; drawings and manuals are larger. */
export const largestFile = 25 * 1024 * 1024
/** A sender that goes quiet this long has lost its network; the phone begins again. */
const quietest = 15_000

const refusals: Record<RefusedBytes['code'], string> = {
  wrong_hash: 'The bytes are not those that were announced. Send them again.',
  wrong_size: 'The bytes are not as many as were announced. Send them again.',
  too_large: `A file is at most ${largestFile / 1024 / 1024} MB.`,
  empty: 'The file is empty.',
  wrong_type: 'Only JPEG, PNG, WebP and PDF files are taken.',
  unreadable_picture: 'This is not a picture, or it is broken.',
  too_many_pixels: 'A picture has at most 50 megapixels.',
}
/** Sent wrongly, not wrong in themselves: asked for again. */
const askAgain = new Set(['wrong_hash', 'wrong_size'])

type Hooks = NonNullable<Slice['onFile']>[]

/** `PUT` and `GET /api/files/{sha256}`: raw bytes, so these two stand beside the contracts. */
export function mountFiles(http: Http, services: Services, hooks: Hooks): void {
  http.put('/api/files/:sha256', (context) => receive(context, services, hooks))
  http.get('/api/files/:sha256', (context) => send(context, services))
}

function shaOf(context: Context<Env>): string {
  const sha256 = context.req.param('sha256') ?? ''
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound()
  return sha256
}

async function actorOf(context: Context<Env>, services: Services): Promise<Actor> {
  const session = await signedIn(services, context.req.raw, undefined)
  if (session === null) throw notSignedIn()
  return session.actor
}

/** Idempotent by hash: what is stored already answers at once. */
async function receive(context: Context<Env>, services: Services, hooks: Hooks): Promise<Response> {
  const sha256 = shaOf(context)
  const actor = await actorOf(context, services)
  if (
    !['field', 'work_orders.edit', 'customers.edit', 'settings.edit'].some((ability) =>
      actor.abilities.some((own) => own === ability),
    )
  )
    throw notAllowed()
  const { tenants, files } = services
  const known = await inTenant(tenants, actor, (tx) => fileBySha256(tx, sha256))
  if (known?.state === 'stored' && (await files.has(actor.orgId, sha256))) {
    return context.json({ state: 'stored', sha256, size: known.size })
  }
  if (await files.isFull()) {
    throw new HttpProblem(503, 'disk_full', 'There is no room for files right now. What is on the phone stays there.', {
      headers: { 'Retry-After': '300' },
    })
  }
  const announced = known?.state === 'announced' ? known.size : null
  const got: StoredBytes | RefusedBytes = isTooLarge(context.req.raw)
    ? { code: 'too_large' }
    : await files.receive(actor.orgId, { sha256, size: announced, most: largestFile }, bodyOf(context.req.raw))
  if ('code' in got) {
    if (!askAgain.has(got.code)) {
      await inTenant(tenants, actor, async (tx) => runHooks(tx, await markRefused(tx, sha256, got.code), hooks))
    }
    throw new HttpProblem(got.code === 'too_large' ? 413 : 422, got.code, refusals[got.code])
  }
  await inTenant(tenants, actor, async (tx) => runHooks(tx, await markStored(tx, got), hooks))
  return context.json({ state: 'stored', sha256, size: got.size })
}

/** Tells the slices, in the same transaction, that bytes are there or were refused. */
async function runHooks(tx: Tx, file: StoredFile | null, hooks: Hooks): Promise<void> {
  if (file === null) return
  for (const hook of hooks) await hook(tx, file)
}

/** By its own word, before a byte of it is read. */
function isTooLarge(request: Request): boolean {
  return Number(request.headers.get('content-length') ?? 0) > largestFile
}

async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  if (request.body === null) return
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await within(quietest, reader.read(), 'The bytes stopped coming. Send them again.')
    if (done) return
    yield value
  }
}

export const fileVariants = ['web', 'thumbnail', 'original'] as const

async function send(context: Context<Env>, services: Services): Promise<Response> {
  const sha256 = shaOf(context)
  const actor = await actorOf(context, services)
  const file = await inTenant(services.tenants, actor, async (tx) => {
    const found = await fileBySha256(tx, sha256)
    return found?.state === 'stored' && (await mayOpen(tx, actor, found.id)) ? found : null
  })
  const asked = context.req.query('variant') ?? 'web'
  const variant = fileVariants.find((one) => one === asked)
  if (file === null || !variant) throw notFound()
  const picture = file.type.startsWith('image/')
  // The original carries place and camera: it stays with the evidence, for the office.
  if (picture && variant === 'original' && !may(actor, 'work_orders.read')) throw notAllowed()
  const rendered = picture && variant !== 'original'
  const bytes = rendered
    ? await services.files.picture(actor.orgId, sha256, variant === 'thumbnail' ? 'thumbnail' : 'web')
    : await services.files.read(actor.orgId, sha256)
  if (bytes === null) throw new HttpProblem(409, 'unreadable_picture', refusals.unreadable_picture)
  const extension = rendered ? 'jpg' : (file.type.split('/')[1] ?? 'bin').replace('jpeg', 'jpg')
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': rendered ? 'image/jpeg' : file.type,
      'Content-Disposition': `attachment; filename="${sha256.slice(0, 12)}.${extension}"`,
      'Content-Security-Policy': sandboxPolicy,
      // The same hash is always the same bytes; private, because who may see them can change.
      'Cache-Control': 'private, max-age=600',
    },
  })
}
