import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import {
  chunkHeaders,
  largestFile,
  largestThumbnail,
  mostPieces,
  pieceSize,
  piecesOf,
  runLength,
  type UploadState,
} from '#core/sync/chunks.ts'
import type { Env, Http } from '../http.ts'
import { HttpProblem } from '../problem.ts'
import type { Services } from '../services.ts'
import { inTenant, type TenantActor } from '../tenant.ts'
import { finishUpload } from './finishing.ts'
import { bodyOf, refusal, refuseBytes, refuseWhenFull, senderOf, storedSize } from './receiving.ts'
import { damagedOnPhone, fileBySha256 } from './records.ts'
import { shaOf } from './routes.ts'

/**
 * A file in pieces (SYNC S21): what has arrived is asked for, what is missing is sent in any order, several requests at
 * once, and any of them again. Nothing has to be taken back when a connection is cut.
 */
export function mountChunks(http: Http, services: Services): void {
  http.get('/api/files/:sha256/chunks', (context) => tell(context, services))
  http.put('/api/files/:sha256/chunks/:first', (context) => receive(context, services))
  http.put('/api/files/:sha256/thumbnail', (context) => receiveThumbnail(context, services))
}

async function tell(context: Context<Env>, services: Services): Promise<Response> {
  const sha256 = shaOf(context)
  const actor = await senderOf(services, context.req.raw)
  return context.json(await stateOf(services, actor, sha256))
}

async function stateOf(services: Services, actor: TenantActor, sha256: string): Promise<UploadState> {
  const stored = await storedSize(services, actor, sha256)
  if (stored !== null) return storedState(sha256, stored)
  const known = await inTenant(services.tenants, actor, (tx) => fileBySha256(tx, sha256))
  const arrived = await services.files.pieces.arrived(actor.orgId, sha256)
  if (arrived) return { sha256, state: 'receiving', size: arrived.size, have: arrived.have }
  return {
    sha256,
    state: known?.state === 'refused' && known.code !== damagedOnPhone ? 'refused' : 'unknown',
    size: known?.state === 'announced' ? known.size : null,
    have: [],
  }
}

function storedState(sha256: string, size: number): UploadState {
  return { sha256, state: 'stored', size, have: size > 0 ? [[0, piecesOf(size) - 1]] : [] }
}

async function receive(context: Context<Env>, services: Services): Promise<Response> {
  const sha256 = shaOf(context)
  const request = context.req.raw
  const actor = await senderOf(services, request)
  const { pieces } = services.files
  const stored = await storedSize(services, actor, sha256)
  if (stored !== null) return context.json(storedState(sha256, stored))
  await refuseWhenFull(services)
  const { size, first } = await runOf(context, services, actor, sha256)
  const bytes = await collect(request, mostPieces * pieceSize, async (part) => {
    // What came whole before the line broke is not sent again; the hash of all is the judge of it.
    const whole = Math.min(Math.floor(part.byteLength / pieceSize), Math.floor(size / pieceSize) - first)
    if (whole > 0) await pieces.keep(actor.orgId, sha256, { size, first, bytes: part.subarray(0, whole * pieceSize) })
  })
  checkRun({ size, first, bytes }, request.headers.get(chunkHeaders.hash))
  const arrived = await pieces.keep(actor.orgId, sha256, { size, first, bytes })
  if (!arrived.isComplete) {
    // Another request may have finished the file while this one wrote; what it wrote is not needed then.
    const meanwhile = await storedSize(services, actor, sha256)
    if (meanwhile === null) return context.json({ sha256, state: 'receiving', size, have: arrived.have })
    await pieces.drop(actor.orgId, sha256)
    return context.json(storedState(sha256, meanwhile))
  }
  const kept = await finishUpload(services, actor, sha256)
  if ('code' in kept) throw refusal(kept.code)
  return context.json(storedState(sha256, kept.size))
}

/** What the request says of the file and of where its pieces begin. */
async function runOf(
  context: Context<Env>,
  services: Services,
  actor: TenantActor,
  sha256: string,
): Promise<{ size: number; first: number }> {
  const size = numberIn(context.req.header(chunkHeaders.size))
  const first = numberIn(context.req.param('first'))
  if (size === null || size === 0) throw wrong('wrong_size', `${chunkHeaders.size} says how many bytes the file has.`)
  if (size > largestFile) {
    await refuseBytes(services, actor, sha256, 'too_large')
    throw refusal('too_large')
  }
  const known = await inTenant(services.tenants, actor, (tx) => fileBySha256(tx, sha256))
  if (known?.state === 'announced' && known.size !== size) throw refusal('wrong_size')
  if (first === null || first >= piecesOf(size)) throw wrong('wrong_piece', 'The file has no piece of this number.')
  return { size, first }
}

function checkRun({ size, first, bytes }: { size: number; first: number; bytes: Uint8Array }, hash: string | null) {
  const pieces = Math.ceil(bytes.byteLength / pieceSize)
  if (pieces === 0 || bytes.byteLength !== runLength(size, first, pieces)) {
    throw wrong('wrong_chunk', 'The body is not whole pieces of the file. Send them again.')
  }
  if (hash !== createHash('sha256').update(bytes).digest('hex')) {
    throw wrong('wrong_chunk', 'The body is not what its hash says. Send it again.')
  }
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}

function wrong(code: string, detail: string): HttpProblem {
  return new HttpProblem(422, code, detail)
}

/** The body, or what there is of it for `broken`, when no more comes. */
async function collect(
  request: Request,
  most: number,
  broken: (part: Uint8Array) => Promise<void> = async () => {},
): Promise<Uint8Array> {
  const tooLarge = new HttpProblem(413, 'too_large', `A request carries at most ${most / 1024} KiB.`)
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of bodyOf(request)) {
      size += chunk.byteLength
      if (size > most) throw tooLarge
      chunks.push(chunk)
    }
  } catch (error) {
    if (error !== tooLarge) await broken(Buffer.concat(chunks))
    throw error
  }
  return Buffer.concat(chunks)
}

/** A small picture ahead of the bytes: the office sees what was photographed while the photo itself is on its way. */
async function receiveThumbnail(context: Context<Env>, services: Services): Promise<Response> {
  const sha256 = shaOf(context)
  const actor = await senderOf(services, context.req.raw)
  const { files, tenants } = services
  if ((await storedSize(services, actor, sha256)) !== null) return context.json({ sha256, state: 'stored' })
  await refuseWhenFull(services)
  const bytes = await collect(context.req.raw, largestThumbnail)
  if (!(await files.keepEarly(actor.orgId, sha256, bytes))) throw wrong('wrong_type', 'A thumbnail is a JPEG.')
  await inTenant(tenants, actor, async (tx) => {
    const known = await fileBySha256(tx, sha256)
    if (known?.state === 'announced') tx.touched('file', known.id, known.version)
  })
  return context.json({ sha256, state: 'kept' })
}
