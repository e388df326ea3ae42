import { missingRuns, piecesOf, pieceSize, type Run, runsOf, type UploadState } from '#core/sync/chunks.ts'
import { sha256Of } from '../hash.ts'
import { nowOf } from '../ports.ts'
import { bytesDamaged } from '../states.ts'
import type { BlobRow } from '../store.ts'
import type { Stop } from '../wire.ts'
import { bytesSent } from '../writes.ts'
import { openPartSize } from './part-size.ts'
import type { Around, Next } from './step.ts'
import { asksAgain, inLanes, isOfTheFile, isUnknownRoute, refusedFor, waitingBytes } from './waiting-bytes.ts'

/** A file on its way: what it still lacks on the server, and what is under way to it. */
type Transfer = { blob: BlobRow; bytes: ArrayBuffer; have: readonly Run[]; underWay: Set<number>; tries: number }
type Came = 'more' | 'done' | Stop

/** Files open at once: the next is asked for while the last pieces of the one before are under way. */
const mostOpen = 2
/** After so many tries in a row that ended in nothing new, it is left for later. */
const mostTries = 3
/** One file the line or the server always breaks under holds up no other; so many in a row, and it is not the file. */
const mostBroken = 2
/** Two requests that begin within so many milliseconds go in step: both would wait for answers while the line lies idle. */
const inStep = 400

/**
 * Sends bytes in parts of their pieces, the oldest file first. What the server has is asked first, but for what was just
 * captured and cannot be there, and told with every answer, so that it goes on where it was after anything: a cut, a kill,
 * another phone that sent some (S21).
 */
