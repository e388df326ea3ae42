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
  /** Lets it, and opens the app again. Ask `agenda.now` first: never under an open visit. */
  takeOver: () => void
}

export function watchWorker(report: (error: unknown) => void): WorkerUpdates {
  const waiting = openValue(false)
  let registration: ServiceWorkerRegistration | null = null
  let agreed = false
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (agreed) location.reload()
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
      registration?.update().catch(report)
    })
  }

  function look(found: ServiceWorkerRegistration): void {
    waiting.set(found.waiting !== null && navigator.serviceWorker.controller !== null)
  }

  return {
    waiting,
    takeOver() {
      agreed = true
      registration?.waiting?.postMessage('take_over')
    },
  }
}
