import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

/** What the air between a phone and the server is like. Shares are of requests, from 0 to 1. */
export type Weather = {
  /** No network: refused at once, as a browser without one does. */
  gone?: boolean
  requestLost: number
  replyLost: number
  /** The answer's body ends in the middle. */
  cut: number
  /** The same request reaches the server twice, at the same moment. */
  doubled: number
  /** Somebody else answers: a captive portal, a cache that has an old answer, a proxy with an opinion. */
  portal: number
  stale: number
  refused: number
  /** Milliseconds there, and as many back. */
  delay: readonly [least: number, most: number]
}

const fine: Weather = {
  requestLost: 0,
  replyLost: 0,
  cut: 0,
  doubled: 0,
  portal: 0,
  stale: 0,
  refused: 0,
  delay: [20, 80],
}

export const weathers = {
  clear: fine,
  gone: { ...fine, gone: true },
  flaky: { ...fine, requestLost: 0.2, replyLost: 0.25, cut: 0.1, doubled: 0.15, delay: [50, 3_000] },
  portal: { ...fine, portal: 0.7, stale: 0.2 },
  refusing: { ...fine, refused: 0.7, replyLost: 0.1 },
  crawling: { ...fine, replyLost: 0.1, delay: [4_000, 40_000] },
} as const satisfies Record<string, Weather>
export type WeatherName = keyof typeof weathers

/** What a phone was told: invariants read every word of it. */
export type Heard = { phone: string; path: string; status: number; text: string }

/** Carries one request to the server and gives its answer. */
export type Deliver = (path: string, init: RequestInit) => Promise<Response>

export type Line = {
  fetch: (path: string, init: RequestInit | undefined, deliver: Deliver) => Promise<Response>
  weather: WeatherName
  /** Whatever is on its way is lost: the server at the other end is another one now. */
  cutAll: () => void
}

export type Kept = { status: number; headers: [string, string][]; body: ArrayBuffer }
/** Told of what the server said, of what of it reached the phone whole, and of what never came to the server. */
export type Listening = {
  heard: (path: string, kept: Kept) => void
  delivered: (path: string, kept: Kept) => void
  /** Somebody on the way said that the body is too large. */
  tooLarge: (path: string, body: unknown) => void
}

/** A phone's way to the server. Every wait is planned, so nothing on it depends on how fast this machine is. */
export function openLine(schedule: Schedule, random: Random, listening: Listening): Line {
  const olderAnswers = new Map<string, Kept>()
  let cuts = 0
  const line: Line = { weather: 'clear', fetch: ask, cutAll: () => void cuts++ }

  function ask(path: string, init: RequestInit = {}, deliver: Deliver): Promise<Response> {
    const { gone, delay, ...shares }: Weather = weathers[line.weather]
    if (gone) return Promise.reject(new TypeError('fetch failed'))
    const fate = fateOf(random, shares)
    const wait = () => new Promise<void>((resolve) => schedule.plan(random.whole(...delay), resolve))
    const { signal } = init
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      if (signal?.aborted) return reject(signal.reason)
      travel().then(resolve, reject)
    })

    async function travel(): Promise<Response> {
      const cutsBefore = cuts
      await wait()
      if (fate === 'requestLost' || cuts > cutsBefore) throw new TypeError('fetch failed')
      if (fate === 'portal') return portalAnswer(random)
      if (fate === 'refused') {
        const answer = proxyAnswer(random)
        if (answer.status === 413) listening.tooLarge(path, init.body)
        return answer
      }
      const old = olderAnswers.get(nameOf(path))
      if (fate === 'stale' && old) return answerOf(old)
      const answers = await schedule.busy(
        Promise.all(Array.from({ length: fate === 'doubled' ? 2 : 1 }, () => kept(deliver(path, init)))),
      )
      const answer = answers.at(-1)
      if (!answer) throw new Error('a request that arrived has an answer')
      for (const each of answers) listening.heard(path, each)
      await wait()
      if (fate === 'replyLost' || cuts > cutsBefore) throw new TypeError('fetch failed')
      if (fate === 'cut') return cutAnswer(answer, random)
      olderAnswers.set(nameOf(path), answer)
      listening.delivered(path, answer)
      return answerOf(answer)
    }
  }
  return line
}

type Fate = keyof Omit<Weather, 'gone' | 'delay'> | 'arrives'

function fateOf(random: Random, shares: Omit<Weather, 'gone' | 'delay'>): Fate {
  const lucky = 1 - Object.values(shares).reduce((sum, share) => sum + share, 0)
  return random.weighted<Fate>({ ...shares, arrives: Math.max(0, lucky) })
}

async function kept(answering: Promise<Response>): Promise<Kept> {
  const answer = await answering
  return { status: answer.status, headers: [...answer.headers], body: await answer.arrayBuffer() }
}

function answerOf({ status, headers, body }: Kept): Response {
  return new Response(status === 204 ? null : body, { status, headers: plainHeaders(headers) })
}

/** A body that was unpacked has no encoding any more. */
function plainHeaders(headers: readonly [string, string][]): [string, string][] {
  return headers.filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name))
}

function cutAnswer({ status, headers, body }: Kept, random: Random): Response {
  const part = new Uint8Array(body.slice(0, random.whole(0, Math.max(0, body.byteLength - 1))))
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(part)
      controller.error(new TypeError('terminated'))
    },
  })
  return new Response(broken, { status, headers: plainHeaders(headers) })
}

/** What answers in a hotel: a page, a page that says it is JSON, JSON that is none of ours, or nothing with a 204. */
function portalAnswer(random: Random): Response {
  const page = '<html><body>Welcome. Accept the terms to go on.</body></html>'
  return random.pick([
    () => new Response(page, { headers: { 'Content-Type': 'text/html' } }),
    () => new Response(page, { headers: { 'Content-Type': 'application/json' } }),
    () => Response.json({ state: 'same', ok: true }),
    () => new Response(null, { status: 204 }),
  ])()
}

/** What a proxy, a gateway or a server in need says. */
function proxyAnswer(random: Random): Response {
  const status = random.pick([401, 403, 403, 413, 429, 503, 500, 502])
  const headers: Record<string, string> = status === 429 || status === 503 ? { 'Retry-After': '30' } : {}
  if (random.chance(0.5)) return new Response('No', { status, headers: { ...headers, 'Content-Type': 'text/html' } })
  const problem = { type: 'about:blank', title: 'No', status, code: 'unavailable', detail: 'Not now.' }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  })
}

/** Without what differs each time, so that an old answer is found. */
function nameOf(path: string): string {
  return path.split('?')[0] ?? path
}