export function openUploading(around: Around): () => Promise<Next> {
  const { holdings, store, ports, ways, write, reached, sent, isUrgent, giveWay } = around
  const size = openPartSize()
  /** How often line or server broke under a file: those go last. */
  const broke = new Map<string, number>()
  /** Of these nothing went up before this page was opened, and nothing was tried since: there is nothing to ask. */
  const fromBefore = new Set(holdings.blobs().map((blob) => blob.sha256))
  const tried = new Set<string>()
  const isNew = ({ sha256 }: BlobRow) => !fromBefore.has(sha256) && !tried.has(sha256)
  let sentSome = false

  async function settle(blob: BlobRow, state: 'received' | 'refused', code: string | null): Promise<void> {
    sent(blob.sha256, null)
    await write(bytesSent(blob.sha256, state, code, nowOf(ports)))
    await reached('upload_kept')
    // The office hears of both with the next pull.
    sentSome ||= state === 'received' || code === bytesDamaged
  }

  return async () => {
    const brokeUnder = (blob: BlobRow) => broke.get(blob.sha256) ?? 0
    const waiting = waitingBytes(holdings).sort((a, b) => brokeUnder(a) - brokeUnder(b))
    const open = new Set<Transfer>()
    const opening = new Set<Promise<unknown>>()
    let begunAt = Number.NEGATIVE_INFINITY
    let brokenInARow = 0
    let broken: Stop | null = null

    function breaks(blob: BlobRow, stop: Stop): Came {
      if (stop.why !== 'offline' && !isOfTheFile(stop)) return stop
      broke.set(blob.sha256, brokeUnder(blob) + 1)
      broken = stop
      brokenInARow += 1
      return brokenInARow < mostBroken ? 'more' : stop
    }

    async function work(): Promise<Came> {
      if (isUrgent()) return 'done'
      for (const transfer of open) {
        const isInStep = ports.mono() - begunAt < inStep
        const part = nextPart(transfer, isInStep ? size.unlike() : size.pieces())
        if (!part) continue
        begunAt = ports.mono()
        return send(transfer, part)
      }
      const blob = open.size + opening.size < mostOpen ? waiting.shift() : undefined
      if (blob) return opened(blob)
      if (opening.size === 0) return 'done'
      // What the other lane is about to open may be enough for both.
      await Promise.race(opening)
      return 'more'
    }

    async function opened(blob: BlobRow): Promise<Came> {
      const { promise, resolve } = Promise.withResolvers<void>()
      opening.add(promise)
      try {
        return await begin(blob)
      } finally {
        opening.delete(promise)
        resolve()
      }
    }

    async function begin(blob: BlobRow): Promise<Came> {
      const bytes = await store.readBytes(blob.sha256)
      const isWhole = bytes !== null && (await sha256Of(bytes)) === blob.sha256
      await reached('upload_read')
      if (!isWhole) {
        await settle(blob, 'refused', bytesDamaged)
        return 'more'
      }
      // An empty one has no pieces: the whole is what the server says no to.
      if (bytes.byteLength === 0) return sendWhole(blob, bytes)
      const transfer: Transfer = { blob, bytes, have: [], underWay: new Set(), tries: 0 }
      if (isNew(blob)) {
        tried.add(blob.sha256)
        open.add(transfer)
        return 'more'
      }
      const answer = await ways.handIn((wire) => wire.uploadOf(blob.sha256))
      await reached('upload_looked')
      if ('stop' in answer) return isUnknownRoute(answer.stop) ? sendWhole(blob, bytes) : breaks(blob, answer.stop)
      open.add(transfer)
      return heard(transfer, answer.reply)
    }

    async function send(transfer: Transfer, [first, last]: Run): Promise<Came> {
      const { blob, underWay } = transfer
      const numbers = Array.from({ length: last - first + 1 }, (_, n) => first + n)
      for (const n of numbers) underWay.add(n)
      const bytes = transfer.bytes.slice(first * pieceSize, (last + 1) * pieceSize)
      const hash = await sha256Of(bytes)
      const { sha256, fact } = blob
      const begun = ports.mono()
      const part = { sha256, first, bytes, hash, size: blob.size, fact }
      const answer = await ways.handIn((wire) => wire.putPart(part))
      const free = () => {
        for (const n of numbers) underWay.delete(n)
      }
      await reached('upload_sent')
      // Another lane may have ended this file meanwhile.
      if (!open.has(transfer)) return 'more'
      if ('stop' in answer) return failed(transfer, answer.stop, numbers.length, free)
      free()
      size.sent(numbers.length, ports.mono() - begun)
      transfer.tries = 0
      return heard(transfer, answer.reply)
    }

    /** What the server has now. Answers of two lanes may pass each other: what one of them said is there stays there. */
    async function heard(transfer: Transfer, said: UploadState): Promise<Came> {
      const { blob } = transfer
      if (said.sha256 !== blob.sha256) return { why: 'offline' }
      brokenInARow = 0
      if (said.state === 'stored' || said.state === 'refused') {
        open.delete(transfer)
        const isStored = said.state === 'stored'
        await settle(blob, isStored ? 'received' : 'refused', isStored ? null : 'file_refused')
        return 'more'
      }
      transfer.have = [...transfer.have, ...said.have]
      sent(blob.sha256, new Set(numbersOf(transfer.have)).size)
      return transfer.underWay.size > 0 || nextPart(transfer, 1) ? 'more' : look(transfer)
    }

    /**
     * Asks what is there, when something went wrong or every piece was sent and the whole is not there yet. What was sent
     * and not answered is no other lane’s to send before that is known: `free` lets go of it.
     */
    async function look(transfer: Transfer, free = () => {}): Promise<Came> {
      transfer.tries += 1
      if (transfer.tries > mostTries) {
        free()
        return { why: 'busy', retryAfter: null }
      }
      const answer = await ways.handIn((wire) => wire.uploadOf(transfer.blob.sha256))
      await reached('upload_looked')
      free()
      if ('stop' in answer) return answer.stop
      if (!open.has(transfer)) return 'more'
      transfer.have = answer.reply.have
      if (answer.reply.state === 'receiving' && missingOf(transfer, answer.reply.have).length === 0) {
        // The last piece again makes the server put the whole together.
        const last = Math.max(0, piecesOf(transfer.blob.size) - 1)
        return transfer.underWay.has(last) ? 'more' : send(transfer, [last, last])
      }
      return heard(transfer, answer.reply)
    }

    /** A connection that was cut is tried again at once, by what the server has; one that stays away is waited for. */
    async function failed(transfer: Transfer, stop: Stop, pieces: number, free: () => void): Promise<Came> {
      if (stop.why === 'too_large' && pieces > 1) {
        size.tooLarge(pieces)
        free()
        return 'more'
      }
      if (isUnknownRoute(stop)) {
        open.delete(transfer)
        return sendWhole(transfer.blob, transfer.bytes)
      }
      const code = refusedFor(stop)
      if (code !== null) {
        open.delete(transfer)
        await settle(transfer.blob, 'refused', code)
        return 'more'
      }
      if (isOfTheFile(stop)) {
        open.delete(transfer)
        return breaks(transfer.blob, stop)
      }
      if (stop.why !== 'offline' && !asksAgain(stop)) {
        free()
        return stop
      }
      size.failed()
      const came = await look(transfer, free)
      if (typeof came === 'string') return came
      open.delete(transfer)
      return breaks(transfer.blob, came.why === 'busy' ? stop : came)
    }

    /** A server of before the pieces takes the whole in one request. */
    async function sendWhole(blob: BlobRow, bytes: ArrayBuffer): Promise<Came> {
      const answer = await ways.handIn((wire) => wire.putBytes(blob.sha256, bytes, blob))
      await reached('upload_sent')
      if (!('stop' in answer)) {
        if (answer.reply.sha256 !== blob.sha256) return { why: 'offline' }
        brokenInARow = 0
        await settle(blob, 'received', null)
        return 'more'
      }
      const code = refusedFor(answer.stop)
      if (code === null) return breaks(blob, answer.stop)
      await settle(blob, 'refused', code)
      return 'more'
    }

    const stop = await inLanes(work)
    if (stop) return stop
    if (isUrgent()) return giveWay()
    // What the record makes of it is for a pull to say (S22).
    const next = sentSome ? 'pulling' : (broken ?? 'copying')
    sentSome = false
    return next
  }
}

/** The next missing pieces in a row that are not under way; null when there are none. */
function nextPart({ blob, have, underWay }: Transfer, most: number): Run | null {
  const [run] = missingOf({ blob, underWay }, have)
  return run ? [run[0], Math.min(run[1], run[0] + most - 1)] : null
}

function missingOf({ blob, underWay }: Pick<Transfer, 'blob' | 'underWay'>, have: readonly Run[]): Run[] {
  return missingRuns(piecesOf(blob.size), runsOf([...numbersOf(have), ...underWay]))
}

function numbersOf(runs: readonly Run[]): number[] {
  return runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n))
}
