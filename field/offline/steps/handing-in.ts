import type { Id } from '#core/kit/ids.ts'
import { type PushRequest, syncApi } from '#core/sync/api.ts'
import { newId } from '../ports.ts'
import { isUnsent } from '../states.ts'
import type { CommandRow } from '../store.ts'
import { isBroken, type Stop } from '../wire.ts'
import { declinedFor, received } from '../writes.ts'
import { type Around, heardOf, type Next } from './step.ts'

const mostInBatch = 200
const bytesInBatch = { most: 1_500_000, least: 16_000 }
/** A server that breaks so many times in a row under a push may break under what it carries. */
const mostBreaks = 3
/** So many passed over without one that was taken, and it is rather the server: the next ones wait for the next try. */
const mostPassedOver = 3

/** Hands in commands, the oldest first. Nothing leaves the queue but by an outcome of the server (S4). */
export type HandingIn = {
  push: () => Promise<Next>
  isLeft: () => boolean
  /** What the server did not even take is offered again: the timer, the network or a person asks. */
  offerAll: () => void
}

export function openHandingIn({ holdings, ports, ways, write, reached }: Around): HandingIn {
  let batchSize = mostInBatch
  /** A line that carries a little and then breaks is given less to carry (S9). */
  let batchBytes = bytesInBatch.most
  /** Passed over for now, so that they hold up nothing but themselves. */
  const passedOver = new Set<Id>()
  let breaksInARow = 0
  let passedOverInARow = 0
  /** The last try ended before everything was offered: the next one goes on from there. */
  let isInTheMiddle = false
  const offered = () => holdings.commands().filter((row) => isUnsent(row) && !passedOver.has(row.id))

  async function push(): Promise<Next> {
    const batch = nextBatch(offered(), batchSize, batchBytes)
    if (batch.length === 0) {
      breaksInARow = 0
      return 'pulling'
    }
    await reached('push_chosen')
    const nonce = newId(ports)
    const body: PushRequest = {
      nonce,
      epoch: holdings.meta().epoch,
      commands: batch.map(({ id, dseq, bytes }) => ({ id, dseq, bytes })),
    }
    const asked = ports.now()
    const answer = await ways.handIn((wire) => wire.call(syncApi.push, { body }))
    await reached('push_answered')
    if ('stop' in answer) return declined(batch, answer.stop)
    // An answer out of a cache on the way, to another question (S9).
    if (answer.reply.nonce !== nonce) return { why: 'offline' }
    const { outcomes, isCopied } = answer.reply
    await write(received(outcomes, heardOf(answer.reply, asked, ports), isCopied))
    await reached('push_kept')
    batchSize = mostInBatch
    passedOverInARow = 0
    // Once it is known to be one of them, the search goes on until none is left.
    if (breaksInARow <= mostBreaks) breaksInARow = 0
    // A restored server takes nothing before it was offered what it had (S19): from the oldest on, with the next push.
    if (body.epoch !== null && answer.reply.epoch !== body.epoch) return 'pushing'
    const answered = new Set(outcomes.map((outcome) => outcome.id))
    // One of those passed over was taken: it was the server, and the others go in their turn again.
    if (batch.some((row) => row.declined !== null && answered.has(row.id))) passedOver.clear()
    for (const row of batch) if (!answered.has(row.id)) passedOver.add(row.id)
    return 'pushing'
  }

  /**
   * A batch too large, wrong in itself, or under which the server breaks again and again, is halved until the one at fault
   * stands alone and is passed over, never dropped.
   */
  async function declined(batch: readonly CommandRow[], stop: Stop): Promise<Next> {
    if (stop.why === 'offline') batchBytes = Math.max(bytesInBatch.least, batchBytes / 4)
    const broke = isBroken(stop)
    if (broke) breaksInARow += 1
    const isAtFault = broke
      ? breaksInARow > mostBreaks || batch.some((row) => row.declined !== null)
      : stop.why === 'too_large' || (stop.why === 'problem' && stop.status === 422)
    if (!isAtFault) return stop
    const [only] = batch
    if (batch.length > 1) batchSize = Math.ceil(batch.length / 2)
    else if (only) {
      passedOver.add(only.id)
      await write(declinedFor(only.id, stop.why === 'problem' ? stop.code : 'too_large'))
      await reached('push_declined')
      passedOverInARow = broke ? passedOverInARow + 1 : 0
    }
    if (passedOverInARow < mostPassedOver) return 'pushing'
    passedOverInARow = 0
    isInTheMiddle = true
    return stop
  }

  /** In the middle of what the server breaks under, the oldest alone is offered again: it tells whether it was the server. */
  function offerAll(): void {
    const [oldest] = holdings
      .commands()
      .filter((row) => passedOver.has(row.id))
      .sort((a, b) => a.dseq - b.dseq)
    if (!isInTheMiddle) passedOver.clear()
    else if (oldest) passedOver.delete(oldest.id)
    isInTheMiddle = false
  }

  return { push, isLeft: () => offered().length > 0, offerAll }
}

/** As many of the oldest as go into one request. */
function nextBatch(unsent: readonly CommandRow[], most: number, mostBytes: number): CommandRow[] {
  const batch: CommandRow[] = []
  let bytes = 0
  for (const row of [...unsent].sort((a, b) => a.dseq - b.dseq)) {
    bytes += row.bytes.length
    if (batch.length === most || (batch.length > 0 && bytes > mostBytes)) break
    batch.push(row)
  }
  return batch
}
