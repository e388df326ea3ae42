import type { Id } from '#core/kit/ids.ts'
import { isDayCommand } from '#core/fieldwork/day.ts'
import { type StreamKey, streamName } from '#core/sync/envelope.ts'
import { type Command, parseCommand } from '#core/work-orders/commands.ts'
import { findFact } from '#core/work-orders/corrections.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type Desk, type Stream, streamFrom, take } from './desk.ts'
import { type Author, authorOf, type Incoming, incomingFromServer, type Taken } from './incoming.ts'
import { knownTechnicians, purchaseOrderRequired, readPlaces, readPromise, workOrderNumbers } from './lookups.ts'
import { bytesNamed, placesNamed, techniciansNamed } from './prepare.ts'
import { announceFiles, lockDocuments, readLedger, readNumbers, write, type Writing } from './record-queries.ts'
import { addDifference, noRowChanges, type RowChanges, rowsOf, rowsOfDay } from './rows.ts'
import { consequencesOf } from './consequences.ts'

/**
 * The one way into the record, whatever the source: replays what is known, locks the streams, lets core decide, and
 * writes ledger, entries, documents and rows in one statement. A command that cannot be applied is held or refused;
 * only a fault throws. `numbers` is for records that come with theirs.
 */
export async function applyCommands(
  tx: Tx,
  author: Author,
  batch: readonly Incoming[],
  numbers?: Desk['nextNumber'],
): Promise<Taken[]> {
  const series = workOrderNumbers(tx)
  const desk = await open(tx, author, batch, numbers ?? series.next)
  const answers: Taken[] = []
  for (const command of batch) answers.push(await take(desk, command))
  // Sent together, done in this order; of two that fail the first says why.
  const written = write(tx, writingOf(desk))
  const kept = series.keep()
  const following = consequencesOf(tx, author, [...desk.streams.values()])
  await Promise.allSettled([written, kept, following])
  await written
  await kept
  const follows = await following
  for (const stream of desk.streams.values()) {
    if (stream.version !== stream.readVersion) tx.touched(stream.key.kind, stream.key.id, stream.version)
  }
  tellOfHeld(tx, desk)
  if (follows.length > 0) await applyCommands(tx, authorOf(tx, 'system'), follows)
  return answers
}

/** What the server itself says to a work order: bytes stored, an invoice issued. Null where the work order does not exist. */
export async function applySystem(tx: Tx, workOrder: Id, command: Command, id: Id = newId()): Promise<Taken> {
  const [taken] = await applyCommands(tx, authorOf(tx, 'system'), [incomingFromServer(id, workOrder, command)])
  if (!taken) throw new Error('a command has an outcome')
  return taken
}

/** Keeps a command that throws alone, so that it is in the office's list and the queue behind it goes on (S8). */
export async function holdCommand(tx: Tx, author: Author, command: Incoming, code: string): Promise<Taken> {
  const unread: Incoming = { ...command, type: command.type.slice(0, 60) }
  const stream = unread.stream
  const stored = stream ? await lockDocuments(tx, [stream]) : new Map()
  const ledger = await readLedger(tx, [command.id])
  const desk: Desk = {
    ...emptyDesk(tx, author, workOrderNumbers(tx).next),
    ledger,
    numbers: await numbersOf(tx, author, [command]),
  }
  if (stream) desk.streams.set(streamName(stream), streamFrom(stream, stored.get(streamName(stream))))
  const known = ledger.get(command.id)
  if (known) return take(desk, command)
  const taken: Taken = { id: command.id, outcome: 'held', first: null, refusal: { code }, number: null, version: 0 }
  const line = {
    hash: command.hash,
    outcome: 'held' as const,
    answer: { refusal: { code }, number: null },
    version: null,
  }
  desk.taken.push({ command: unread, taken, line, hold: { code } })
  const one = stream && desk.streams.get(streamName(stream))
  if (one && command.dseq !== null) {
    one.settled = command.dseq
    if (one.readVersion > 0) one.version += 1
  }
  await write(tx, writingOf(desk))
  if (one && one.version !== one.readVersion) tx.touched(one.key.kind, one.key.id, one.version)
  tellOfHeld(tx, desk)
  return taken
}

