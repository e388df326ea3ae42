import type { Holdings } from '../holdings.ts'
import { factsByHash } from '../named-bytes.ts'
import { isUnsent, isUnsentBlob } from '../states.ts'
import type { BlobRow } from '../store.ts'
import { isBroken, type Stop } from '../wire.ts'

/** Requests at once: while one waits for its answer the other uses the line (S21). */
const inFlight = 2

/**
 * Bytes that are only here and of which the server has a fact, the oldest first: a fact goes before its bytes (S20). Of
 * several that name the same, one is enough; `fact` is one it has.
 */
export function waitingBytes(holdings: Holdings): BlobRow[] {
  const commands = holdings.commands()
  const naming = factsByHash(commands)
  const unsent = new Set(commands.filter(isUnsent).map((row) => row.id))
  return holdings
    .blobs()
    .filter(isUnsentBlob)
    .flatMap((blob) => {
      const facts = [blob.fact, ...(naming.get(blob.sha256) ?? []).map((row) => row.id)]
      const fact = facts.find((one) => !unsent.has(one))
      return fact === undefined ? [] : [{ ...blob, fact }]
    })
    .sort((a, b) => a.capturedAt.localeCompare(b.capturedAt))
}

/** Runs the work in lanes, two if not said otherwise, until there is none (`done`) or one of them had to stop; the other then ends what it has begun. */
export async function inLanes(work: () => Promise<'more' | 'done' | Stop>, count = inFlight): Promise<Stop | null> {
  let halted: Stop | null = null
  async function lane(): Promise<void> {
    while (halted === null) {
      const came = await work()
      if (came === 'done') return
      if (came !== 'more') halted ??= came
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: count }, lane))
  const broken = lanes.find((one) => one.status === 'rejected')
  if (broken) throw broken.reason
  return halted
}

/** Bytes the server will never take; their fact stays, flagged. What was cut on the way is sent again. */
export function refusedFor(stop: Stop): string | null {
  // A proxy's 413 to a piece is no word of the server's: given up are only bytes that it refuses itself.
  if (stop.why === 'too_large') return stop.isOwn ? 'too_large' : null
  return stop.why === 'problem' && stop.status === 422 && !asksAgain(stop) ? stop.code : null
}

/** Said to one file, and perhaps to no other: the server broke under it, or somebody on the way finds a piece too large. */
export function isOfTheFile(stop: Stop): boolean {
  return isBroken(stop) || stop.why === 'too_large'
}

const sentWrongly = new Set(['wrong_hash', 'wrong_size', 'wrong_chunk'])

export function asksAgain(stop: Stop): boolean {
  return stop.why === 'problem' && sentWrongly.has(stop.code)
}

/** A server of before these routes. */
export function isUnknownRoute(stop: Stop): boolean {
  return stop.why === 'problem' && (stop.status === 404 || stop.status === 405)
}
