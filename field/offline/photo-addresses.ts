import type { Holdings } from './holdings.ts'
import { isKept } from './media-types.ts'
import type { Store } from './store.ts'

/** Addresses for `<img>` and windows: the phone's own bytes where it has them, else the server's. The oldest are let go of. */
const mostKept = 120

export type PhotoAddresses = {
  addressOf: (sha256: string, size: 'thumbnail' | 'full') => Promise<string | null>
  close: () => void
}

export function photoAddresses(store: Store, holdings: Pick<Holdings, 'blob' | 'copy'>): PhotoAddresses {
  const kept = new Map<string, string>()

  function keep(key: string, bytes: ArrayBuffer, type: string | undefined): string {
    const address = URL.createObjectURL(new Blob([bytes], { type: isKept(type) ? type : 'application/octet-stream' }))
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
      // A file the office took back opens no longer, also where it was opened before.
      if (known && (holdings.blob(sha256) ?? holdings.copy(sha256))) {
        kept.delete(key)
        kept.set(key, known)
        return known
      }
      const own =
        size === 'thumbnail'
          ? ((await store.readThumbnail(sha256)) ?? (await store.readBytes(sha256)))
          : await store.readBytes(sha256)
      if (own) return keep(key, own, holdings.blob(sha256)?.mediaType)
      const isSmall = holdings.copy(sha256)?.thumbnail === true
      const copy = size === 'full' && isSmall && navigator.onLine ? null : await store.readCopy(sha256)
      if (copy) return keep(key, copy, holdings.copy(sha256)?.mediaType)
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
