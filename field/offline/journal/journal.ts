import type { Id } from '#core/kit/ids.ts'
import { oneAfterAnother } from '#core/kit/one-after-another.ts'
import type { AccountRow } from '../accounts.ts'
import { openValue, type Watched } from '../live.ts'
import { isOutOfSpace } from '../out-of-space.ts'
import type { Ports } from '../ports.ts'
import type { Account, BlobRow, CommandRow } from '../store.ts'
import type { Log, Records } from './log.ts'

/**
 * A second copy of what is only on this phone, in files beside the database: Chromium throws a whole database away whose
 * disk others filled to the last byte. Kept by device, as commands are numbered, with what it takes to go on as that device.
 */
export type Journal = {
  /** What it holds of a device; null when nothing. */
  of: (device: Id) => HeldPhone | null
  phones: () => HeldPhone[]
  /** Anew whenever more came of it. */
  found: Watched<Found>
  /** Durable when it resolves; what could not be written is written with the next. */
  write: (entries: readonly Entry[]) => Promise<void>
  close: () => Promise<void>
}

/** What was there to read: a tab that is open, or gone a moment ago, has its part of the journal in its hands. */
export type Found = {
  /** Records that were not what had been written. */
  damaged: number
  /** Whether nobody else has any of it. */
  isWhole: boolean
}

/** A command as it was frozen, without what became of it: nothing did yet. */
export type KeptCommand = Pick<
  CommandRow,
  'dseq' | 'id' | 'stream' | 'streamKind' | 'streamId' | 'type' | 'bytes' | 'sha256' | 'capturedAt'
>
/** Bytes are not kept twice; a thumbnail in base64 is. */
export type KeptBytes = Pick<BlobRow, 'sha256' | 'size' | 'mediaType' | 'fact' | 'stream' | 'capturedAt'> & {
  thumbnail: string | null
}
/** What a device goes on with. */
export type Identity = { device: Id; account: Account; nextDseq: number; nextProvisional: number; isCloned: boolean }

export type Entry =
  /** `n` counts what is said of one row, over all tabs. */
  | { is: 'account'; device: Id; n: number; row: AccountRow }
  | ({ is: 'phone' } & Identity)
  | { is: 'command'; device: Id; command: KeptCommand }
  | { is: 'bytes'; device: Id; bytes: KeptBytes }
  /** Their outcome is known, or their bytes are handed in. */
  | { is: 'gone'; device: Id; commands: Id[]; bytes: string[] }

export type HeldPhone = {
  device: Id
  account: { n: number; row: AccountRow } | null
  phone: Identity | null
  commands: Map<Id, KeptCommand>
  bytes: Map<string, KeptBytes>
}

/** Written anew once there is so much more of it than twice what it was. */
const enough = 128_000
/** Of a page that ends its files are free in a moment; another tab may be open for days. */
const takeOverAfter = { first: 250, longest: 60_000 }

