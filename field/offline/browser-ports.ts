import type { Ports, Wake } from './ports.ts'

/** How long after the last word of the server a silent stream is opened again. */
const liveRetry = 15_000

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
  let stream: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  /** The server's word that something changed, while somebody looks; without it the timer does. */
  function openStream(): void {
    closeStream()
    if (document.visibilityState !== 'visible' || !navigator.onLine) return
    stream = new EventSource('/api/live?app=field')
    for (const name of ['message', 'changed', 'feed']) stream.addEventListener(name, () => wake('live'))
    stream.onerror = () => {
      closeStream()
      retry = setTimeout(openStream, liveRetry)
    }
  }
  function closeStream(): void {
    clearTimeout(retry)
    stream?.close()
    stream = null
  }
  const onOnline = () => {
    wake('online')
    openStream()
  }
  const onVisibility = () => {
    if (document.visibilityState === 'visible') wake('visible')
    openStream()
  }
  addEventListener('online', onOnline)
  addEventListener('offline', closeStream)
  document.addEventListener('visibilitychange', onVisibility)
  openStream()
  return () => {
    removeEventListener('online', onOnline)
    removeEventListener('offline', closeStream)
    document.removeEventListener('visibilitychange', onVisibility)
    closeStream()
  }
}
