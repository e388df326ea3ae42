import { createHash } from 'node:crypto'
import type { Id } from '#core/kit/ids.ts'
import { dayBounds, localDate } from '#core/kit/time.ts'
import type { DocumentKind, PullReply, PullRequest, Put, Settlement } from '#core/sync/api.ts'
import { digestInput } from '#core/sync/documents.ts'
import { may } from '#core/people/abilities.ts'
import { HttpProblem } from '#server/platform/problem.ts'
import { RawJson } from '#server/platform/route.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { noticeLostWork, withdrawLostWork } from '#server/work-orders/lost-work.ts'
import { readSettlements } from '#server/work-orders/settlements.ts'
import { hearOfDamaged } from './damaged.ts'
import { readLeft } from './left-queries.ts'
import { deviceOf, readEpoch, recordPull } from './device-queries.ts'
import { type PutBody, readBodies } from './body-queries.ts'
import { readDigest, readManifest, type Wanted, type Whose } from './scope-queries.ts'
import { zoneOfTechnician } from './settings-queries.ts'

/** Bytes of documents in a page. Even near-random letters and digits compress to little more than half: below 256 KB. */
const mostInPage = 450_000
/** Work orders read at once: few enough that a page is not overshot by much, for every round costs statements. */
const readAtOnce = 120
/** What else there is is small beside them. */
const inPlaceOfOne = 4

/** What a phone should hold, compared with what it holds (S13): by a digest, or page by page. */
export async function pull(tx: Tx, request: PullRequest): Promise<RawJson> {
  const { device, member, technician } = deviceOf(tx)
  if (technician === null)
    throw new HttpProblem(403, 'no_technician', 'You are not set up as a technician. Ask the office.')
  const prices = request.prices === true && may(tx.actor, 'prices.read')
  const whose = { device, member, technician, prices }
  await hearOfDamaged(tx, device, request.damaged ?? [])
  return request.digest !== null && request.held === undefined ? poll(tx, whose, request) : sendPage(tx, whose, request)
}

async function poll(tx: Tx, whose: Whose, request: PullRequest): Promise<RawJson> {
  const { nonce, digest } = request
  const [epoch, settled, current] = await Promise.all([
    readEpoch(tx),
    settledOf(tx, whose, request),
    readDigest(tx, whose),
  ])
  const same = digest === current
  await hearOf(tx, whose.device, request, same)
  const head = { nonce, epoch, now: tx.now }
  return reply(same ? { state: 'same', ...head, ...settled } : { state: 'send_held', ...head })
}

/** Asked before the documents are, so that these hold what it says is on the record. */
async function settledOf(tx: Tx, { device }: Whose, { waiting }: PullRequest): Promise<{ settled?: Settlement[] }> {
  return waiting === undefined ? {} : { settled: await readSettlements(tx, device, waiting) }
}

async function sendPage(tx: Tx, whose: Whose, request: PullRequest): Promise<RawJson> {
  const { nonce, digest, held } = request
  const { device, technician } = whose
  const [zone, epoch, settled] = await Promise.all([
    zoneOfTechnician(tx, technician),
    readEpoch(tx),
    settledOf(tx, whose, request),
    // Who holds nothing although it had work of its own has lost it (S31); asked before this pull is noted.
    digest === null && held === undefined ? noticeLostWork(tx, device, request.unsent) : null,
  ])
  const head = { nonce, epoch, now: tx.now }
  const manifest = await readManifest(tx, whose, dayBounds(localDate(tx.now, zone), zone))
  if (digest !== null && digest === digestOf(manifest)) {
    await hearOf(tx, device, request, true)
    return reply({ state: 'same', ...head, ...settled })
  }
  const { stale, evict } = compare(manifest, held ?? [])
  const [page, left] = await Promise.all([fillPage(tx, stale, whose), readLeft(tx, technician, workOrdersIn(evict))])
  const more = page.length < stale.length
  await hearOf(tx, device, request, !more)
  // With the last page: what was taken in is on the phone by then.
  const said = more ? head : { ...head, ...settled }
  return new RawJson(
    `{"state":"page",${JSON.stringify(said).slice(1, -1)},"puts":[${page.join(',')}],"evict":${JSON.stringify(evict)},"left":${JSON.stringify(left)},"more":${more}}`,
  )
}

/** What the phone says of itself. */
async function hearOf(tx: Tx, device: Id, { unsent, free }: PullRequest, complete: boolean): Promise<void> {
  const { wasGivenUp } = await recordPull(tx, device, { unsent, free, complete })
  if (wasGivenUp) await withdrawLostWork(tx, device)
}

function reply(answer: PullReply): RawJson {
  return new RawJson(JSON.stringify(answer))
}

export function digestOf(manifest: readonly Wanted[]): string {
  const held = manifest.map(({ kind, id, version }) => [kind, id, version] as const)
  return createHash('sha256').update(digestInput(held)).digest('hex')
}

type Held = NonNullable<PullRequest['held']>

/** What the phone lacks or has in another version, and what it should not hold any more: absence from a complete manifest. */
export function compare(manifest: readonly Wanted[], held: Held): { stale: Wanted[]; evict: [DocumentKind, string][] } {
  const versions = new Map(held.map(([kind, id, version]) => [`${kind}/${id}`, version]))
  const wanted = new Set(manifest.map(({ kind, id }) => `${kind}/${id}`))
  return {
    stale: manifest.filter(({ kind, id, version }) => versions.get(`${kind}/${id}`) !== version),
    evict: held.filter(([kind, id]) => !wanted.has(`${kind}/${id}`)).map(([kind, id]) => [kind, id]),
  }
}

const workOrdersIn = (evict: readonly [DocumentKind, Id][]): Id[] =>
  evict.flatMap(([kind, id]) => (kind === 'work_order' ? [id] : []))

/** Puts as text, in the manifest's order, until the page is full; at least one. */
async function fillPage(tx: Tx, stale: readonly Wanted[], whose: Whose): Promise<string[]> {
  const page: string[] = []
  let size = 0
  for (let from = 0; from < stale.length; ) {
    const some = nextOf(stale, from)
    from += some.length
    const bodies = await readBodies(tx, some, whose)
    for (const wanted of some) {
      const body = bodies.get(`${wanted.kind}/${wanted.id}`)
      const text = putOf(wanted, body)
      const bytes = Buffer.byteLength(text)
      if (page.length > 0 && size + bytes > mostInPage) return page
      page.push(text)
      size += bytes
    }
  }
  return page
}

function nextOf(stale: readonly Wanted[], from: number): readonly Wanted[] {
  let to = from
  for (let room = readAtOnce; to < stale.length && room > 0; to++)
    room -= stale[to]?.kind === 'work_order' ? 1 : 1 / inPlaceOfOne
  return stale.slice(from, to)
}

function putOf({ kind, id, version }: Wanted, body: PutBody | undefined): string {
  if (!body) throw new Error(`a document of the manifest has no body: ${kind}`)
  const head: Omit<Put, 'body'> = { kind, id, version: body.version ?? version }
  return `${JSON.stringify(head).slice(0, -1)},"body":${body.text}}`
}
