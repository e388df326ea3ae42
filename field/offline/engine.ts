import { type Instant, instantFrom } from '#core/kit/time.ts'
import { type PullRequest, type PushRequest, syncApi } from '#core/sync/api.ts'
import { digestInput } from '#core/sync/documents.ts'
import { openCopying } from './copying.ts'
import { sha256Of } from './hash.ts'
import type { Holdings } from './holdings.ts'
import { lettingBytesGo } from './letting-go.ts'
import { openValue, type Watched } from './live.ts'
import { newId, nowOf, type Ports, type Wake } from './ports.ts'
import { isUnsent, isUnsentBlob } from './states.ts'
import type { AnyPut, CommandRow, Store } from './store.ts'
import type { EngineView } from './views/outbox.ts'
import type { Connection } from './views/types.ts'
import type { Stop, Wire } from './wire.ts'
import { bytesSent, changeMeta, declinedFor, type Heard, pulled, pulledSame, received } from './writes.ts'

/**
 * Hands in what was captured and fetches what the phone should hold.
 *
 *   idle ──wake──▶ pushing ──none left──▶ pulling ──complete──▶ uploading ──none left──▶ copying ──none left──▶ idle
 *                     ▲ │                    ▲ │                    │ │
 *                     └─┘ a batch left       │ └ captured meanwhile: pushing
 *                                            └──────────────────────┘ sent: what the record says of it
 *   any of them ──stop──▶ waiting (1 s to 5 min, jittered) ──timer, online, visible, tap──▶ pushing
 *
 * Nothing leaves the queue but by an outcome of the server, and nothing is shown as on record but by a pull.
 */
export type EngineState = { at: 'idle' } | { at: Step } | { at: 'waiting'; until: Instant; stop: Stop }
type Step = 'pushing' | 'pulling' | 'uploading' | 'copying'
type Next = Step | 'idle' | Stop

export type Engine = {
  state: Watched<EngineState>
  connection: Watched<Connection>
  /** For the status the screens show. */
  view: () => EngineView
  wake: (reason: Wake) => void
  /** Resolves when nothing is under way. */
  settled: () => Promise<void>
  close: () => void
}

const mostInBatch = 200
const mostBytesInBatch = 1_500_000
/** Looks again this often when nothing else happens: while somebody looks, and while nobody does. */
const lookAgain = { visible: 60_000, hidden: 300_000 }
const firstWait = 1_000
const longestWait = 300_000

