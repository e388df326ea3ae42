import { canonicalJson } from '#core/kit/canonical-json.ts'
import type { Id } from '#core/kit/ids.ts'
import { minutesBetween } from '#core/kit/time.ts'
import { digestInput } from '#core/sync/documents.ts'
import { isUnsent, isUnsentBlob } from '../../field/offline/states.ts'
import { type Fact, factsShown, standsInDocument } from './facts.ts'
import type { Settled } from './record.ts'
import type { Office } from './office.ts'
import type { World } from './world.ts'

/** A promise that was not kept, by the name of the rule that says so. */
export type Violation = { invariant: string; detail: string }

/** What must hold at every moment; `watch.ts` looks. */
export const watched = {
  everyOwnFactShowsOnce: 'what was captured shows on its phone at once, and as long as its work order does (S15, S16)',
  nothingShowsTwice: 'nothing shows twice, whichever answers were lost (S16)',
  acknowledgedIsCommitted: 'what a phone calls received is committed on the server (S8, S26)',
  onRecordByAPull: 'only a pull makes something on record (S26)',
  bytesStayUntilStored: 'bytes stay on the phone until a pull says they are stored (S22)',
  versionsNeverGoBack: 'the version of a record never goes back on a phone (S15)',
  nothingOutOfScope: 'no reply holds what is not this technician’s, or another organization’s (S13, S14)',
  nothingThrows: 'the client reports no error but a full disk',
  everyStoryEnds: 'whoever signs in with a line is signed in, and the office is answered',
  drainedInTime: 'everything is handed in within the back-off’s bound, without anybody touching the phone (S9)',
} as const

export function broken(world: Pick<World, 'violations'>, invariant: string, detail: string): void {
  if (!world.violations.some((one) => one.invariant === invariant && one.detail === detail))
    world.violations.push({ invariant, detail })
}

/** What was captured, and what of it may be otherwise than as it was pressed. */
export type Promised = Pick<World, 'facts' | 'poisoned' | 'passedOver' | 'restored'> & {
  office: Pick<Office, 'orders' | 'prices'>
}
type Check = (promised: Promised, settled: Settled) => string[]

/**
 * Every promise about the end: after healing, and without a new write. The simulation asks them of its stories, the real
 * processes of theirs (`test/processes`).
 */
export const atRest: Readonly<Record<string, Check>> = {
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

/** S4, S6, S7: one line in the ledger and one entry each, or held where its work order went with a restore. */
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
    const isOrphan = restored > 0 && fact.workOrder !== null && !office.orders.has(fact.workOrder)
    if (poisoned.has(fact.token))
      return outcome === 'held' && heldOnce.has(fact.id) ? [] : [`${fact.token} is poison, and was ${outcome}`]
    if (outcome === 'held') return isOrphan && heldOnce.has(fact.id) ? [] : [`${fact.kind} ${fact.token} is held`]
    if (outcome !== 'applied' && outcome !== 'superseded') return [`${fact.kind} ${fact.token} was ${outcome}`]
    const written = first.get(fact.id)?.length ?? 0
    const expected = outcome === 'applied' ? 1 : 0
    return written === expected ? [] : [`${fact.kind} ${fact.token} has ${written} entries`]
  })
}

