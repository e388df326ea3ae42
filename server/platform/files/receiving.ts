import { largestFile } from '#core/sync/chunks.ts'
import type { Actor } from '#core/people/abilities.ts'
import { within } from '../body.ts'
import { byDeviceKey, signedIn } from '../http.ts'
import { reached } from '../kill-points.ts'
import { HttpProblem, notAllowed, notSignedIn } from '../problem.ts'
import type { Services } from '../services.ts'
import { inTenant, type TenantActor } from '../tenant.ts'
import { fileBySha256, markRefused, markStored } from './records.ts'
import type { RefusedBytes } from './store.ts'

/** A sender that goes quiet this long has lost its network; the phone begins again. */
const quietest = 15_000
/** Bytes a second on the whole: what comes more slowly holds a connection, and no line of a phone is that slow. */
const slowest = 512

export const refusals: Record<RefusedBytes['code'], string> = {
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

export type Kept = { size: number } | RefusedBytes

/** Who may send bytes: a phone by its key, or a member who may add files to something. */
export async function senderOf(services: Services, request: Request): Promise<Actor> {
  const phone = await byDeviceKey(services, request)
  if (phone) return phone
  const session = await signedIn(services, request, undefined)
  if (session === null) throw notSignedIn()
  const { abilities } = session.actor
  const may = ['field', 'work_orders.edit', 'customers.edit', 'settings.edit'] as const
  if (!may.some((ability) => abilities.includes(ability))) throw notAllowed()
  return session.actor
}

/** How many bytes are stored under this hash; null when they are not, whatever the record says. */
export async function storedSize(services: Services, actor: TenantActor, sha256: string): Promise<number | null> {
  const known = await inTenant(services.tenants, actor, (tx) => fileBySha256(tx, sha256))
  return known?.state === 'stored' && (await services.files.has(actor.orgId, sha256)) ? known.size : null
}

/** Keeps whole bytes when they are what was announced, and tells everybody who waits for them, or why they cannot be kept. */
export async function keepBytes(
  services: Services,
  actor: TenantActor,
  sha256: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Kept> {
  const { tenants, files } = services
  const known = await inTenant(tenants, actor, (tx) => fileBySha256(tx, sha256))
  const size = known?.state === 'announced' ? known.size : null
  const got = await files.receive(actor.orgId, { sha256, size, most: largestFile }, body)
  if ('code' in got) {
    await refuseBytes(services, actor, sha256, got.code)
    return got
  }
  reached('file_not_marked')
  await inTenant(tenants, actor, async (tx) => {
    const { isNews, ...file } = await markStored(tx, got)
    if (isNews) await services.tellOfFile(tx, file)
  })
  await files.dropEarly(actor.orgId, sha256)
  return { size: got.size }
}

/** What is wrong in itself stays refused and everybody who waits is told; what was sent wrongly is asked for again. */
export async function refuseBytes(
  services: Services,
  actor: TenantActor,
  sha256: string,
  code: RefusedBytes['code'],
): Promise<void> {
  if (askAgain.has(code)) return
  await inTenant(services.tenants, actor, async (tx) => {
    const file = await markRefused(tx, sha256, code)
    if (file) await services.tellOfFile(tx, file)
  })
}

export function refusal(code: RefusedBytes['code']): HttpProblem {
  return new HttpProblem(code === 'too_large' ? 413 : 422, code, refusals[code])
}

export async function refuseWhenFull(services: Services): Promise<void> {
  if (!(await services.files.isFull())) return
  throw new HttpProblem(503, 'disk_full', 'There is no room for files right now. What is on the phone stays there.', {
    headers: { 'Retry-After': '300' },
  })
}

/** The body as it comes; ends with a 408 when nothing comes any more, or next to nothing. */
export async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  if (request.body === null) return
  const reader = request.body.getReader()
  let patience = quietest
  for (;;) {
    const asked = performance.now()
    const late = 'The bytes stopped coming. Send them again.'
    const { done, value } = await within(Math.min(quietest, Math.max(0, patience)), reader.read(), late)
    if (done) return
    patience += (value.byteLength / slowest) * 1000 - (performance.now() - asked)
    yield value
  }
}