export function openEngine(holdings: Holdings, store: Store, ports: Ports, wire: Wire, database: string): Engine {
  const letGo = lettingBytesGo(holdings, store, ports)
  const copying = openCopying(holdings, ports, wire)
  const state = openValue<EngineState>({ at: 'idle' })
  const connection = openValue<Connection>({ at: 'unasked' })
  let failures = 0
  let batchSize = mostInBatch
  /** Commands the server did not even take: passed over for now, so that they hold up nothing but themselves. */
  const passedOver = new Set<string>()
  let sentBytes = false
  let sendsHeld = false
  let notBefore = 0
  let underWay: Promise<void> | null = null
  let again: Wake | null = null
  let stopTimer = () => {}
  let closed = false

  const steps: Record<Step, () => Promise<Next>> = { pushing: push, pulling: pull, uploading: upload, copying: copy }

  async function push(): Promise<Next> {
    const batch = nextBatch(
      holdings.commands().filter((row) => isUnsent(row) && !passedOver.has(row.id)),
      batchSize,
    )
    if (batch.length === 0) return 'pulling'
    const nonce = newId(ports)
    const body: PushRequest = {
      nonce,
      epoch: holdings.meta().epoch,
      commands: batch.map(({ id, dseq, bytes }) => ({ id, dseq, bytes })),
    }
    const asked = ports.now()
    const answer = await wire.call(syncApi.push, { body })
    if ('stop' in answer) return declined(batch, answer.stop)
    if (answer.reply.nonce !== nonce) return { why: 'offline' }
    await holdings.change(received(answer.reply.outcomes, heard(answer.reply, asked)))
    batchSize = mostInBatch
    const answered = new Set(answer.reply.outcomes.map((outcome) => outcome.id))
    for (const row of batch) if (!answered.has(row.id)) passedOver.add(row.id)
    return 'pushing'
  }

  /** A batch too large or wrong in itself is halved until the one at fault stands alone and is passed over, never dropped. */
  async function declined(batch: readonly CommandRow[], stop: Stop): Promise<Next> {
    if (stop.why !== 'too_large' && !(stop.why === 'problem' && stop.status === 422)) return stop
    const [only] = batch
    if (batch.length > 1) batchSize = Math.ceil(batch.length / 2)
    else if (only) {
      passedOver.add(only.id)
      await holdings.change(declinedFor(only.id, stop.why === 'problem' ? stop.code : 'too_large'))
    }
    return 'pushing'
  }

  async function pull(): Promise<Next> {
    const nonce = newId(ports)
    const held = holdings.heldVersions()
    const body: PullRequest = {
      nonce,
      epoch: holdings.meta().epoch,
      digest: held.length === 0 ? null : await sha256Of(digestInput(held)),
      ...(sendsHeld ? { held } : {}),
      unsent: {
        commands: holdings.commands().filter(isUnsent).length,
        files: holdings.blobs().filter(isUnsentBlob).length,
      },
    }
    const asked = ports.now()
    const answer = await wire.call(syncApi.pull, { body })
    if ('stop' in answer) return answer.stop
    const { reply } = answer
    if (reply.nonce !== nonce) return { why: 'offline' }
    if (reply.state === 'send_held') {
      if (sendsHeld) return { why: 'problem', code: 'unavailable', status: 200 }
      sendsHeld = true
      return 'pulling'
    }
    if (reply.state === 'same') await holdings.change(pulledSame(heard(reply, asked)))
    else await holdings.change(pulled({ ...reply, puts: reply.puts.map(readPut) }, heard(reply, asked)))
    sendsHeld = reply.state === 'page' && reply.more
    if (sendsHeld) return 'pulling'
    await letGo()
    return holdings.commands().some((row) => isUnsent(row) && !passedOver.has(row.id)) ? 'pushing' : 'uploading'
  }

  /** Facts first, then bytes, the oldest first; once some are sent, a pull says what the record makes of them. */
  async function upload(): Promise<Next> {
    const unsent = new Set(
      holdings
        .commands()
        .filter(isUnsent)
        .map((row) => row.id),
    )
    const blob = holdings
      .blobs()
      .filter((one) => isUnsentBlob(one) && !unsent.has(one.fact))
      .sort((a, b) => a.capturedAt.localeCompare(b.capturedAt))[0]
    if (!blob) {
      const next = sentBytes ? 'pulling' : 'copying'
      sentBytes = false
      return next
    }
    const bytes = await store.readBytes(blob.sha256)
    if (!bytes || (await sha256Of(bytes)) !== blob.sha256) {
      await holdings.change(bytesSent(blob.sha256, 'refused', 'bytes_damaged', nowOf(ports)))
      return 'uploading'
    }
    const answer = await wire.putBytes(blob.sha256, bytes, blob)
    if ('stop' in answer) {
      const code = refusedFor(answer.stop)
      if (code === null) return answer.stop
      await holdings.change(bytesSent(blob.sha256, 'refused', code, nowOf(ports)))
      return 'uploading'
    }
    if (answer.reply.sha256 !== blob.sha256) return { why: 'offline' }
    await holdings.change(bytesSent(blob.sha256, 'received', null, nowOf(ports)))
    sentBytes = true
    return 'uploading'
  }

  /** What the office put here is copied once everything else is done, and gives way to what is captured meanwhile. */
  async function copy(): Promise<Next> {
    connection.set({ at: 'online' })
    const done = await copying.copyNext()
    if (done === 'none') return 'idle'
    if (done !== 'more') return done
    return again === null ? 'copying' : 'idle'
  }

  function heard(reply: { epoch: string; now: string }, asked: number): Heard {
    const middle = (asked + ports.now()) / 2
    return { epoch: reply.epoch, offset: Math.round(Date.parse(reply.now) - middle), at: nowOf(ports) }
  }

  async function run(): Promise<true> {
    let next: Next = 'pushing'
    while (!closed && typeof next === 'string' && next !== 'idle') {
      state.set({ at: next })
      next = await steps[next]()
    }
    if (typeof next === 'string') {
      connection.set({ at: 'online' })
      rest()
    } else await wait(next)
    return true
  }

  function rest(): void {
    failures = 0
    notBefore = 0
    state.set({ at: 'idle' })
    wakeIn(ports.isVisible() ? lookAgain.visible : lookAgain.hidden)
  }

  async function wait(stop: Stop): Promise<void> {
    sendsHeld = false
    connection.set(connectionAfter(stop))
    if (stop.why === 'no_session' && !holdings.meta().needsSignIn)
      await holdings.change(changeMeta({ needsSignIn: true }))
    const [byte = 0] = ports.random(1)
    const backOff = Math.round(Math.min(longestWait, firstWait * 2 ** failures) * (0.5 + byte / 510))
    const asked = stop.why === 'busy' ? (stop.retryAfter ?? 0) : 0
    failures += 1
    notBefore = asked > 0 ? ports.now() + asked : 0
    const pause = Math.max(backOff, asked)
    state.set({ at: 'waiting', until: instantFrom(ports.now() + pause), stop })
    wakeIn(pause)
  }

  function wakeIn(milliseconds: number): void {
    stopTimer()
    if (!closed) stopTimer = ports.later(milliseconds, () => wake('timer'))
  }

  function wake(reason: Wake): void {
    if (closed) return
    if (underWay) {
      again = reason
      if (reason === 'capture' || reason === 'tap') copying.interrupt()
      return
    }
    // What the server asked for is kept to by everything but a person's tap.
    if (reason !== 'tap' && reason !== 'timer' && ports.now() < notBefore) return
    if (reason !== 'capture' && reason !== 'live') passedOver.clear()
    if (reason === 'tap') copying.tryAll()
    stopTimer()
    underWay = ports
      .alone(`${database}:network`, run)
      .then((ran) => {
        // Another tab is at it, and tells what it wrote.
        if (ran === null) rest()
      })
      .catch((error: unknown) => {
        // The phone itself could not write or read: nothing was lost, and it is tried again.
        ports.report(error)
        return wait({ why: 'problem', code: 'phone_storage', status: 0 })
      })
      .finally(() => {
        underWay = null
        const next = again
        again = null
        const isWorthATry = next === 'tap' || next === 'signed_in' || next === 'online'
        if (next !== null && (isWorthATry || state.get().at !== 'waiting')) wake(next)
      })
  }

  const stopListening = ports.wakes(wake)
  return {
    state,
    connection,
    view() {
      const now = state.get()
      return { doing: now.at, nextTry: now.at === 'waiting' ? now.until : null, connection: connection.get() }
    },
    wake,
    async settled() {
      while (underWay) await underWay
    },
    close() {
      closed = true
      stopTimer()
      stopListening()
    },
  }
}

