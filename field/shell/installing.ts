import { openValue } from '../offline/live.ts'

/** What a browser gives a page that may go to the home screen; not in the DOM's types. */
type InstallPrompt = Event & { prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }> }

/** `by_hand`: the browser can, and only by its own menu. */
export type Installing = 'installed' | 'offered' | 'by_hand' | 'unknown'

const offered = openValue<InstallPrompt | null>(null)
export const installing = openValue<Installing>('unknown')

/** Call once, early: the browser offers it before anything is drawn. */
export function listenToInstalling(): void {
  installing.set(now())
  addEventListener('beforeinstallprompt', (event) => {
    // Asked in Settings, when somebody looks for it, and not in the way.
    event.preventDefault()
    if (isPrompt(event)) offered.set(event)
    installing.set(now())
  })
  addEventListener('appinstalled', () => {
    offered.set(null)
    installing.set('installed')
  })
}

export async function install(): Promise<void> {
  const prompt = offered.get()
  if (!prompt) return
  const { outcome } = await prompt.prompt()
  // A prompt serves once; the browser offers another when it sees fit.
  offered.set(null)
  installing.set(outcome === 'accepted' ? 'installed' : now())
}

function now(): Installing {
  if (matchMedia('(display-mode: standalone)').matches) return 'installed'
  if (offered.get()) return 'offered'
  return isApple() ? 'by_hand' : 'unknown'
}

/** Safari on a phone or tablet of Apple: a tablet says it is a Mac, and has fingers. */
export function isApple(): boolean {
  return (
    /iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  )
}

function isPrompt(event: Event): event is InstallPrompt {
  return 'prompt' in event && typeof event.prompt === 'function'
}
