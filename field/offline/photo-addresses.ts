import type { Store } from './store.ts'

/** Addresses for `<img>`: the phone's own bytes where it has them, else the server's. The oldest are let go of. */
const mostKept = 120

export type PhotoAddresses = {
  addressOf: (sha256: string, size: 'thumbnail' | 'full') => Promise<string | null>
  close: () => void
}

export function photoAddresses(store: Store): PhotoAddresses {
  const kept = new Map<string, string>()

  function keep(key: string, bytes: ArrayBuffer): string {
    const address = URL.createObjectURL(new Blob([bytes]))
    kept.set(key, address)
    for (const [oldest, old] of kept) {
      if (kept.size <= mostKept) break
      URL.revokeObjectURL(old)
      kept.delete(oldest)
    }
    return address
  }

  return {
    async addressOf(sha256, size) {
      const key = `${sha256}/${size}`
      const known = kept.get(key)
      if (known) {
        kept.delete(key)
        kept.set(key, known)
        return known
      }
      const own =
        size === 'thumbnail'
          ? ((await store.readThumbnail(sha256)) ?? (await store.readBytes(sha256)))
          : await store.readBytes(sha256)
      if (own) return keep(key, own)
      return navigator.onLine
        ? `/api/files/${sha256}?variant=${size === 'thumbnail' ? 'thumbnail' : 'web'}&app=field`
        : null
    },
    close() {
      for (const address of kept.values()) URL.revokeObjectURL(address)
      kept.clear()
    },
  }
}
