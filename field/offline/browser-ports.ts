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
    isVisible: () => document.visibilityState === 'visible',
    wakes: listen,
    report: (error) => reportError(error),
    async alone(name, run) {
      return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? run() : null))
    },
    tabs(database, changed) {
      const channel = new BroadcastChannel(`${database}:changes`)
      channel.onmessage = () => changed()
      return { tell: () => channel.postMessage('changed'), close: () => channel.close() }
    },
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
  addEventListener('online', onOnline)
  addEventListener('offline', stream.close)
  document.addEventListener('visibilitychange', onVisibility)
  stream.open()
  return () => {
    removeEventListener('online', onOnline)
    removeEventListener('offline', stream.close)
    document.removeEventListener('visibilitychange', onVisibility)
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
