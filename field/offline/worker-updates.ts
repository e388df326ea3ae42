import { openValue, type Watched } from './live.ts'

/** An app that stays open for days looks for a newer version when somebody comes back to it. */
const lookAgain = 3600_000

/**
 * The service worker makes the app open without a network. A new version waits until the page lets it take over, which
 * it does only when no visit is open and somebody agrees (S30).
 */
export type WorkerUpdates = {
  /** Whether a newer version waits to take over. */
  waiting: Watched<boolean>
  /** Other pages of the app that stood in its way when it was last let: they are closed first. */
  othersOpen: Watched<number>
  /** Lets it, and opens the app again. Ask `agenda.now` first: never under an open visit, nor under another page. */
  takeOver: () => void
}

export function watchWorker(report: (error: unknown) => void): WorkerUpdates {
  const waiting = openValue(false)
  const othersOpen = openValue(0)
  let registration: ServiceWorkerRegistration | null = null
  let agreed = false
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (agreed) location.reload()
    })
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'object' || data === null || !('othersOpen' in data)) return
      agreed = false
      othersOpen.set(Number(data.othersOpen))
    })
    navigator.serviceWorker
      .register('/field/service-worker.js', { scope: '/field/' })
      .then((found) => {
        registration = found
        look(found)
        found.addEventListener('updatefound', () =>
          found.installing?.addEventListener('statechange', () => look(found)),
        )
      })
      .catch(report)
    let lookedAt = Date.now()
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || !navigator.onLine || Date.now() - lookedAt < lookAgain) return
      lookedAt = Date.now()
      // A network that leads nowhere ends here too: the version that is here goes on, and it is looked again in an hour.
      registration?.update().catch(report)
    })
  }

  function look(found: ServiceWorkerRegistration): void {
    waiting.set(found.waiting !== null && navigator.serviceWorker.controller !== null)
  }

  return {
    waiting,
    othersOpen,
    takeOver() {
      agreed = true
      othersOpen.set(0)
      registration?.waiting?.postMessage('take_over')
    },
  }
}
