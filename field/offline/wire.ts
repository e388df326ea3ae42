import * as z from 'zod'
import { type Call, type Contract, problemBody, type Reply, requestOf } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { chunkHeaders, chunkPath, chunksPath, thumbnailPath, type UploadState, uploadState } from '#core/sync/chunks.ts'
import { isKept } from './media-types.ts'
import type { Ports } from './ports.ts'

/**
 * One request and what its answer is worth. A reply counts only with its own content type and shape, also when it says no;
 * anything else that answers (a captive portal's 200, its 503, a proxy's page) is `no network` (S9). Only a 413 may be a
 * proxy's own: that one too will not carry so much.
 */
export type Stop =
  | { why: 'offline' }
  /** 401 or 403: sign in; the queue waits. */
  | { why: 'no_session'; code: string }
  /** 413: `isOwn` when the server says so itself, not somebody on the way. */
  | { why: 'too_large'; isOwn?: boolean }
  | { why: 'busy'; retryAfter: number | null }
  | { why: 'problem'; code: string; status: number }
export type Answer<T> = { reply: T } | { stop: Stop }

/** The device's own key: with it a phone hands in what its owner captured, whoever is signed in on it, and reads nothing. */
export type DeviceKey = { device: Id; key: string }

/** A part of a file on its way: pieces in a row, from `first` on (S21). */
export type Part = { sha256: string; first: number; bytes: ArrayBuffer; hash: string; size: number; fact: string }

export type Wire = {
  call: <C extends Contract>(contract: C, call: Call<C>) => Promise<Answer<Reply<C>>>
  /** The same wire by the key of a device instead of the session. */
  by: (key: DeviceKey) => Wire
  /** What the server has of a file. */
  uploadOf: (sha256: string) => Promise<Answer<UploadState>>
  putPart: (part: Part) => Promise<Answer<UploadState>>
  putThumbnail: (sha256: string, bytes: ArrayBuffer, fact: string) => Promise<Answer<{ sha256: string }>>
  /** Bytes as they are shown: a picture's smaller form, a PDF itself. */
  getBytes: (sha256: string, variant: 'web' | 'thumbnail', stop: AbortSignal) => Promise<Answer<FetchedBytes>>
  putBytes: (
    sha256: string,
    bytes: ArrayBuffer,
    about: { mediaType: string; fact: string },
  ) => Promise<Answer<StoredBytes>>
}

const storedBytes = z.object({ state: z.literal('stored'), sha256: z.string(), size: z.number() })
const keptThumbnail = z.object({ sha256: z.string() })
export type StoredBytes = z.infer<typeof storedBytes>

export type FetchedBytes = { bytes: ArrayBuffer; mediaType: string }

/** A page of a pull is 256 KB at most: at 64 kbit/s half a minute. */
const patience = 60_000
/** What a line of 64 kbit/s carries up in a millisecond. */
const slowestUp = 8
/** A photo of 1 MB at 128 kbit/s takes a minute; the most pieces of one request half of that. */
const patienceForBytes = 180_000
const patienceForPart = 90_000

/** By the session of the browser, or by a device's key: never by both, so that nothing goes up under another's name (S28). */
export function openWire(ports: Ports, key: DeviceKey | null = null): Wire {
  const who: HeadersInit = key
    ? { 'X-App': 'field', Authorization: `Device ${key.device}.${key.key}` }
    : { 'X-App': 'field' }
  const request = (path: string, init: RequestInit, patient = patience): [Ports, string, RequestInit] => [
    ports,
    path,
    {
      ...init,
      headers: { ...who, ...init.headers },
      credentials: key ? 'omit' : 'same-origin',
      signal: init.signal ?? AbortSignal.timeout(patient),
    },
  ]
  return {
    call(contract, call) {
      const { method, path, body } = requestOf(contract, call)
      const headers: HeadersInit = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const patient = patience + Math.ceil((body?.length ?? 0) / slowestUp)
      return ask(request(path, { method, headers, body }, patient), replyOf(contract))
    },
    by: (own) => openWire(ports, own),
    uploadOf: (sha256) => ask(request(chunksPath(sha256), {}), uploadState),
    putPart({ sha256, first, bytes, hash, size, fact }) {
      const headers = {
        'Content-Type': 'application/octet-stream',
        [chunkHeaders.hash]: hash,
        [chunkHeaders.size]: String(size),
        'X-Fact': fact,
      }
      const init = { method: 'PUT', headers, body: bytes }
      return ask(request(chunkPath(sha256, first), init, patienceForPart), uploadState)
    },
    putThumbnail(sha256, bytes, fact) {
      const init = { method: 'PUT', headers: { 'Content-Type': 'image/jpeg', 'X-Fact': fact }, body: bytes }
      return ask(request(thumbnailPath(sha256), init), keptThumbnail)
    },
    getBytes: (sha256, variant, stop) =>
      askBytes(
        request(`/api/files/${sha256}?variant=${variant}&app=field`, {
          signal: AbortSignal.any([stop, AbortSignal.timeout(patienceForBytes)]),
        }),
      ),
    putBytes(sha256, bytes, about) {
      const headers = { 'Content-Type': about.mediaType, 'X-Fact': about.fact }
      const init = { method: 'PUT', headers, body: bytes }
      return ask(request(`/api/files/${sha256}?app=field`, init, patienceForBytes), storedBytes)
    },
  }
}

