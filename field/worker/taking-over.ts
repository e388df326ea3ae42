/**
 * A newer version takes over only when the page that asks is the only one open: others began with the version before, and
 * may have a visit open (SYNC S30). Without anybody asking it takes over once the last page is closed.
 */
export async function takeOver(
  scope: {
    clients: {
      matchAll: (which: { type: 'window'; includeUncontrolled: true }) => Promise<readonly { id: string }[]>
    }
    skipWaiting: () => Promise<void>
  },
  asks: { id: string; postMessage: (message: unknown) => void } | null,
): Promise<void> {
  const open = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const others = open.filter((page) => page.id !== asks?.id).length
  if (others === 0) await scope.skipWaiting()
  else asks?.postMessage({ othersOpen: others })
}
