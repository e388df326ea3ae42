import { canonicalJson } from '#core/kit/canonical-json.ts'
import type { Id } from '#core/kit/ids.ts'
import { minutesBetween } from '#core/kit/time.ts'
import { digestInput } from '#core/sync/documents.ts'
import { isUnsent, isUnsentBlob } from '../../field/offline/states.ts'
import type { Fact } from './facts.ts'
import type { Settled } from './record.ts'
import type { Office } from './office.ts'
import { bytesStateOf, factsShown, standsInDocument } from './standing.ts'
import type { World } from './world.ts'

/** Every promise by its name, with the rules of docs/sync.md it stands for: a message names both. */
export const rules = {
  // At every moment: `watched.ts`.
  everyOwnFactShowsOnce: 'S15, S16',
  nothingShowsTwice: 'S16',
  onRecordByAPull: 'S26',
  acknowledgedIsCommitted: 'S8, S26',
  bytesStayUntilStored: 'S22',
  versionsNeverGoBack: 'S15, S27',
  nothingOutOfScope: 'S13, S14',
  nothingThrows: 'S25',
  settledOnce: 'S4',
  settledShowsOnce: 'S4, S16',
  everyStoryEnds: 'S28, S29',
  drainedInTime: 'S9',
  // At the end: `atRest`.
  everyFactIsTakenOnce: 'S4, S6, S7',
  everyFactIsInItsDocument: 'S2',
  nothingIsInvented: 'S1',
  factsKeepTheirAuthor: 'S28',
  foldEqualsDocument: 'S8',
  orderOfEachDevice: 'S7',
  numbersWithoutGaps: 'S7',
  feedWithoutGaps: 'S18',
  sumsAreEqual: 'S2',
  bytesAreStored: 'S20 to S23',
  phonesHoldTheirScope: 'S13, S17',
  nothingIsLeftToHandIn: 'S9, S21',
  digestIsOfTheRows: 'S17',
} as const
export type InvariantName = keyof typeof rules

/** A promise that was not kept. */
export type Violation = { invariant: InvariantName; rules: string; detail: string }

/** Promises by their names: each looks at the same, and says what is not so. */
export type Checks<Seen extends unknown[]> = { readonly [Name in InvariantName]?: (...seen: Seen) => string[] }

export function violationsOf<Seen extends unknown[]>(checks: Checks<Seen>, ...seen: Seen): Violation[] {
  return (Object.keys(checks) as InvariantName[]).flatMap((invariant) =>
    (checks[invariant]?.(...seen) ?? []).map((detail) => ({ invariant, rules: rules[invariant], detail })),
  )
}

/** So many of one promise say enough of one story. */
const mostOfOne = 20

/** What is not so, and was not known yet, is one of the world’s violations. */
export function ask<Seen extends unknown[]>(
  { violations }: Pick<World, 'violations'>,
  checks: Checks<Seen>,
  ...seen: Seen
): void {
  for (const one of violationsOf(checks, ...seen)) {
    const known = violations.filter(({ invariant }) => invariant === one.invariant)
    if (known.length < mostOfOne && !known.some(({ detail }) => detail === one.detail)) violations.push(one)
  }
}

export const wordsOf = ({ invariant, rules: of, detail }: Violation) => `${invariant} (${of}): ${detail}`

/** What was captured, and what of it may be otherwise than as it was pressed. */
export type Promised = Pick<World, 'facts' | 'poisoned' | 'passedOver' | 'restored'> & {
  office: Pick<Office, 'orders' | 'prices'>
}

/**
 * Every promise about the end: after healing, and without a new write. The simulation asks them of its stories, the real
 * processes of theirs (`test/processes`).
 */