/** As many of the oldest as go into one request. */
function nextBatch(unsent: readonly CommandRow[], most: number): CommandRow[] {
  const batch: CommandRow[] = []
  let bytes = 0
  for (const row of [...unsent].sort((a, b) => a.dseq - b.dseq)) {
    bytes += row.bytes.length
    if (batch.length === most || (batch.length > 0 && bytes > mostBytesInBatch)) break
    batch.push(row)
  }
  return batch
}

/** A body comes as the text the server stores, or already read. */
function readPut(put: { kind: AnyPut['kind']; id: string; version: number; body?: unknown }): AnyPut {
  const body: unknown = typeof put.body === 'string' ? JSON.parse(put.body) : put.body
  return { kind: put.kind, id: put.id, version: put.version, body } as AnyPut
}

/** Bytes the server will never take; their fact stays, flagged. What was cut on the way is sent again. */
function refusedFor(stop: Stop): string | null {
  if (stop.why === 'too_large') return 'too_large'
  const asksAgain = stop.why === 'problem' && (stop.code === 'wrong_hash' || stop.code === 'wrong_size')
  return stop.why === 'problem' && stop.status === 422 && !asksAgain ? stop.code : null
}

function connectionAfter(stop: Stop): Connection {
  switch (stop.why) {
    case 'offline':
      return { at: 'offline' }
    case 'no_session':
      return { at: 'no_session' }
    case 'busy':
      return { at: 'problem', code: 'unavailable' }
    case 'too_large':
      return { at: 'problem', code: 'too_large' }
    case 'problem':
      return { at: 'problem', code: stop.code }
  }
}
