import { base64Of } from '../base64.ts'
import type { Holdings } from '../holdings.ts'
import { mayBeOutOfSpace } from '../out-of-space.ts'
import type { Ports } from '../ports.ts'
import { isUnsent, isUnsentBlob } from '../states.ts'
import type { BlobRow, CommandRow, Store } from '../store.ts'
import { bringBack } from './coming-back.ts'
import type { Entry, Found, HeldPhone, Identity, Journal, KeptBytes, KeptCommand } from './journal.ts'

export type Keeping = {
  /** Resolves when the journal has what was kept so far, or cannot have it. */
  settled: () => Promise<void>
  close: () => void
}

/** Facts may use up so much of the room kept for them before their second copy does. */
const partsLeftForFacts = 1

/**
 * Writes what is only here into the journal as soon as the database has it, and strikes it out when it is handed in; what
 * only the journal has is put back, again whenever more of it was found. Nothing waits for that, and nothing is refused
 * when it fails.
 */
export function keepJournal(journal: Journal, holdings: Holdings, store: Store, ports: Ports): Keeping {
  const kept = holdings.live.watch(['commands', 'blobs', 'status'], () => ({}))
  let seen: object | null = null
  let broughtBack: Found | null = null
  let underWay: Promise<void> | null = null
  let isClosed = false

  const isDone = () => seen === kept.get() && broughtBack === journal.found.get()

  async function keep(): Promise<void> {
    while (!isClosed && !isDone()) {
      await bringBackFound()
      seen = kept.get()
      const entries = await entriesToWrite(holdings, store, journal.of(holdings.author.device))
      if (entries.length > 0) await written(entries)
      await ports.reached?.('journal_written')
    }
  }

  async function bringBackFound(): Promise<void> {
    const found = journal.found.get()
    if (found === broughtBack) return
    broughtBack = null
    await bringBack(journal, holdings, store, ports)
    broughtBack = found
  }

  async function written(entries: readonly Entry[]): Promise<void> {
    try {
      await journal.write(entries)
    } catch (error) {
      if (!mayBeOutOfSpace(error)) throw error
      // Now it is behind, and is written whole: here if the reserve helps, else with the next.
      if (await store.reserve.release(partsLeftForFacts)) await journal.write([])
    }
  }

  function look(): void {
    if (isClosed || underWay || isDone()) return
    underWay = keep()
      .catch((error: unknown) => {
        // The copy of a full phone goes without; the facts themselves are kept.
        if (!isClosed && !mayBeOutOfSpace(error)) ports.report(error)
      })
      .finally(() => {
        underWay = null
        // What could not be brought back now is tried with the next change.
        if (seen !== null && broughtBack !== null) look()
      })
  }

  const stops = [kept.subscribe(look), journal.found.subscribe(look)]
  look()
  return {
    async settled() {
      while (underWay) await underWay
    },
    close() {
      isClosed = true
      for (const stop of stops) stop()
    },
  }
}

async function entriesToWrite(holdings: Holdings, store: Store, held: HeldPhone | null): Promise<Entry[]> {
  const { device } = holdings.author
  const entries: Entry[] = []
  const phone = identityOf(holdings)
  if (!held?.phone || !isSame(held.phone, phone)) entries.push({ is: 'phone', ...phone })
  const commands = new Map(holdings.commands().map((row) => [row.id, row]))
  for (const row of commands.values())
    if (isUnsent(row) && !held?.commands.has(row.id)) entries.push({ is: 'command', device, command: commandOf(row) })
  const blobs = holdings.blobs()
  for (const blob of blobs)
    if (isUnsentBlob(blob) && !held?.bytes.has(blob.sha256))
      entries.push({ is: 'bytes', device, bytes: await bytesOf(blob, store) })
  const sent = {
    // What the database does not know is not gone: it comes back.
    commands: [...(held?.commands.keys() ?? [])].filter((id) => {
      const row = commands.get(id)
      return row !== undefined && !isUnsent(row)
    }),
    bytes: blobs.filter((blob) => held?.bytes.has(blob.sha256) && !isUnsentBlob(blob)).map((blob) => blob.sha256),
  }
  if (sent.commands.length + sent.bytes.length > 0) entries.push({ is: 'gone', device, ...sent })
  return entries
}

function identityOf(holdings: Holdings): Identity {
  const { device, account, nextDseq, nextProvisional, isCloned = false } = holdings.meta()
  return { device, account, nextDseq, nextProvisional, isCloned }
}

function isSame(one: Identity, other: Identity): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function commandOf(row: CommandRow): KeptCommand {
  const { dseq, id, stream, streamKind, streamId, type, bytes, sha256, capturedAt } = row
  return { dseq, id, stream, streamKind, streamId, type, bytes, sha256, capturedAt }
}

async function bytesOf(blob: BlobRow, store: Store): Promise<KeptBytes> {
  const { sha256, size, mediaType, fact, stream, capturedAt } = blob
  const thumbnail = await store.readThumbnail(sha256)
  const text = thumbnail && base64Of(new Uint8Array(thumbnail)).join('')
  return { sha256, size, mediaType, fact, stream, capturedAt, thumbnail: text }
}