function replyOf<C extends Contract>(contract: C): z.ZodType<Reply<C>> {
  return (contract.reply ?? z.undefined()) as z.ZodType<Reply<C>>
}

type Asked = [ports: Ports, path: string, init: RequestInit]

async function ask<T>(asked: Asked, shape: z.ZodType<T>): Promise<Answer<T>> {
  const got = await heardOf(asked, (response) => response.text())
  if ('stop' in got) return got
  const { response, body, type } = got.reply
  const stop = stopOf(response, type, body)
  if (stop) return { stop }
  const isEmpty = response.status === 204
  if (!isEmpty && type !== 'application/json') return { stop: { why: 'offline' } }
  const parsed = shape.safeParse(isEmpty ? undefined : jsonOf(body))
  return parsed.success ? { reply: parsed.data } : { stop: { why: 'offline' } }
}

/** Only what the server keeps counts: a captive portal's page is neither a picture nor a PDF. */
async function askBytes(asked: Asked): Promise<Answer<FetchedBytes>> {
  const got = await heardOf(asked, (response) => response.arrayBuffer())
  if ('stop' in got) return got
  const { response, body, type } = got.reply
  const stop = stopOf(response, type, new TextDecoder().decode(response.ok ? undefined : body))
  if (stop) return { stop }
  return isKept(type) && body.byteLength > 0
    ? { reply: { bytes: body, mediaType: type } }
    : { stop: { why: 'offline' } }
}

type Got<T> = { response: Response; body: T; type: string | undefined }

async function heardOf<T>(
  [ports, path, init]: Asked,
  read: (response: Response) => Promise<T>,
): Promise<Answer<Got<T>>> {
  try {
    const response = await ports.fetch(path, { ...init, cache: 'no-store', redirect: 'error' })
    const type = response.headers.get('content-type')?.split(';')[0]?.trim()
    return { reply: { response, body: await read(response), type } }
  } catch (error) {
    // No network, a cut body and a redirect (a captive portal's) all end here; a bug in this code does not.
    if (error instanceof TypeError || error instanceof DOMException) return { stop: { why: 'offline' } }
    throw error
  }
}

/** Null for an answer that says yes. */
function stopOf(response: Response, type: string | undefined, text: string): Stop | null {
  const problem = type === 'application/problem+json' ? problemBody.safeParse(jsonOf(text)).data : undefined
  if (problem) return problemOf(response, problem.code)
  if (response.status === 413) return { why: 'too_large' }
  return response.ok ? null : { why: 'offline' }
}

function problemOf(response: Response, code: string): Stop {
  switch (response.status) {
    case 401:
    case 403:
      return { why: 'no_session', code }
    case 413:
      return { why: 'too_large', isOwn: code === 'too_large' }
    case 429:
    case 503:
      return { why: 'busy', retryAfter: retryAfterOf(response) }
    default:
      return { why: 'problem', code, status: response.status }
  }
}

/** Milliseconds to wait, when the server said so in seconds. */
function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The server broke under it: its own trouble, or that of what was sent. */
export function isBroken(stop: Stop): boolean {
  return stop.why === 'problem' && stop.status >= 500
}

/** What a person reads who asked for something that needs the network. */
export function refusalOf(stop: Stop, offline = 'needs_network'): Refusal {
  switch (stop.why) {
    case 'offline':
      return { code: offline }
    case 'no_session':
    case 'problem':
      return { code: stop.code }
    case 'busy':
      return { code: 'too_many_attempts' }
    case 'too_large':
      return { code: 'too_large' }
  }
}
