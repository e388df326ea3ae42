import { hash } from 'node:crypto'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { type Instant, parseInstant } from '#core/kit/time.ts'
import type { Clock } from '#core/sync/clock.ts'
import type { Envelope, StreamKey } from '#core/sync/envelope.ts'
import { readEnvelope } from '#core/sync/upcast.ts'
import type { CommandOutcome } from '#core/work-orders/words.ts'
import type { Command } from '#core/work-orders/commands.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** Who sends commands: a member in the office, a technician's phone, or the server itself. */
export type Author = {
  app: 'office' | 'field' | 'system'
  member: Id | null
  name: string
  device: Id | null
  technician: Id | null
  /** Its phone was signed out by the office: what it hands in waits for a person. */
  isSignedOut?: boolean
}

/** A command as it came, whatever its source. `bytes` is what is hashed and kept. */
export type Incoming = {
  id: Id
  /** The device's own count; null in the office. */
  dseq: number | null
  stream: StreamKey | null
  type: string
  body: unknown
  seen: number
  /** The device's wall clock; null where the server's counts. */
  at: Instant | null
  /** What the device's clocks said (S12); null where the server's counts. */
  clock?: Clock | null
  /** How far its wall clock was moved since what it captured before. */
  clockStep?: number | null
  bytes: string
  hash: string
  /** It was held under this id, and a person says where it belongs: its line in the ledger stays as it is. */
  wasHeld?: boolean
}

/** What became of a command, as its sender hears it. */
export type Taken = {
  id: Id
  outcome: CommandOutcome
  /** With `duplicate`: what it was the first time. */
  first: CommandOutcome | null
  refusal: Refusal | null
  number: string | null
  /** Version of the document after it; 0 where there is none. */
  version: number
}

export function hashOf(bytes: string): string {
  return hash('sha256', bytes, 'hex')
}

export function authorOf(tx: Tx, app: Author['app']): Author {
  const { memberId, name, deviceId, technicianId } = tx.actor
  return {
    app,
    member: memberId,
    name: name ?? (app === 'system' ? 'Roundtrip' : ''),
    device: app === 'field' ? (deviceId ?? null) : null,
    technician: technicianId ?? null,
  }
}

/** A command of the office or the server; sent again under the same id with the same content it is the same command. */
export function incomingFrom(id: Id, workOrder: Id, sent: Sent): Incoming {
  return incomingOf(id, { kind: 'work_order', id: workOrder }, sent)
}

/** The same for a technician's own day. */
export function incomingOfDay(id: Id, technician: Id, sent: Sent): Incoming {
  return incomingOf(id, { kind: 'day', id: technician }, sent)
}

type Sent = { type: string; body: unknown; seen: number }

function incomingOf(id: Id, stream: StreamKey, sent: Sent): Incoming {
  const bytes = JSON.stringify({ stream, ...sent })
  return { id, dseq: null, stream, ...sent, at: null, bytes, hash: hashOf(bytes) }
}

export function incomingFromServer(id: Id, workOrder: Id, command: Command): Incoming {
  return incomingFrom(id, workOrder, { type: command.type, body: command.body, seen: 0 })
}

/** What is in the bytes a phone froze; null where nobody can say. */
export function envelopeIn(bytes: string): Envelope | null {
  try {
    return readEnvelope(JSON.parse(bytes))
  } catch {
    return null
  }
}

/** What a phone captured. Bytes that cannot be read keep their place with no stream: they are held, never dropped. */
export function incomingFromPhone({ id, dseq, bytes }: { id: Id; dseq: number; bytes: string }): Incoming {
  const unread = { id, dseq, stream: null, type: '', body: null, seen: 0, at: null, bytes, hash: hashOf(bytes) }
  const envelope = envelopeIn(bytes)
  if (envelope?.id !== id) return unread
  const { stream, type, body, seen, at } = envelope
  return { ...unread, stream, type, body, seen, at: parseInstant(at.wall), clock: at }
}
