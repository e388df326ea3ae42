import { mostDamaged, type PullRequest, syncApi, waitingNamed } from '#core/sync/api.ts'
import { digestInput } from '#core/sync/documents.ts'
import { evidenceOf } from '#core/work-orders/missing.ts'
import { sha256Of } from '../hash.ts'
import type { Holdings } from '../holdings.ts'
import { lettingBytesGo } from '../letting-go.ts'
import { newId } from '../ports.ts'
import { bytesDamaged, isOnlyHere, isUnsent, stateOf } from '../states.ts'
import type { AnyPut } from '../store.ts'
import { pulled, pulledSame } from '../writes.ts'
import type { HandingIn } from './handing-in.ts'
import { type Around, heardOf, type Next } from './step.ts'

/** Fetches what the phone should hold, page by page (S13), and tells the office what is only here (S31). */
export type Fetching = {
  pull: () => Promise<Next>
  /** The pull is broken off: the next one begins with the digest. */
  breakOff: () => void
  /** Something was handed in: what the server holds differs from what is here. */
  expectNews: () => void
}

/** So many are named in less time than a question takes on a slow line. */
const fewHeld = 150

export function openFetching(around: Around, handingIn: HandingIn): Fetching {
  const { holdings, ports, ways, write, reached } = around
  const letGo = lettingBytesGo(around)
  let sendsHeld = false
  let isNews = false

  async function pull(): Promise<Next> {
    const nonce = newId(ports)
    const held = holdings.heldVersions()
    const body: PullRequest = {
      nonce,
      epoch: holdings.meta().epoch,
      // Over the rows that are here, never a number of the server's (S17).
      digest: held.length === 0 ? null : await sha256Of(digestInput(held)),
      // Something was handed in since: it is known to differ, and a question is spared.
      ...(sendsHeld || (isNews && held.length <= fewHeld) ? { held } : {}),
      unsent: unsentOf(holdings),
      ...damagedOf(holdings),
      free: (await ports.free?.()) ?? null,
      ...waitingOf(holdings),
      prices: true,
    }
    await reached('pull_asked')
    const asked = ports.now()
    const answer = await ways.read((wire) => wire.call(syncApi.pull, { body }))
    await reached('pull_answered')
    if ('stop' in answer) return answer.stop
    isNews = false
    const { reply } = answer
    if (reply.nonce !== nonce) return { why: 'offline' }
    if (reply.state === 'send_held') {
      if (sendsHeld) return { why: 'problem', code: 'unavailable', status: 200 }
      sendsHeld = true
      return 'pulling'
    }
    const heard = heardOf(reply, asked, ports)
    const before = standing()
    await write(
      reply.state === 'same'
        ? pulledSame(heard, reply.settled)
        : pulled({ ...reply, puts: reply.puts.map(readPut) }, heard),
    )
    await reached('pull_kept')
    sendsHeld = reply.state === 'page' && reply.more
    // A page of nothing that could be taken is told again by whoever is asked again at once.
    if (sendsHeld && standing() === before) return { why: 'problem', code: 'unavailable', status: 200 }
    // What was captured meanwhile goes before the next page.
    if (sendsHeld) return handingIn.isLeft() ? 'pushing' : 'pulling'
    await letGo(heard.now)
    return handingIn.isLeft() ? 'pushing' : 'thumbnails'
  }

  /** What is here, and of which history of the server. */
  function standing(): string {
    return `${holdings.meta().epoch}\n${digestInput(holdings.heldVersions())}`
  }

  return { pull, breakOff: () => void (sendsHeld = false), expectNews: () => void (isNews = true) }
}

function unsentOf(holdings: Holdings): PullRequest['unsent'] {
  const commands = holdings.commands().filter(isUnsent)
  const files = holdings.blobs().filter(isOnlyHere)
  const [since = null] = [...commands, ...files].map((row) => row.capturedAt).sort()
  return { commands: commands.length, files: files.length, since }
}

/** A phone of which nothing waits for the office says nothing of it. */
function waitingOf(holdings: Holdings): Pick<PullRequest, 'waiting'> {
  const held = holdings.commands().filter((row) => stateOf(row) === 'held')
  return held.length === 0 ? {} : { waiting: held.slice(-waitingNamed).map((row) => row.id) }
}

/** Bytes that will not come any more, as long as a record here waits for them. */
function damagedOf(holdings: Holdings): Pick<PullRequest, 'damaged'> {
  const lost = holdings.blobs().filter((blob) => blob.state === 'refused' && blob.code === bytesDamaged)
  if (lost.length === 0) return {}
  const awaited = new Set(
    holdings
      .documents('work_order')
      .flatMap(({ body }) => evidenceOf(body.work).awaited)
      .map((one) => one.sha256),
  )
  const told = lost.filter((blob) => awaited.has(blob.sha256)).map((blob) => blob.sha256)
  return told.length > 0 ? { damaged: told.slice(0, mostDamaged) } : {}
}

/** A body comes as the text the server stores, or already read. */
function readPut(put: { kind: AnyPut['kind']; id: string; version: number; body?: unknown }): AnyPut {
  const body: unknown = typeof put.body === 'string' ? JSON.parse(put.body) : put.body
  return { kind: put.kind, id: put.id, version: put.version, body } as AnyPut
}
