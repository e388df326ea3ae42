import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'

/**
 * One whole generation of the app, kept so that it opens without a network. It never touches the API, keeps no queue,
 * and never takes over by itself: a failed install leaves the version before it working (S30).
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

const scope = '/field/'

// Before the precache's own routing: every page of the app is the one page.
self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.mode !== 'navigate' || origin !== self.location.origin || !pathname.startsWith(scope)) return
  event.respondWith(openApp(event.request))
})

async function openApp(request: Request): Promise<Response> {
  return (await matchPrecache('index.html')) ?? fetch(request)
}

self.addEventListener('message', (event) => {
  if (event.data === 'take_over') event.waitUntil(self.skipWaiting())
})

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
