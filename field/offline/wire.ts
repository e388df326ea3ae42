import * as z from 'zod'
import { type Call, type Contract, problemBody, type Reply, requestOf } from '#core/kit/contract.ts'
import type { Refusal } from '#core/kit/refusal.ts'
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
  putBytes: (
    sha256: string,
    bytes: ArrayBuffer,
    about: { mediaType: string; fact: string },
  ) => Promise<Answer<StoredBytes>>
}

const storedBytes = z.object({ state: z.literal('stored'), sha256: z.string(), size: z.number() })
export type StoredBytes = z.infer<typeof storedBytes>

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
  let text: string
  let response: Response
  try {
    response = await ports.fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error' })
    text = await response.text()
  } catch (error) {
    // No network, a cut body and a redirect (a captive portal's) all end here; a bug in this code does not.
    if (error instanceof TypeError || error instanceof DOMException) return { stop: { why: 'offline' } }
    throw error
  }
  const type = response.headers.get('content-type')?.split(';')[0]?.trim()
  if (type === 'application/problem+json') return { stop: stopOf(response, text) }
  if (response.status === 429 || response.status === 503)
    return { stop: { why: 'busy', retryAfter: retryAfterOf(response) } }
  if (response.status === 413) return { stop: { why: 'too_large' } }
  if (!response.ok || type !== 'application/json') return { stop: { why: 'offline' } }
  const parsed = shape.safeParse(jsonOf(text))
  return parsed.success ? { reply: parsed.data } : { stop: { why: 'offline' } }
}

function stopOf(response: Response, text: string): Stop {
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