export const atRest: Checks<[promised: Promised, settled: Settled]> = {
  everyFactIsTakenOnce,
  everyFactIsInItsDocument,
  nothingIsInvented,
  factsKeepTheirAuthor,
  foldEqualsDocument,
  orderOfEachDevice,
  numbersWithoutGaps,
  feedWithoutGaps,
  sumsAreEqual,
  bytesAreStored,
  phonesHoldTheirScope,
  nothingIsLeftToHandIn,
  digestIsOfTheRows,
}

/** One line in the ledger and one entry each, or held where its work order went with a restore. */
function everyFactIsTakenOnce(
  { facts, office, restored, poisoned }: Promised,
  { ledger, entries, held }: Settled,
): string[] {
  const lines = Map.groupBy(ledger, (line) => line.id)
  const first = Map.groupBy(
    entries.filter((entry) => entry.n === 0),
    (entry) => entry.command,
  )
  const heldOnce = new Set(held.filter((one) => one.times === 1).map((one) => one.command))
  return [...facts.values()].flatMap((fact) => {
    const line = lines.get(fact.id) ?? []
    if (line.length !== 1)
      return [`${fact.kind} ${fact.token} of ${fact.author.device} is in the ledger ${line.length} times`]
    const outcome = line[0]?.outcome
    const written = first.get(fact.id)?.length ?? 0
    if (fact.settled) {
      const expected = fact.settled === 'applied' ? 1 : 0
      const isKept = outcome === 'held' && heldOnce.has(fact.id) && written === expected
      return isKept ? [] : [`${fact.token} was ${fact.settled}: it is ${outcome}, with ${written} entries`]
    }
    const isOrphan = restored > 0 && fact.workOrder !== null && !office.orders.has(fact.workOrder)
    if (poisoned.has(fact.token))
      return outcome === 'held' && heldOnce.has(fact.id) ? [] : [`${fact.token} is poison, and was ${outcome}`]
    if (outcome === 'held') return isOrphan && heldOnce.has(fact.id) ? [] : [`${fact.kind} ${fact.token} is held`]
    if (outcome !== 'applied' && outcome !== 'superseded') return [`${fact.kind} ${fact.token} was ${outcome}`]
    const expected = outcome === 'applied' ? 1 : 0
    return written === expected ? [] : [`${fact.kind} ${fact.token} has ${written} entries`]
  })
}

/** And it stands in its document, once, in its author's words; what was taken back does not. */
function everyFactIsInItsDocument({ facts }: Promised, { works, days, ledger }: Settled): string[] {
  const applied = new Set(ledger.filter((line) => line.outcome === 'applied').map((line) => line.id))
  const takenBack = withdrawnOf(facts)
  const shown = new Map([...works].map(([id, { work }]) => [id, Map.groupBy(factsShown(work), (one) => one.id)]))
  return [...facts.values()].flatMap((fact) => {
    if (!applied.has(fact.id) && fact.settled !== 'applied') return []
    if (fact.kind === 'day') {
      const entries = days.get(fact.author.technician)?.entries.filter((entry) => entry.note === fact.token) ?? []
      return entries.length === 1 ? [] : [`${fact.token} is in the day ${entries.length} times`]
    }
    if (!standsInDocument(fact)) return []
    const standing = shown.get(fact.workOrder ?? '')?.get(fact.id) ?? []
    const wanted = takenBack.has(fact.id) ? 0 : 1
    if (standing.length !== wanted) return [`${fact.kind} ${fact.token} is in its document ${standing.length} times`]
    const isOwnWord = fact.kind === 'step' || standing.every((one) => one.token === fact.token)
    return isOwnWord ? [] : [`${fact.token} reads otherwise in its document`]
  })
}

/** Nothing is on record from a phone that nobody pressed. */
function nothingIsInvented({ facts }: Promised, { ledger }: Settled): string[] {
  return ledger
    .filter((line) => line.device !== null && !facts.has(line.id))
    .map((line) => `${line.id} came from ${line.device} and nobody pressed it`)
}