/** The office's list of what waits for a person is live. */
function tellOfHeld(tx: Tx, { taken }: Desk): void {
  for (const { command, hold } of taken) if (hold) tx.touched('held_command', command.id, 1, 'work_orders.read')
}

function emptyDesk(tx: Tx, author: Author, nextNumber: Desk['nextNumber']): Desk {
  return {
    author,
    heard: tx.now,
    read: new Map(),
    streams: new Map(),
    ledger: new Map(),
    files: new Map(),
    places: { customers: new Map(), sites: new Map(), assets: new Set(), jobTypes: new Set() },
    promise: undefined,
    technicians: new Set(),
    withoutPhone: new Set(),
    numbers: new Map(),
    demanding: new Set(),
    taken: [],
    nextNumber,
  }
}

/** Files before documents, documents in one order: everybody takes locks the same way round. */
async function open(tx: Tx, author: Author, batch: readonly Incoming[], nextNumber: Desk['nextNumber']): Promise<Desk> {
  const read = readCommands(batch)
  const commands = [...read.values()].flatMap((parsed) => ('command' in parsed ? [parsed.command] : []))
  const files = await announceFiles(tx, filesOf(commands))
  const keys = new Map(batch.flatMap(({ stream }) => (stream ? [[streamName(stream), stream] as const] : [])))
  const ids = batch.map((command) => command.id)
  const [stored, ledger, numbers, places, promise] = await Promise.all([
    lockDocuments(tx, [...keys.values()]),
    readLedger(tx, ids),
    numbersOf(tx, author, batch),
    placesOf(tx, commands),
    readPromise(tx, commands),
  ])
  const streams = new Map([...keys].map(([name, key]): [string, Stream] => [name, streamFrom(key, stored.get(name))]))
  return {
    ...emptyDesk(tx, author, nextNumber),
    read,
    files,
    streams,
    ledger,
    numbers,
    places,
    promise,
    ...(await techniciansOf(tx, author, commands, [...keys.values()], [...streams.values()])),
    demanding: await demandingOf(tx, commands, [...streams.values()]),
  }
}

async function numbersOf(tx: Tx, { device }: Author, batch: readonly Incoming[]): Promise<Map<number, Id>> {
  const numbers = batch.flatMap(({ dseq }) => dseq ?? [])
  return device === null || numbers.length === 0 ? new Map() : readNumbers(tx, device, numbers)
}

/** A phone that was copied gives numbers a second time: what comes under them is kept all the same, without one. */
function ownNumber({ numbers }: Pick<Desk, 'numbers'>, { id, dseq }: Incoming): number | null {
  if (dseq === null) return null
  const owner = numbers.get(dseq) ?? id
  numbers.set(dseq, owner)
  return owner === id ? dseq : null
}

function readCommands(batch: readonly Incoming[]): Desk['read'] {
  return new Map(
    batch
      .filter(({ type, stream }) => stream?.kind === 'work_order' && !isDayCommand(type))
      .map((command) => [command, parseCommand(command.type, command.body)]),
  )
}

function filesOf(commands: readonly Command[]): { id: Id; sha256: string; size: number; type: string }[] {
  const named = commands.flatMap((command) => bytesNamed(command) ?? [])
  return [...new Map(named.map((file) => [file.sha256, { id: newId(), ...file }])).values()]
}

async function placesOf(tx: Tx, commands: readonly Command[]) {
  const named = commands.map(placesNamed)
  return readPlaces(tx, {
    customers: named.flatMap((one) => one.customer ?? []),
    sites: named.flatMap((one) => one.site ?? []),
    assets: named.flatMap((one) => one.assets ?? []),
    jobTypes: named.flatMap((one) => one.jobType ?? []),
  })
}

async function techniciansOf(
  tx: Tx,
  author: Author,
  commands: readonly Command[],
  keys: readonly StreamKey[],
  streams: readonly Stream[],
): Promise<Pick<Desk, 'technicians' | 'withoutPhone'>> {
  const days = keys.filter((key) => key.kind === 'day').map((key) => key.id)
  const corrected = commands.flatMap((command) => (command.type === 'correct_time' ? [command.body.entry] : []))
  const owners = streams.flatMap(({ order }) =>
    order ? corrected.flatMap((entry) => findFact(order.work, entry)?.technician ?? []) : [],
  )
  const named = new Set([...commands.flatMap(techniciansNamed), ...days, ...owners])
  const own = author.technician
  const others = await knownTechnicians(
    tx,
    [...named].filter((technician) => technician !== own),
  )
  return {
    technicians: new Set([...(own ? [own] : []), ...others.keys()]),
    withoutPhone: new Set([...others].flatMap(([technician, { hasPhone }]) => (hasPhone ? [] : [technician]))),
  }
}

