import { openGeneration } from './worker/generations.ts'
import { takeOver } from './worker/taking-over.ts'

/**
 * One whole generation of the app, kept so that it opens without a network. It never touches the API, keeps no queue,
 * and never takes over by itself: a failed install leaves the version before it working (S30).
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

const scope = '/field/'

const generation = openGeneration(self.__WB_MANIFEST, self.registration.scope, caches, fetch)

self.addEventListener('install', (event) => event.waitUntil(generation.install()))
self.addEventListener('activate', (event) => event.waitUntil(generation.activate()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(scope)) return
  // Every page of the app is the one page.
  event.respondWith(request.mode === 'navigate' ? openApp(request) : partOf(request))
})

async function openApp(request: Request): Promise<Response> {
  return (await generation.page()) ?? fetch(request)
}

async function partOf(request: Request): Promise<Response> {
  return (await generation.part(request.url)) ?? fetch(request)
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
  page.postMessage({ open: path })
  await page.focus()
}

self.addEventListener('message', (event) => {
  const asks = event.source instanceof Client ? event.source : null
  if (event.data === 'take_over') event.waitUntil(takeOver(self, asks))
})