export async function openJournal(log: Log, ports: Pick<Ports, 'later' | 'report'>): Promise<Journal> {
  const held = new Map<Id, HeldPhone>()
  const found = openValue<Found>({ damaged: 0, isWhole: false })
  let written = 0
  let before = 0
  let isClosed = false
  let stopLooking = () => {}
  const inOrder = oneAfterAnother()

  const read = await log.read()
  add(read)
  let isBehind = read.tabs.length > 1 || read.damaged > 0
  if (read.areHeld) lookAfter(takeOverAfter.first)

  function add({ tabs, damaged, areHeld }: Records): void {
    const entries = tabs.map((records) => records.map((record) => JSON.parse(record) as Entry))
    // What one tab knows to be gone, another that was frozen may not: what comes back twice is known to the server.
    for (const ofOneTab of entries) merge(held, fold(new Map(), ofOneTab))
    written += tabs.reduce((sum, records) => sum + sizeOf(records), 0)
    found.set({ damaged: found.get().damaged + damaged, isWhole: !areHeld })
  }

  /** What others had open is added as soon as it is free, however long that takes: while this page lives. */
  function lookAfter(pause: number): void {
    const look = async () => {
      const more = await log.takeOver()
      isBehind ||= more.tabs.length > 0
      if (more.tabs.length > 0 || !more.areHeld) add(more)
      if (more.areHeld && !isClosed) lookAfter(Math.min(2 * pause, takeOverAfter.longest))
    }
    stopLooking = ports.later(pause, () => void inOrder(look).catch(ports.report))
  }

  async function rewrite(): Promise<void> {
    const records = recordsOf(held)
    await log.rewrite(records)
    written = before = sizeOf(records)
    isBehind = false
  }

  async function writeNow(entries: readonly Entry[]): Promise<void> {
    fold(held, entries)
    const records = entries.map((entry) => JSON.stringify(entry))
    written += sizeOf(records)
    if (isBehind) return rewrite()
    try {
      await log.append(records)
    } catch (error) {
      isBehind = true
      throw error
    }
    if (written > enough + 2 * before) await tidy()
    return undefined
  }

  async function tidy(): Promise<void> {
    try {
      await rewrite()
    } catch (error) {
      if (!isOutOfSpace(error)) throw error
      // All of it is written; it is tidied when there is room.
      before = written
    }
  }

  return {
    of: (device) => held.get(device) ?? null,
    phones: () => [...held.values()],
    found,
    write: (entries) => inOrder(() => writeNow(entries)),
    close() {
      isClosed = true
      stopLooking()
      return inOrder(() => log.close())
    },
  }
}

function fold(held: Map<Id, HeldPhone>, entries: readonly Entry[]): Map<Id, HeldPhone> {
  for (const entry of entries) {
    const known = held.get(entry.device)
    const phone = known ?? {
      device: entry.device,
      account: null,
      phone: null,
      commands: new Map(),
      bytes: new Map(),
    }
    held.set(entry.device, phone)
    switch (entry.is) {
      case 'account':
        phone.account = laterOf(phone.account, { n: entry.n, row: entry.row })
        break
      case 'phone': {
        const { is: _, ...identity } = entry
        phone.phone = furtherOf(phone.phone, identity)
        break
      }
      case 'command':
        phone.commands.set(entry.command.id, entry.command)
        break
      case 'bytes':
        phone.bytes.set(entry.bytes.sha256, entry.bytes)
        break
      case 'gone':
        for (const id of entry.commands) phone.commands.delete(id)
        for (const sha256 of entry.bytes) phone.bytes.delete(sha256)
    }
  }
  return held
}

function merge(into: Map<Id, HeldPhone>, from: Map<Id, HeldPhone>): void {
  fold(into, [...from.values()].flatMap(entriesOf))
}

/** Two tabs that could not know of each other: whoever is not signed in by one of them signs in again. */
function laterOf(one: HeldPhone['account'], other: NonNullable<HeldPhone['account']>): HeldPhone['account'] {
  if (!one || other.n > one.n) return other
  return other.n === one.n && !other.row.signedIn ? other : one
}

/** A number is never given twice. */
function furtherOf(one: Identity | null, other: Identity): Identity {
  if (!one) return other
  return {
    ...other,
    nextDseq: Math.max(one.nextDseq, other.nextDseq),
    nextProvisional: Math.max(one.nextProvisional, other.nextProvisional),
  }
}

function entriesOf({ device, account, phone, commands, bytes }: HeldPhone): Entry[] {
  return [
    ...(account ? [{ is: 'account' as const, device, ...account }] : []),
    ...(phone ? [{ is: 'phone' as const, ...phone }] : []),
    ...[...commands.values()].map((command) => ({ is: 'command' as const, device, command })),
    ...[...bytes.values()].map((one) => ({ is: 'bytes' as const, device, bytes: one })),
  ]
}

function recordsOf(held: Map<Id, HeldPhone>): string[] {
  return [...held.values()].flatMap(entriesOf).map((entry) => JSON.stringify(entry))
}

function sizeOf(records: readonly string[]): number {
  return records.reduce((sum, record) => sum + record.length, 0)
}
