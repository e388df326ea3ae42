import { largestThumbnail, pieceSize } from '#core/sync/chunks.ts'
import { thumbnailKept } from '../writes.ts'
import { isBroken, type Stop } from '../wire.ts'
import type { Around, Next } from './step.ts'
import { inLanes, isUnknownRoute, refusedFor, waitingBytes } from './waiting-bytes.ts'

/** They are small: on a line with a long way most of their time would be waiting. */
const thumbnailsInFlight = 4

/** The office sees every photo small before the first of them is there whole (S21). */
export function openThumbnails({
  holdings,
  store,
  ways,
  write,
  reached,
  isUrgent,
  giveWay,
}: Around): () => Promise<Next> {
  let isOldServer = false
  /** The line or the server broke under these: their whole pictures follow all the same. */
  const broke = new Set<string>()

  return async () => {
    // A picture of one piece is there as soon as its thumbnail would be.
    const waiting = waitingBytes(holdings).filter(
      (blob) => !blob.thumbnailSent && blob.size > pieceSize && !broke.has(blob.sha256),
    )

    async function sendNext(): Promise<'more' | 'done' | Stop> {
      const blob = isOldServer || isUrgent() ? undefined : waiting.shift()
      if (!blob) return 'done'
      const bytes = await store.readThumbnail(blob.sha256)
      if (bytes && bytes.byteLength <= largestThumbnail) {
        const answer = await ways.handIn((wire) => wire.putThumbnail(blob.sha256, bytes, blob.fact))
        await reached('thumbnail_sent')
        if ('stop' in answer && isUnknownRoute(answer.stop)) {
          isOldServer = true
          return 'done'
        }
        // One that is not taken is done without: the whole picture follows.
        if ('stop' in answer && refusedFor(answer.stop) === null) {
          if (answer.stop.why === 'offline' || isBroken(answer.stop)) broke.add(blob.sha256)
          return answer.stop
        }
        if ('reply' in answer && answer.reply.sha256 !== blob.sha256) return { why: 'offline' }
      }
      await write(thumbnailKept(blob.sha256))
      await reached('thumbnail_kept')
      return 'more'
    }

    return (await inLanes(sendNext, thumbnailsInFlight)) ?? (isUrgent() ? giveWay() : 'uploading')
  }
}
