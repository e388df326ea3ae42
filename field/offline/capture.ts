import { parseDayCommand } from '#core/fieldwork/day.ts'
import type { Id } from '#core/kit/ids.ts'
import { oneAfterAnother } from '#core/kit/one-after-another.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { type Envelope, streamName } from '#core/sync/envelope.ts'
import { judgeDay, judgeOnPhone } from '#core/sync/rebase.ts'
import { parseCommand } from '#core/work-orders/commands.ts'
import { sha256Of } from './hash.ts'
import type { Holdings } from './holdings.ts'
import { isOutOfSpace, mayBeOutOfSpace } from './out-of-space.ts'
import type { Capture, Captured } from './phone.ts'
import { newId, nowOf, type Ports } from './ports.ts'
import { type Room, spaceFor, withRoom, withRoomToSpare } from './room.ts'
import type { BlobRow, DocumentRow, Store } from './store.ts'
import { append, type Draft } from './writes.ts'

/** Bytes that go with a capture: kept before the fact that names them. */
export type WithBytes = {
  sha256: string
  bytes: ArrayBuffer
  thumbnail: ArrayBuffer | null
  mediaType: string
  /** A signature: kept like the fact it belongs to, also where there is no room for photos any more. */
  isSmall?: boolean
}

export type Capturing = {
  whyNot: (capture: Capture) => Refusal | null
  /** One after the other, so that each is judged with the ones before it. `bytes` belong to the first. */
  capture: (captures: readonly Capture[], bytes?: WithBytes) => Promise<Captured>
}

export function openCapturing(holdings: Holdings, store: Store, ports: Ports, captured: () => void): Capturing {
  const inOrder = oneAfterAnother()

  async function captureNow(captures: readonly Capture[], bytes: WithBytes | undefined): Promise<Captured> {
    const judged = judgeAll(holdings, ports, captures)
    if ('refusal' in judged) return judged
    try {
      const drafts = await Promise.all(judged.envelopes.map(freeze))
      const blobs = bytes && drafts[0] ? [blobOf(drafts[0], bytes)] : []
      const room = { holdings, store, ports }
      const refusal = bytes && !bytes.isSmall ? await spaceFor(room, sizeOf(bytes)) : null
      if (refusal) return { refusal }
      const keep = () => keepBytes(room, bytes)
      await (bytes?.isSmall ? withRoom(room, keep) : withRoomToSpare(room, keep))
      await withRoom(room, async () => {
        await holdings.change(append(drafts, blobs, documentsOf(holdings, drafts)))
        await ports.reached?.('capture_kept')
      })
    } catch (cause) {
      // The values stay on the screen, which says so (S25). What kept it from being written is told apart by its name.
      ports.report(cause)
      return { refusal: { code: codeOf(cause, bytes) }, cause }
    }
    captured()
    return { facts: judged.envelopes.map((envelope) => envelope.id) }
  }

  return {
    whyNot(capture) {
      const judged = judgeAll(holdings, ports, [capture])
      return 'refusal' in judged ? judged.refusal : null
    },
    capture: (captures, bytes) => inOrder(() => captureNow(captures, bytes)),
  }
}

function documentsOf(holdings: Holdings, drafts: readonly Draft[]): DocumentRow[] {
  const streams = new Set(drafts.filter((draft) => draft.streamKind === 'work_order').map((draft) => draft.streamId))
  return [...streams].flatMap((id) => holdings.document('work_order', id) ?? [])
}

/** Judges each by what is shown after the ones before it. */
function judgeAll(
  holdings: Holdings,
  ports: Ports,
  captures: readonly Capture[],
): { envelopes: Envelope[] } | { refusal: Refusal } {
  const { author } = holdings
  const orders = new Map<Id, ReturnType<Holdings['shown']>>()
  let day = holdings.shownDay()
  const envelopes: Envelope[] = []
  for (const capture of captures) {
    if ('day' in capture) {
      const parsed = parseDayCommand(capture.command.type, capture.command.body)
      if ('problems' in parsed) return invalid(parsed.problems)
      const envelope = seal(holdings, ports, { kind: 'day', id: author.technician }, parsed.command, day.version)
      const decision = judgeDay(day, parsed.command, envelope, author, 'author')
      if ('refusal' in decision) return decision
      day = decision.day
      envelopes.push(envelope)
    } else {
      const id = capture.workOrder
      const order = orders.has(id) ? (orders.get(id) ?? null) : holdings.shown(id)
      const parsed = parseCommand(capture.command.type, capture.command.body)
      if ('problems' in parsed) return invalid(parsed.problems)
      const envelope = seal(
        holdings,
        ports,
        { kind: 'work_order', id },
        parsed.command,
        capture.seen ?? order?.work.version ?? 0,
      )
      const decision = judgeOnPhone(order, parsed.command, envelope, author, 'author')
      if ('refusal' in decision) return decision
      if (decision.superseded) return { refusal: decision.superseded }
      orders.set(id, decision.order)
      envelopes.push(envelope)
    }
  }
  return { envelopes }
}

function invalid(problems: readonly { path: string; detail: string }[]): { refusal: Refusal } {
  const [first] = problems
  return { refusal: { code: 'invalid_body', params: { path: first?.path ?? '', detail: first?.detail ?? '' } } }
}

function seal(
  holdings: Holdings,
  ports: Ports,
  stream: Envelope['stream'],
  command: { type: string; body: object },
  seen: number,
): Envelope {
  const at = { wall: nowOf(ports), mono: Math.round(ports.mono()), life: ports.life, offset: holdings.meta().offset }
  return { v: 1, id: newId(ports), stream, type: command.type, body: command.body, seen, at }
}

/** From here on its bytes never change (S6). */
async function freeze(envelope: Envelope): Promise<Draft> {
  const bytes = JSON.stringify(envelope)
  return {
    id: envelope.id,
    stream: streamName(envelope.stream),
    streamKind: envelope.stream.kind,
    streamId: envelope.stream.id,
    type: envelope.type,
    bytes,
    sha256: await sha256Of(bytes),
    capturedAt: envelope.at.wall,
    outcome: null,
    first: null,
    code: null,
    params: null,
    number: null,
    acknowledgedAt: null,
    declined: null,
    settledAt: null,
  }
}

function blobOf(draft: Draft, { sha256, bytes, mediaType }: WithBytes): BlobRow {
  return {
    sha256,
    size: bytes.byteLength,
    mediaType,
    fact: draft.id,
    stream: draft.stream,
    capturedAt: draft.capturedAt,
    state: 'on_phone',
    code: null,
    recordedAt: null,
    kept: true,
  }
}

/** Written, read back and hashed before the fact that names them (S20). */
async function keepBytes({ store, ports }: Room, kept: WithBytes | undefined): Promise<void> {
  if (!kept) return
  const { sha256, bytes, thumbnail } = kept
  await store.putBytes(sha256, bytes, thumbnail)
  await ports.reached?.('capture_bytes_kept')
  const back = await store.readBytes(sha256)
  await ports.reached?.('capture_bytes_read_back')
  if (back === null || (await sha256Of(back)) !== sha256)
    throw new Error('the bytes read back are not those that were written')
}

function sizeOf({ bytes, thumbnail }: WithBytes): number {
  return bytes.byteLength + (thumbnail?.byteLength ?? 0)
}

function codeOf(cause: unknown, bytes: WithBytes | undefined): string {
  if (bytes && !bytes.isSmall && mayBeOutOfSpace(cause)) return 'no_space_for_photos'
  return isOutOfSpace(cause) ? 'phone_full' : 'not_saved'
}
