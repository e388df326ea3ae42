import type { Instant } from '#core/kit/time.ts'
import type { Around } from './steps/step.ts'
import { lettingGo } from './writes.ts'

/** Bytes without a fact are of a photo that was never committed; one being taken right now has its fact long before this. */
const orphanAfter = 10 * 60_000

/** Lets go of bytes the record has held for 14 days (S22), and of those a killed page left behind before their fact. */
export function lettingBytesGo({ holdings, store, ports, write, reached }: Around): (now: Instant) => Promise<void> {
  let orphans = new Map<string, number>()
  let lookedAt: number | null = null

  return async (now) => {
    const { blobs = [] } = await write(lettingGo(now))
    await reached('letting_go_marked')
    if (blobs.length > 0) await store.dropBytes(blobs.map((blob) => blob.sha256))
    await reached('letting_go_done')
    if (lookedAt !== null && ports.mono() - lookedAt < orphanAfter) return
    lookedAt = ports.mono()
    const left = (await store.keptBytes()).filter((sha256) => !holdings.blob(sha256)?.kept)
    const old = left.filter((sha256) => ports.mono() - (orphans.get(sha256) ?? ports.mono()) >= orphanAfter)
    if (old.length > 0) await store.dropBytes(old)
    orphans = new Map(
      left.filter((sha256) => !old.includes(sha256)).map((sha256) => [sha256, orphans.get(sha256) ?? ports.mono()]),
    )
  }
}
