/**
 * A newer version takes over only when the page that asks is the only one open: others began with the version before, and
 * may have a visit open (SYNC S30). Without anybody asking it takes over once the last page is closed.
 */
export async function takeOver(
  scope: {
    clients: {
      matchAll: (which: {
        type: 'window'
        includeUncontrolled: true
      }) => Promise<readonly { id: string; url: string }[]>
    }
    skipWaiting: () => Promise<void>
    registration: { scope: string }
  },
  asks: { id: string; postMessage: (message: unknown) => void } | null,
): Promise<void> {
  const open = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  // The office has the same origin, and another app.
  const others = open.filter(({ id, url }) => id !== asks?.id && url.startsWith(scope.registration.scope)).length
  if (others === 0) await scope.skipWaiting()
  else asks?.postMessage({ othersOpen: others })
}
