import type { Instant } from '#core/kit/time.ts'
import { fromBase64 } from '../base64.ts'
import { sha256Of } from '../hash.ts'
import type { Holdings } from '../holdings.ts'
import { nowOf, type Ports } from '../ports.ts'
import { type BlobRow, type CommandRow, firstMeta, type Meta, type Plan, type Store } from '../store.ts'
import { changeMeta } from '../writes.ts'
import type { HeldPhone, Journal, KeptBytes, KeptCommand } from './journal.ts'

/** Puts back what the journal has of a device and its database does not. */
export async function bringBack(journal: Journal, holdings: Holdings, store: Store, ports: Ports): Promise<void> {
  // What is found from here on is brought back the next time.
  const { isWhole, damaged } = journal.found.get()
  const held = journal.of(holdings.author.device)
  if (held) await bringBackTo(holdings, held, damaged, store, ports)
  if (isWhole && holdings.meta().isComingBack) await holdings.change(changeMeta({ isComingBack: false }))
}

async function bringBackTo(
  holdings: Holdings,
  held: HeldPhone,
  unread: number,
  store: Store,
  ports: Ports,
): Promise<void> {
  const known = new Set([...holdings.commands().map((row) => row.id), ...holdings.blobs().map((row) => row.sha256)])
  const commands = [...held.commands.values()].filter(({ id }) => !known.has(id))
  const bytes = [...held.bytes.values()].filter(({ sha256 }) => !known.has(sha256))
  if (commands.length + bytes.length === 0) return
  const whole: KeptCommand[] = []
  for (const command of commands) if ((await sha256Of(command.bytes)) === command.sha256) whole.push(command)
  for (const { sha256, thumbnail } of bytes)
    if (thumbnail !== null) await store.putThumbnail(sha256, fromBase64(thumbnail))
  const damaged = unread + commands.length - whole.length
  await ports.reached?.('coming_back_thumbnails')
  await holdings.change(comeBack({ commands: whole, bytes, damaged }, nowOf(ports)))
}

/** Only a database that takes the place of one that is gone waits for the journal, before anybody sees or sends of it. */
export async function comeBackFirst(holdings: Holdings, store: Store, ports: Ports): Promise<void> {
  if (!holdings.meta().isComingBack) return
  const journal = await ports.journal?.()
  // Without its files this time: the next page looks again.
  if (journal) await bringBack(journal, holdings, store, ports)
}

export type Lost = { commands: readonly KeptCommand[]; bytes: readonly KeptBytes[]; damaged: number }

/** Under their own ids and numbers, once: what is there already, of another tab or an earlier try, is left as it is. */
export function comeBack({ commands, bytes, damaged }: Lost, at: Instant): Plan {
  return async (rows) => {
    const meta = await rows.meta()
    const there = await rows.commands()
    const ids = new Set(there.map((row) => row.id))
    const numbers = new Set(there.map((row) => row.dseq))
    const missing = commands.filter(({ id }) => !ids.has(id)).sort((a, b) => a.dseq - b.dseq)
    let nextDseq = Math.max(meta.nextDseq, ...[...missing, ...there].map(({ dseq }) => dseq + 1))
    // A number this database has given since to something else stays with that: no number is two things here.
    const back = missing.map((command) => rowOf(command, numbers.has(command.dseq) ? nextDseq++ : command.dseq))
    const known = await Promise.all(bytes.map(({ sha256 }) => rows.blob(sha256)))
    const blobs = bytes.filter((_, index) => known[index] === undefined).map(blobOf)
    const hasBytes = await Promise.all(blobs.map(({ sha256 }) => rows.hasBytes(sha256)))
    if (back.length + blobs.length === 0) return {}
    const cameBack = {
      at,
      commands: (meta.cameBack?.commands ?? 0) + back.length,
      withoutBytes: (meta.cameBack?.withoutBytes ?? 0) + hasBytes.filter((has) => !has).length,
      damaged,
    }
    return { commands: back, blobs, meta: { ...meta, nextDseq, cameBack } }
  }
}

/** What a database begins with that takes the place of one that is gone. */
export function metaFrom({ phone }: HeldPhone): Meta | null {
  if (!phone) return null
  const { device, account, nextDseq, nextProvisional, isCloned } = phone
  return { ...firstMeta(device, account), nextDseq, nextProvisional, isCloned, isComingBack: true }
}

function rowOf(command: KeptCommand, dseq: number): CommandRow {
  const unanswered = { outcome: null, first: null, code: null, params: null, number: null, acknowledgedAt: null }
  return { ...command, ...unanswered, dseq, declined: null, settledAt: null }
}

/** Its bytes are missed when they are to go up, and the office is told (S20); its thumbnail goes up before. */
function blobOf({ sha256, size, mediaType, fact, stream, capturedAt }: KeptBytes): BlobRow {
  const row = { sha256, size, mediaType, fact, stream, capturedAt }
  return { ...row, state: 'on_phone', code: null, recordedAt: null, kept: true }
}