async function demandingOf(tx: Tx, commands: readonly Command[], streams: readonly Stream[]) {
  const reviews = commands.some(({ type }) => type === 'approve' || type === 'mark_not_billable')
  if (!reviews) return new Set<Id>()
  return purchaseOrderRequired(
    tx,
    streams.flatMap((stream) => stream.order?.work.details.customer ?? []),
  )
}

function writingOf(desk: Desk): Writing {
  const streams = [...desk.streams.values()]
  const bumped = streams.filter((stream) => stream.version !== stream.readVersion)
  return {
    member: desk.author.member,
    device: desk.author.device,
    heard: desk.heard,
    ledger: desk.taken.flatMap(({ command, line }) =>
      line ? [ledgerLine({ ...command, dseq: ownNumber(desk, command) }, line)] : [],
    ),
    entries: streams.flatMap(entriesOf),
    made: bumped.filter((stream) => stream.readVersion === 0).map(documentOf),
    changed: bumped.filter((stream) => stream.readVersion > 0).map(documentOf),
    held: desk.taken.flatMap(({ command, hold }) => (hold ? [heldLine(command, hold)] : [])),
    settled: streams
      .filter((stream) => stream.settled > 0)
      .map((stream) => ({ ...columnsOf(stream.key), dseq: stream.settled })),
    rows: rowChangesOf(bumped, desk.heard),
  }
}

function columnsOf(key: StreamKey | null, otherwise: Id = ''): { stream_kind: string; stream_id: Id } {
  return key ? { stream_kind: key.kind, stream_id: key.id } : { stream_kind: 'unknown', stream_id: otherwise }
}

type Line = NonNullable<Desk['taken'][number]['line']>

function ledgerLine({ id, dseq, stream, type, bytes, hash }: Incoming, line: Line): Writing['ledger'][number] {
  const { outcome, answer, version } = line
  return {
    command_id: id,
    ...columnsOf(stream, id),
    type,
    dseq,
    body_hash: hash,
    body: bytes,
    outcome,
    answer,
    version,
  }
}

function heldLine(
  { id, dseq, stream, type, bytes, hash }: Incoming,
  hold: { code: string; params?: object },
): Writing['held'][number] {
  return {
    id: newId(),
    command_id: id,
    dseq,
    code: hold.code,
    params: hold.params ?? {},
    body_hash: hash,
    body: bytes,
    ...columnsOf(stream, id),
    type,
  }
}

function entriesOf(stream: Stream): Writing['entries'] {
  return stream.events.map(({ event, command }) => ({
    ...columnsOf(stream.key),
    version: event.version,
    position: event.n,
    event: JSON.stringify(event),
    command_id: command,
  }))
}

function documentOf(stream: Stream): Writing['made'][number] {
  const { order, day, version } = stream
  const texts = order
    ? { work: JSON.stringify(order.work), money: JSON.stringify(order.money) }
    : { work: JSON.stringify(day), money: '{}' }
  return { ...columnsOf(stream.key), version, ...texts }
}

function rowChangesOf(bumped: readonly Stream[], heard: string): RowChanges {
  const changes = noRowChanges()
  for (const stream of bumped) {
    if (stream.changed) {
      addDifference(changes, rowsOf(stream.before.order), rowsOf(stream.order))
      addDifference(changes, rowsOfDay(stream.before.day), rowsOfDay(stream.day))
    }
  }
  // The row of an order always says its version, changed or not.
  const orders = bumped.flatMap((stream) =>
    [...rowsOf(stream.order).work_order.values()].map((row) => ({
      stream,
      row: { ...row, version: stream.version, changed_at: heard },
    })),
  )
  changes.make.work_order = orders.filter(({ stream }) => stream.readVersion === 0).map(({ row }) => row)
  changes.put.work_order = orders.filter(({ stream }) => stream.readVersion > 0).map(({ row }) => row)
  return changes
}
