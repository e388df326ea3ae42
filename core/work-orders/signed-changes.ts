import { canonicalJson, type Json } from '../kit/canonical-json.ts'
import type { Summary } from './summary.ts'

/** What a summary speaks of that may be otherwise by now. */
export type SignedPart = 'title' | 'task' | 'part' | 'note' | 'photo' | 'finding' | 'part_to_order' | 'time' | 'result'

/** One thing that was signed and is otherwise now: new since, gone since, or changed. */
export type SignedChange = { part: SignedPart; how: 'added' | 'removed' | 'changed'; signed: string; now: string }

type Thing = { id: string; words: string; all: Json }

/**
 * What changed on the record since a summary was shown, in its own words. A summary of an earlier template says less: what
 * it could not say is no change, but what came since is.
 */
export function changesSince(signed: Summary, now: Summary): SignedChange[] {
  const result = ({ outcome, returnReason }: Summary) => [outcome, returnReason].filter(Boolean).join(', ')
  return [
    ...(signed.title === now.title ? [] : [changed('title', signed.title, now.title)]),
    ...compared('task', tasks(signed, signed), tasks(now, signed)),
    ...compared('part', signed.parts.map(aboutPart), now.parts.map(aboutPart)),
    ...compared('part_to_order', (signed.partsToOrder ?? []).map(aboutPart), (now.partsToOrder ?? []).map(aboutPart)),
    ...compared('finding', findings(signed), findings(now)),
    ...compared('note', signed.notes.map(aboutNote), now.notes.map(aboutNote)),
    ...compared('photo', signed.photos.map(aboutPhoto), now.photos.map(aboutPhoto)),
    ...compared('time', times(signed, signed), times(now, signed)),
    // The finish itself comes after the signature as a rule.
    ...(signed.outcome === null || result(signed) === result(now)
      ? []
      : [changed('result', result(signed), result(now))]),
  ]
}

function changed(part: SignedPart, signed: string, now: string): SignedChange {
  return { part, how: 'changed', signed, now }
}

function compared(part: SignedPart, signed: readonly Thing[], now: readonly Thing[]): SignedChange[] {
  const before = new Map(signed.map((one) => [one.id, one]))
  const after = new Map(now.map((one) => [one.id, one]))
  return [
    ...signed.flatMap((one): SignedChange[] => {
      const is = after.get(one.id)
      if (!is) return [{ part, how: 'removed', signed: one.words, now: '' }]
      return canonicalJson(one.all) === canonicalJson(is.all) ? [] : [changed(part, one.words, is.words)]
    }),
    ...now
      .filter((one) => !before.has(one.id))
      .map((one): SignedChange => ({ part, how: 'added', signed: '', now: one.words })),
  ]
}

/** A question nobody has answered says nothing yet. */
function tasks(summary: Summary, as: Summary): Thing[] {
  const isLater = as.template !== 'summary-1'
  return summary.tasks
    .filter((task) => task.answer !== null)
    .map(({ id, label, answer, unit = '', readings }) => ({
      id,
      words: `${label}: ${[answer, unit].filter(Boolean).join(' ')}`,
      all: isLater ? { label, answer, unit, readings: readings ?? null } : { label, answer },
    }))
}

function aboutPart({ id, name, quantity, unit, serial = '', removedSerial = '' }: PartOf): Thing {
  const numbers = [serial && `serial ${serial}`, removedSerial && `serial ${removedSerial} out`].filter(Boolean)
  return {
    id,
    words: [`${quantity / 1000} ${unit} ${name}`.replace(/\s+/g, ' '), ...numbers].join(', '),
    all: { name, quantity, unit, serial, removedSerial },
  }
}
type PartOf = { id: string; name: string; quantity: number; unit: string; serial?: string; removedSerial?: string }

function findings({ findings: found = [] }: Summary): Thing[] {
  return found.map(({ id, ...rest }) => ({ id, words: rest.text, all: rest }))
}

function aboutNote({ id, text }: Summary['notes'][number]): Thing {
  return { id, words: text, all: text }
}

function aboutPhoto({ id, sha256, phase, caption }: Summary['photos'][number]): Thing {
  return { id, words: [phase, caption].filter(Boolean).join(', '), all: { sha256, phase, caption } }
}

/** Time that still ran when it was signed ends later, which is no change. */
function times(summary: Summary, signed: Summary): Thing[] {
  const open = new Set(signed.time.filter((one) => one.to === null).map(idOfTime))
  const last =
    signed.time
      .map((one) => one.to ?? one.from)
      .toSorted()
      .at(-1) ?? ''
  return summary.time
    .filter((one) => summary === signed || one.from <= last)
    .map((one) => {
      const to = open.has(idOfTime(one)) ? null : one.to
      return { id: idOfTime(one), words: [one.activity, one.from, one.to].filter(Boolean).join(' '), all: { to } }
    })
}

function idOfTime({ technician, activity, from }: Summary['time'][number]): string {
  return `${technician}/${activity}/${from}`
}
