import { mostPieces } from '#core/sync/chunks.ts'

/** Faster than this, the next request may carry twice as much; slower than that, half. */
const fast = 2_000
const slow = 8_000

/**
 * How many pieces a request carries, 64 to 512 KiB (S21): much on a good line, little on one that is cut often, where what a
 * cut costs is what was under way.
 */
export function openPartSize() {
  let pieces = 2
  let most = mostPieces
  return {
    pieces: () => pieces,
    /** For a request that begins together with one of the usual size, so that it does not end together with it. */
    unlike: () => (pieces * 2 <= most ? pieces * 2 : Math.max(1, Math.floor(pieces / 2))),
    sent(count: number, milliseconds: number) {
      if (milliseconds > slow) pieces = Math.max(1, Math.floor(pieces / 2))
      else if (milliseconds < fast && count >= pieces) pieces = Math.min(most, pieces * 2)
    },
    /** Something on the way takes no more than that. */
    tooLarge(count: number) {
      most = Math.max(1, Math.min(most, Math.floor(count / 2)))
      pieces = most
    },
    failed() {
      pieces = Math.max(1, Math.floor(pieces / 2))
    },
  }
}
