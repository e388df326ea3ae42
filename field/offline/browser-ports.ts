import { afterDrawn } from './after-drawn.ts'
import type { Ports, Wake } from './ports.ts'

/** Pauses before a broken stream is opened again, the longer the more often it broke. */
const liveRetry = { first: 5_000, longest: 300_000 }
/** Phones of a company hear of the same change; they do not all ask in the same moment. */
const liveSpread = { least: 300, most: 1_500 }
/** Kinds of the feed that a phone's documents are made of. */
const heard = new Set([
  'work_order',
  'day',
  'site',
  'customer',
  'contact',
  'asset',
  'technician',
  'member',
  'job_type',
  'price_item',
  'organization',
])

/** The phone's browser. */
export function browserPorts(): Ports {
  const life = crypto.randomUUID()
  return {
    fetch: (input, init) => fetch(input, init),
    now: () => Date.now(),
    mono: () => performance.now(),
    life,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    later(milliseconds, run) {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
    afterDrawn: (run) => void afterDrawn(run),
    isVisible: () => document.visibilityState === 'visible',
    wakes: listen,
    report: (error) => reportError(error),
    alone,
    async free() {
      const { usage, quota } = await navigator.storage.estimate()
      return usage === undefined || quota === undefined ? null : Math.max(0, quota - usage)
    },
    tabs(database, changed) {
      const channel = new BroadcastChannel(`${database}:changes`)
      channel.onmessage = () => changed()
      return { tell: () => channel.postMessage('changed'), close: () => channel.close() }
    },
  }
}

/** One that is robbed of the lock hears of it by an error, while what it runs goes on and is waited for. */
async function alone<T>(name: string, run: () => Promise<T>, steal = false): Promise<T | null> {
  const running: Promise<T>[] = []
  const begin = (lock: Lock | null) => {
    if (lock === null) return null
    const begun = run()
    running.push(begun)
    return begun
  }
  try {
    return await navigator.locks.request(name, steal ? { steal } : { ifAvailable: true }, begin)
  } catch (error) {
    const [robbed] = running
    if (robbed && error instanceof DOMException && error.name === 'AbortError') return robbed
    throw error
  }
}

function listen(wake: (reason: Wake) => void): () => void {
  const stream = liveStream(() => wake('live'))
  const onOnline = () => {
    wake('online')
    stream.open()
  }
  const onVisibility = () => {
    if (document.visibilityState === 'visible') wake('visible')
    stream.open()
  }
  /** A page out of the browser's cache, or one that was frozen, goes on where it stood. */
  const onResume = () => wake('visible')
  addEventListener('online', onOnline)
  addEventListener('offline', stream.close)
  document.addEventListener('visibilitychange', onVisibility)
  document.addEventListener('resume', onResume)
  addEventListener('pageshow', onResume)
  stream.open()
  return () => {
    removeEventListener('online', onOnline)
    removeEventListener('offline', stream.close)
    document.removeEventListener('visibilitychange', onVisibility)
    document.removeEventListener('resume', onResume)
    removeEventListener('pageshow', onResume)
    stream.close()
  }
}

/** The server's word that something changed, while somebody looks; without it the timer does. */
function liveStream(changed: () => void): { open: () => void; close: () => void } {
  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let spread: ReturnType<typeof setTimeout> | undefined
  let pause = liveRetry.first

  function close(): void {
    clearTimeout(retry)
    source?.close()
    source = null
  }
  function open(): void {
    close()
    if (document.visibilityState !== 'visible' || !navigator.onLine) return
    source = new EventSource('/api/live?app=field')
    source.addEventListener('open', () => {
      pause = liveRetry.first
    })
    source.addEventListener('changes', ({ data }: MessageEvent<string>) => {
      if (!isHeard(data)) return
      clearTimeout(spread)
      spread = setTimeout(changed, liveSpread.least + Math.random() * (liveSpread.most - liveSpread.least))
    })
    source.onerror = () => {
      close()
      retry = setTimeout(open, pause)
      pause = Math.min(pause * 2, liveRetry.longest)
    }
  }
  return { open, close }
}

function isHeard(data: string): boolean {
  const changes: { kind: string }[] = JSON.parse(data)
  return changes.some(({ kind }) => heard.has(kind))
}