/** S2: and it stands in its document, once, in its author's words; what was taken back does not. */
function everyFactIsInItsDocument({ facts }: Promised, { works, days, ledger }: Settled): string[] {
  const applied = new Set(ledger.filter((line) => line.outcome === 'applied').map((line) => line.id))
  const takenBack = withdrawnOf(facts)
  return [...facts.values()].flatMap((fact) => {
    if (!applied.has(fact.id)) return []
    if (fact.kind === 'day') {
      const entries = days.get(fact.author.technician)?.entries.filter((entry) => entry.note === fact.token) ?? []
      return entries.length === 1 ? [] : [`${fact.token} is in the day ${entries.length} times`]
    }
    if (!standsInDocument(fact)) return []
    const work = works.get(fact.workOrder ?? '')?.work
    const standing = work ? factsShown(work).filter((one) => one.id === fact.id) : []
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

/** S28: under the name, and from the device, of who captured it. */
function factsKeepTheirAuthor({ facts }: Promised, { ledger }: Settled): string[] {
  return ledger.flatMap((line) => {
    const author = facts.get(line.id)?.author
    if (!author) return []
    const isOwn = line.device === author.device && line.member === author.member
    return isOwn ? [] : [`${facts.get(line.id)?.token} of ${author.member} is on record as of ${line.member}`]
  })
}

/** S8: the document is its entries folded, the rows are the document projected. */
function foldEqualsDocument(_: Promised, { differing }: Settled): string[] {
  return differing
}

/** S7: what one phone reported on one work order is on record in the order it was captured, but for what was passed over. */
function orderOfEachDevice({ facts, passedOver }: Promised, { entries, ledger }: Settled): string[] {
  const lines = new Map(ledger.map((line) => [line.id, line]))
  const last = new Map<string, number>()
  return entries.flatMap(({ command, stream, n }) => {
    const line = lines.get(command)
    if (n !== 0 || !line?.device || line.dseq === null) return []
    if (facts.get(command)?.isCopied || passedOver.has(command)) return []
    const key = `${line.device} on ${stream}`
    const before = last.get(key) ?? 0
    last.set(key, line.dseq)
    return line.dseq > before ? [] : [`${key}: ${line.dseq} comes after ${before}`]
  })
}

/** S7: a phone's numbers are those from one on, each once. */
function numbersWithoutGaps(_: Promised, { ledger }: Settled): string[] {
  const numbered = ledger.filter((line) => line.device !== null && line.dseq !== null)
  return [...Map.groupBy(numbered, (line) => line.device)].flatMap(([device, lines]) => {
    const numbers = lines.map((line) => line.dseq ?? 0).sort((a, b) => a - b)
    const at = numbers.findIndex((number, n) => number !== n + 1)
    return at === -1 ? [] : [`${device}: after ${at} comes ${numbers[at]}`]
  })
}

/** S18: nothing in the organization's feed is left out. */
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

/** S20 to S23: every photo's bytes are stored, `stored` means bytes with that hash, and the phone has heard of it. */
function bytesAreStored({ facts }: Promised, { files, works, phones, ledger }: Settled): string[] {
  const applied = new Set(ledger.filter((line) => line.outcome === 'applied').map((line) => line.id))
  const byHash = new Map(files.map((file) => [file.sha256, file]))
  const lies = files
    .filter((file) => file.state === 'stored' && file.onDisk !== file.sha256)
    .map((file) => `${file.sha256} is called stored, and its bytes are ${file.onDisk ?? 'not there'}`)
  const awaited = [...facts.values()].flatMap((fact) => {
    if (!fact.photo || !applied.has(fact.id)) return []
    const { sha256 } = fact.photo
    const shown = works.get(fact.workOrder ?? '')?.work.photos.find((photo) => photo.id === fact.id)
    const states = [byHash.get(sha256)?.state, shown?.state, heldAs(phones, fact.id)]
    return states.every((state) => state === 'stored')
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

/** S13, S17: every phone holds what the server would have it hold, word for word, and shows nothing else. */
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

/** S9, S21: queues are empty, of commands and of bytes. */
function nothingIsLeftToHandIn(_: Promised, { phones }: Settled): string[] {
  return phones.flatMap(({ name, rows }) => {
    const commands = rows.commands.filter(isUnsent).length
    const files = rows.blobs.filter(isUnsentBlob).length
    return commands + files === 0 ? [] : [`${name} still has ${commands} commands and ${files} files to hand in`]
  })
}

/** S17: the digest of a phone's own rows is that of the server's list. */
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
