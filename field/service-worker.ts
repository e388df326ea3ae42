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

/** What the office did with a visit, in words and times of its site, as the server says it. */
self.addEventListener('push', (event) => {
  const { title, body, tag, path } = noticeIn(event.data)
  const shown = { body, tag, data: path, icon: `${scope}icon-192.png`, badge: `${scope}icon-192.png` }
  event.waitUntil(self.registration.showNotification(title, shown))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const path: unknown = event.notification.data
  event.waitUntil(openAt(typeof path === 'string' && path.startsWith(scope) ? path : scope))
})

/** A browser shows something for everything that comes: what cannot be read leads to the list. */
function noticeIn(data: PushMessageData | null): { title: string; body: string; tag: string; path: string } {
  const said: unknown = data?.json()
  const text = (name: string, otherwise: string) => {
    const value = typeof said === 'object' && said !== null ? Reflect.get(said, name) : null
    return typeof value === 'string' ? value : otherwise
  }
  return {
    title: text('title', 'Your visits changed'),
    body: text('body', ''),
    tag: text('tag', 'visits'),
    path: text('path', scope),
  }
}

/** In the page that is open, which keeps what was being done there, else in a new one. */
async function openAt(path: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find(({ url }) => new URL(url).pathname.startsWith(scope))
  if (!page) return void (await self.clients.openWindow(path))
  await page.focus()
  page.postMessage({ open: path })
}

self.addEventListener('message', (event) => {
  if (event.data === 'take_over') event.waitUntil(self.skipWaiting())
})

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