/** Under the name, and from the device, of who captured it. */
function factsKeepTheirAuthor({ facts }: Promised, { ledger }: Settled): string[] {
  return ledger.flatMap((line) => {
    const author = facts.get(line.id)?.author
    if (!author) return []
    const isOwn = line.device === author.device && line.member === author.member
    return isOwn ? [] : [`${facts.get(line.id)?.token} of ${author.member} is on record as of ${line.member}`]
  })
}

/** The document is its entries folded, the rows are the document projected. */
function foldEqualsDocument(_: Promised, { differing }: Settled): string[] {
  return differing
}

/** What one phone reported on one work order is on record in the order it was captured, but for what was passed over. */
function orderOfEachDevice({ facts, passedOver }: Promised, { entries, ledger }: Settled): string[] {
  const lines = new Map(ledger.map((line) => [line.id, line]))
  const last = new Map<string, number>()
  return entries.flatMap(({ command, stream, n }) => {
    const line = lines.get(command)
    if (n !== 0 || !line?.device || line.dseq === null) return []
    const fact = facts.get(command)
    // What the office took in is taken when a person does it.
    if (fact?.isCopied || fact?.settled || passedOver.has(command)) return []
    const key = `${line.device} on ${stream}`
    const before = last.get(key) ?? 0
    last.set(key, line.dseq)
    return line.dseq > before ? [] : [`${key}: ${line.dseq} comes after ${before}`]
  })
}

/** A phone's numbers are those from one on, each once. */
function numbersWithoutGaps(_: Promised, { ledger }: Settled): string[] {
  const numbered = ledger.filter((line) => line.device !== null && line.dseq !== null)
  return [...Map.groupBy(numbered, (line) => line.device)].flatMap(([device, lines]) => {
    const numbers = lines.map((line) => line.dseq ?? 0).sort((a, b) => a - b)
    const at = numbers.findIndex((number, n) => number !== n + 1)
    return at === -1 ? [] : [`${device}: after ${at} comes ${numbers[at]}`]
  })
}

/** Nothing in the organization's feed is left out. */
function feedWithoutGaps(_: Promised, { feed }: Settled): string[] {
  return feed.rows === feed.last ? [] : [`the feed has ${feed.rows} rows and counted to ${feed.last}`]
}

/** Minutes and parts as they were pressed, prices as the office was told they were applied. */
function sumsAreEqual({ facts, office }: Promised, { works, ledger }: Settled): string[] {
  const applied = new Set(ledger.filter((line) => line.outcome === 'applied').map((line) => line.id))
  const all = [...works.values()]
  const pressed = [...facts.values()].filter((fact) => applied.has(fact.id))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const kinds = {
    minutes: [
      sum(pressed.map((fact) => fact.minutes)),
      sum(all.flatMap(({ work }) => work.times.map((time) => minutesBetween(time.from, time.to)))),
    ],
    parts: [
      sum(pressed.map((fact) => fact.quantity)),
      sum(all.flatMap(({ work }) => work.parts.map((part) => part.quantity))),
    ],
    prices: [
      sum([...office.prices.values()]),
      sum(all.flatMap(({ money }) => money.addedLines.map((line) => line.unitPrice))),
    ],
  }
  return Object.entries(kinds)
    .filter(([, [wanted, is]]) => wanted !== is)
    .map(([kind, [wanted, is]]) => `${kind}: ${wanted} were pressed, ${is} are on record`)
}

/**
 * The bytes of every photo, file and signature are stored, `stored` means bytes with that hash, and the phone has heard of
 * it, or of the work order that left it. Of what was taken back the phone has heard that nobody waits for it.
 */
