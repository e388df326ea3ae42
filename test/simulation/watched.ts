import type { Id } from '#core/kit/ids.ts'
import type { DocumentKind } from '#core/sync/api.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { isOutOfSpace } from '../../field/offline/out-of-space.ts'
import type { BlobState } from '../../field/offline/store.ts'
import type { CommandState } from '../../field/offline/states.ts'
import type { Fact } from './facts.ts'
import { factsShown, standsInDocument } from './standing.ts'

/** What must hold at every moment, one function each: it looks at what was seen and says what is not so. `watch.ts` looks. */

/** A work order as a phone shows it, beside what was pressed on that phone about it. */
export type Shown = {
  phone: string
  /** Ticked, and heard of by every tab. */
  facts: readonly Fact[]
  /** Null where this phone does not show the work order. */
  work: WorkDocument | null
  stateOf: (fact: Id) => CommandState | null
  /** What the outbox says is only on this phone. */
  onPhone: ReadonlySet<Id>
  /** Pulls that reached this phone, and how many had when the server took a fact. */
  pulls: number
  takenAfter: ReadonlyMap<Id, number>
  /** How often the server came back from a backup. */
  restored: number
}

/** What was captured shows on its phone at once, and as long as its work order does. */
export function everyOwnFactShowsOnce({
  phone,
  facts,
  work,
  onPhone,
  takenAfter,
  restored,
}: Omit<Shown, 'stateOf' | 'pulls'>): string[] {
  if (!work) {
    // A restored server is offered again what it once took of a work order that has left this phone since.
    const isOfferedAgain = (fact: Fact) => restored > 0 && takenAfter.has(fact.id)
    return facts
      .filter((fact) => onPhone.has(fact.id) && !isOfferedAgain(fact))
      .map((fact) => `${fact.token} is still only on ${phone}, which does not show its work order`)
  }
  const shown = new Set(factsShown(work).map((fact) => fact.id))
  const takenBack = new Set(facts.filter((fact) => fact.kind === 'withdraw').map((fact) => fact.about))
  return facts
    .filter((fact) => standsInDocument(fact) && !takenBack.has(fact.id) && !shown.has(fact.id))
    .map((fact) => `${phone} does not show ${fact.kind} ${fact.token}`)
}

/** Nothing shows twice, whichever answers were lost. */
export function nothingShowsTwice({ phone, facts, work }: Pick<Shown, 'phone' | 'facts' | 'work'>): string[] {
  if (!work) return []
  return [...Map.groupBy(factsShown(work), (fact) => fact.id)]
    .filter(([, times]) => times.length > 1)
    .map(([id, times]) => {
      const token = facts.find((fact) => fact.id === id)?.token ?? id
      return `${phone} shows ${token} ${times.length} times`
    })
}

/** Only a pull makes something on record. */
export function onRecordByAPull({ phone, facts, work, stateOf, pulls, takenAfter, restored }: Shown): string[] {
  if (!work || restored > 0) return []
  const cameSince = (fact: Fact) => pulls > (takenAfter.get(fact.id) ?? -1)
  return facts
    .filter((fact) => stateOf(fact.id) === 'on_record' && !cameSince(fact))
    .map((fact) => `${phone} says ${fact.token} is on record, and no pull said so`)
}

/** All that is asked of a screen. */
export const ofScreens = { everyOwnFactShowsOnce, nothingShowsTwice, onRecordByAPull }

/** What a phone calls received is committed on the server. */
export function acknowledgedIsCommitted(
  called: readonly { id: Id; token: string }[],
  known: ReadonlySet<Id>,
): string[] {
  return called
    .filter(({ id }) => !known.has(id))
    .map(({ token }) => `${token} is called received, and the server does not have it`)
}

/** A file a phone captured, and whether its bytes lie there; `isSafe`: it was taken back, or the server has them. */
export type KeptFile = { phone: string; token: string; state: BlobState; isKept: boolean; isSafe: boolean }

/** Bytes stay on the phone until a pull says they are stored, or that nobody waits for them, which has to be so. */
export function bytesStayUntilStored(files: readonly KeptFile[]): string[] {
  return files
    .filter(({ state, isKept, isSafe }) => state !== 'stored' && !(state === 'over' && isSafe) && !isKept)
    .map(({ phone, token, state }) => `${phone} let the bytes of ${token} go in state ${state}`)
}

/** A record as it lay on a phone before and lies there now. */
export type Seen = {
  phone: string
  kind: DocumentKind
  id: Id
  before: { version: number; epoch: string | null } | undefined
  now: { version: number; epoch: string | null }
}

/** The version of a record never goes back on a phone; one that was restored counts anew. */
export function versionsNeverGoBack(records: readonly Seen[]): string[] {
  return records.flatMap(({ phone, kind, id, before, now }) =>
    before && before.epoch === now.epoch && now.version < before.version
      ? [`${kind} ${id} went from ${before.version} to ${now.version} on ${phone}`]
      : [],
  )
}

/** No reply holds what is not this technician’s, or another organization’s: all of that has a word in it. */
export function nothingOutOfScope(
  { phone, path, text }: { phone: string; path: string; text: string },
  word: string,
): string[] {
  return text.includes(word) ? [`${phone} was told by ${path} what is none of its business`] : []
}

/** The client reports no error but a full disk. */
export function nothingThrows(phone: string, reports: readonly unknown[]): string[] {
  return reports
    .filter((report) => !isOutOfSpace(report))
    .map((report) => `${phone} reports ${report instanceof Error ? report.stack : String(report)}`)
}

/** What the office answered when somebody settled what was held, and when they tried once more. */
export type Settling = { token: string; choice: 'apply' | 'put_aside'; outcome: string; again: string }

/** What is held is settled once: on the record or put aside, and nobody settles it again. */
export function settledOnce({ token, choice, outcome, again }: Settling): string[] {
  const wanted = choice === 'apply' ? 'applied' : 'superseded'
  if (outcome !== wanted)
    return [`${token} was to be ${choice === 'apply' ? 'taken in' : 'put aside'}, and was ${outcome}`]
  return again === 'held_settled_already' ? [] : [`${token} was settled, and a second time: ${again}`]
}

/** What the office settled as its phone shows it at the end; `stands`: it was taken in, and the work order is there. */
export type SettledOnPhone = {
  phone: string
  token: string
  settled: 'applied' | 'put_aside'
  stands: boolean
  times: number
}

/** What was taken in shows once, on the work order it was taken in on; what was put aside shows nowhere. */
export function settledShowsOnce(seen: readonly SettledOnPhone[]): string[] {
  return seen
    .filter(({ stands, times }) => times !== (stands ? 1 : 0))
    .map(({ phone, token, settled, times }) => `${phone} shows ${token}, which was ${settled}, ${times} times`)
}

/** Whoever signs in with a line is signed in, and the office is answered: a story that breaks off says why. */
export function everyStoryEnds(error: unknown): string[] {
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
}

/** What a phone has left when everything should be handed in, and what its engine says it is at. */
export type Left = { phone: string; waiting: readonly string[]; engine: string }

/**
 * Everything is handed in within the back-off’s bound, without anybody touching the phone, and every phone has pulled
 * since: whoever waited in vain brings what is left.
 */
export function drainedInTime(left: readonly Left[]): string[] {
  return left.map(({ phone, waiting, engine }) => `${phone} still has ${waiting.join(', ')}, its engine is ${engine}`)
}
