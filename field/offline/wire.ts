import * as z from 'zod'
import { type Call, type Contract, problemBody, type Reply, requestOf } from '#core/kit/contract.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { isKept } from './media-types.ts'
import type { Ports } from './ports.ts'

/**
 * One request and what its answer is worth. A reply counts only with its own content type and shape; anything else that
 * answers (a captive portal's 200, a proxy's page) is `no network` (S9).
 */
export type Stop =
  | { why: 'offline' }
  /** 401 or 403: sign in; the queue waits. */
  | { why: 'no_session'; code: string }
  | { why: 'too_large' }
  | { why: 'busy'; retryAfter: number | null }
  | { why: 'problem'; code: string; status: number }
export type Answer<T> = { reply: T } | { stop: Stop }

export type Wire = {
  call: <C extends Contract>(contract: C, call: Call<C>) => Promise<Answer<Reply<C>>>
  /** Bytes as they are shown: a picture's smaller form, a PDF itself. */
  getBytes: (sha256: string, variant: 'web' | 'thumbnail', stop: AbortSignal) => Promise<Answer<FetchedBytes>>
  putBytes: (
    sha256: string,
    bytes: ArrayBuffer,
    about: { mediaType: string; fact: string },
  ) => Promise<Answer<StoredBytes>>
}

const storedBytes = z.object({ state: z.literal('stored'), sha256: z.string(), size: z.number() })
export type StoredBytes = z.infer<typeof storedBytes>

export type FetchedBytes = { bytes: ArrayBuffer; mediaType: string }

const patience = 30_000
/** A photo of 1 MB at 128 kbit/s takes a minute. */
const patienceForBytes = 180_000

export function openWire(ports: Ports): Wire {
  return {
    call(contract, call) {
      const { method, path, body } = requestOf(contract, call)
      return ask(ports, path, replyOf(contract), {
        method,
        headers: { 'X-App': 'field', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        body,
        signal: AbortSignal.timeout(patience),
      })
    },
    getBytes: (sha256, variant, stop) =>
      askBytes(ports, `/api/files/${sha256}?variant=${variant}&app=field`, {
        headers: { 'X-App': 'field' },
        signal: AbortSignal.any([stop, AbortSignal.timeout(patienceForBytes)]),
      }),
    putBytes: (sha256, bytes, about) =>
      ask(ports, `/api/files/${sha256}?app=field`, storedBytes, {
        method: 'PUT',
        headers: { 'Content-Type': about.mediaType, 'X-App': 'field', 'X-Fact': about.fact },
        body: bytes,
        signal: AbortSignal.timeout(patienceForBytes),
      }),
  }
}

function replyOf<C extends Contract>(contract: C): z.ZodType<Reply<C>> {
  return (contract.reply ?? z.undefined()) as z.ZodType<Reply<C>>
}

async function ask<T>(ports: Ports, path: string, shape: z.ZodType<T>, init: RequestInit): Promise<Answer<T>> {
  const got = await heardOf(ports, path, init, (response) => response.text())
  if ('stop' in got) return got
  const { response, body, type } = got.reply
  const stop = stopOf(response, type, body)
  if (stop) return { stop }
  if (type !== 'application/json') return { stop: { why: 'offline' } }
  const parsed = shape.safeParse(jsonOf(body))
  return parsed.success ? { reply: parsed.data } : { stop: { why: 'offline' } }
}

/** Only what the server keeps counts: a captive portal's page is neither a picture nor a PDF. */
async function askBytes(ports: Ports, path: string, init: RequestInit): Promise<Answer<FetchedBytes>> {
  const got = await heardOf(ports, path, init, (response) => response.arrayBuffer())
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
  ports: Ports,
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
): Promise<Answer<Got<T>>> {
  try {
    const response = await ports.fetch(path, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    })
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
  if (type === 'application/problem+json') return problemOf(response, text)
  if (response.status === 429 || response.status === 503) return { why: 'busy', retryAfter: retryAfterOf(response) }
  if (response.status === 413) return { why: 'too_large' }
  return response.ok ? null : { why: 'offline' }
}

function problemOf(response: Response, text: string): Stop {
  const code = problemBody.safeParse(jsonOf(text)).data?.code ?? 'unavailable'
  switch (response.status) {
    case 401:
    case 403:
      return { why: 'no_session', code }
    case 413:
      return { why: 'too_large' }
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
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
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