function bytesAreStored({ facts }: Promised, { files, works, phones, ledger }: Settled): string[] {
  const applied = new Set(ledger.filter((line) => line.outcome === 'applied').map((line) => line.id))
  const byHash = new Map(files.map((file) => [file.sha256, file]))
  const lies = files
    .filter((file) => file.state === 'stored' && file.onDisk !== file.sha256)
    .map((file) => `${file.sha256} is called stored, and its bytes are ${file.onDisk ?? 'not there'}`)
  const takenBack = withdrawnOf(facts)
  const awaited = [...facts.values()].flatMap((fact) => {
    if (!fact.photo || !applied.has(fact.id)) return []
    const { sha256 } = fact.photo
    if (takenBack.has(fact.id)) {
      const held = heldAs(phones, fact.id)
      return ['stored', 'over'].includes(held)
        ? []
        : [`${fact.token} was taken back, and its bytes are ${held} on the phone`]
    }
    const work = works.get(fact.workOrder ?? '')?.work
    const shown = work && bytesStateOf(work, fact.id)
    const states = [byHash.get(sha256)?.state, shown, heldAs(phones, fact.id)]
    const isHere = phones.some(({ rows }) => rows.documents.some((row) => row.id === fact.workOrder))
    return states.every((state, n) => state === 'stored' || (n === 2 && state === 'over' && !isHere))
      ? []
      : [`the bytes of ${fact.token} are ${states.join(', ')} on server, record and phone`]
  })
  return [...lies, ...awaited]
}

/** Who is not signed in hands in and pulls nothing, so that no word of the record reaches them. */
function heldAs(phones: Settled['phones'], fact: Id): string {
  const holding = phones.find((phone) => phone.rows.blobs.some((blob) => blob.fact === fact))
  const state = holding?.rows.blobs.find((blob) => blob.fact === fact)?.state ?? 'stored'
  return state === 'received' && !holding?.isShown ? 'stored' : state
}

/** Every phone holds what the server would have it hold, word for word, and shows nothing else. */
function phonesHoldTheirScope(_: Promised, { phones }: Settled): string[] {
  return phones.flatMap(({ name, isShown, rows, wanted, bodies }) => {
    if (!isShown) return []
    const held = new Map(rows.documents.map((row) => [`${row.kind}/${row.id}`, row]))
    const differing = wanted.flatMap(({ kind, id }) => {
      const key = `${kind}/${id}`
      const row = held.get(key)
      if (!row) return [`${name} does not hold ${key}`]
      const isSame = canonicalJson(JSON.parse(JSON.stringify(row.body))) === canonicalJson(bodies.get(key) ?? null)
      return isSame ? [] : [`${name} holds ${key} as the server does not have it`]
    })
    const named = new Set(wanted.map(({ kind, id }) => `${kind}/${id}`))
    const more = [...held.keys()].filter((key) => !named.has(key)).map((key) => `${name} still holds ${key}`)
    return [...differing, ...more]
  })
}

/** Queues are empty, of commands and of bytes. */
function nothingIsLeftToHandIn(_: Promised, { phones }: Settled): string[] {
  return phones.flatMap(({ name, rows }) => {
    const commands = rows.commands.filter(isUnsent).length
    const files = rows.blobs.filter(isUnsentBlob).length
    return commands + files === 0 ? [] : [`${name} still has ${commands} commands and ${files} files to hand in`]
  })
}

/** The digest of a phone's own rows is that of the server's list. */
function digestIsOfTheRows(_: Promised, { phones }: Settled): string[] {
  return phones.flatMap(({ name, isShown, rows, wanted }) => {
    if (!isShown) return []
    const own = digestInput(rows.documents.filter((row) => !row.parked).map((row) => [row.kind, row.id, row.version]))
    const theirs = digestInput(wanted.map(({ kind, id, version }) => [kind, id, version]))
    return own === theirs ? [] : [`${name} and the server count different documents`]
  })
}

/** Facts that were taken back: they leave the document. */
export function withdrawnOf(facts: ReadonlyMap<Id, Fact>): Set<Id> {
  return new Set([...facts.values()].flatMap((fact) => (fact.kind === 'withdraw' && fact.about ? [fact.about] : [])))
}
