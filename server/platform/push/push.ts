import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { buildPushPayload, type VapidKeys } from '@block65/webcrypto-web-push'
import type { PushSubscription } from '#core/notices/api.ts'
import type { NoticeMessage } from '#core/notices/message.ts'
import { publicLookup, refuseInside } from './addresses.ts'

/** `gone`: the phone takes no more, ever. `later`: try again. `no`: this one it will never take. */
export type Pushed =
  | { state: 'sent' }
  | { state: 'gone' }
  | { state: 'later'; why: string }
  | { state: 'no'; why: string }

/** Sends what phones show, by the services of their browsers. */
export type Push = {
  /** What a phone subscribes with. */
  key: string
  /** False for an address that may not be called at all. */
  takes: (endpoint: string) => boolean
  send: (to: PushSubscription, message: NoticeMessage) => Promise<Pushed>
}

export type PushSetup = {
  keys: { publicKey: string; privateKey: string }
  /** Who answers for what is sent: the address of this server, or of a person. */
  subject: string
  /** For tests alone: a service on this machine, without TLS. */
  allowsLoopback?: boolean
}

/** A notice about a visit is worth nothing after that. */
const worthSeconds = 12 * 3600
const patience = 10_000

export function openPush({ keys, subject, allowsLoopback = false }: PushSetup): Push {
  const vapid: VapidKeys = { subject, ...keys }

  function takes(endpoint: string): boolean {
    const url = URL.parse(endpoint)
    if (url === null || url.username !== '' || url.password !== '') return false
    if (allowsLoopback) return true
    if (url.protocol !== 'https:') return false
    try {
      refuseInside(url.hostname)
      return true
    } catch {
      // Refused is the answer that was asked for.
      return false
    }
  }

  return {
    key: keys.publicKey,
    takes,
    async send({ endpoint, keys: own }, message) {
      if (!takes(endpoint)) return { state: 'no', why: 'address' }
      const { topic, ...data } = { ...message, topic: message.tag.replaceAll('-', '') }
      const { headers, body } = await buildPushPayload(
        { data, options: { ttl: worthSeconds, urgency: 'high', topic } },
        // What encrypts knows https alone; without TLS only a test is called.
        { endpoint: endpoint.replace(/^http:/, 'https:'), expirationTime: null, keys: own },
        vapid,
      )
      try {
        return outcomeOf(await post(new URL(endpoint), headers, body, allowsLoopback))
      } catch (error) {
        return { state: 'later', why: error instanceof Error ? error.message : 'unknown' }
      }
    },
  }
}

/** The phone is not there any more, or takes only what another key signed: it subscribes anew when its app opens. */
const forGood: ReadonlySet<number> = new Set([401, 403, 404, 410])

function outcomeOf(status: number): Pushed {
  if (status >= 200 && status < 300) return { state: 'sent' }
  if (forGood.has(status)) return { state: 'gone' }
  const why = `status ${status}`
  return status === 429 || status >= 500 ? { state: 'later', why } : { state: 'no', why }
}

/** Follows nothing and reads nothing but the status. */
function post(url: URL, headers: Record<string, string>, body: Uint8Array, allowsLoopback: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, timeout: patience, ...(allowsLoopback ? {} : { lookup: publicLookup }) }
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', reject)
    request.end(body)
  })
}
