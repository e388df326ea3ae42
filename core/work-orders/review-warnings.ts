import type { Id } from '../kit/ids.ts'
import { type Minutes, sum } from '../kit/money.ts'
import { sentence } from '../kit/sentences.ts'
import { formatMinutes, formatSpan, type Instant, minutesBetween, type Zone } from '../kit/time.ts'
import type { Visit, WorkDocument } from './document.ts'
import { everybodyOn, outcomeOf, shownFinish, timeEntries, type TimeEntry } from './visits.ts'

/** What whoever reviews looks at once more before it is billed. It forbids nothing. */
export type ReviewWarning =
  | { code: 'no_photo_after'; visit: number }
  | { code: 'time_longer_than_on_site'; technician: Id; entry: Id; worked: Minutes; onSite: Minutes }
  | { code: 'time_gap'; technician: Id; entry: Id; from: Instant; to: Instant }
  | { code: 'part_without_serial'; part: Id; name: string }

/** Shorter than this is the walk to the van. */
const shortestGap = 15

export function reviewWarnings(work: WorkDocument): ReviewWarning[] {
  return [...work.visits.flatMap((visit) => ofVisit(work, visit)), ...swapsWithoutSerial(work)]
}

function ofVisit(work: WorkDocument, visit: Visit): ReviewWarning[] {
  const entries = timeEntries(work, visit)
  return [
    ...photoMissing(work, visit),
    ...everybodyOn(work, visit).flatMap((technician) => {
      const own = entries.filter((entry) => entry.technician === technician)
      return [...longerThanOnSite(visit, technician, own), ...gaps(technician, own)]
    }),
  ]
}

function photoMissing(work: WorkDocument, visit: Visit): ReviewWarning[] {
  if (outcomeOf(visit)?.outcome !== 'done') return []
  const shown = work.photos.some((photo) => photo.visit === visit.id && photo.phase === 'after')
  return shown ? [] : [{ code: 'no_photo_after', visit: visit.number }]
}

/** Time written down afterwards, or corrected, beyond what the clock says of being there. */
function longerThanOnSite(visit: Visit, technician: Id, own: readonly TimeEntry[]): ReviewWarning[] {
  const steps = visit.steps.filter((step) => step.technician === technician)
  const came = steps.filter(({ kind }) => kind === 'arrive' || kind === 'resume').map((step) => step.at)
  const went = steps.filter(({ kind }) => kind === 'leave' || kind === 'finish').map((step) => step.at)
  const [first] = came.sort()
  const last = went.sort().at(-1) ?? shownFinish(visit)?.at
  const work = own.filter((entry) => entry.activity === 'work')
  const [entry] = work
  if (!first || !last || !entry) return []
  const [worked, onSite] = [sum(work.map((one) => one.minutes)), minutesBetween(first, last)]
  return worked > onSite ? [{ code: 'time_longer_than_on_site', technician, entry: entry.id, worked, onSite }] : []
}

/** Minutes between two entries that nobody said anything of. */
function gaps(technician: Id, own: readonly TimeEntry[]): ReviewWarning[] {
  const found: ReviewWarning[] = []
  let until: Instant | null = null
  for (const entry of own.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (until !== null && minutesBetween(until, entry.from) >= shortestGap)
      found.push({ code: 'time_gap', technician, entry: entry.id, from: until, to: entry.from })
    // Whoever's clock still runs has no gap after it.
    if (entry.to === null) break
    if (until === null || entry.to > until) until = entry.to
  }
  return found
}

/** A number came out and none went in: the customer's asset would be without one. */
function swapsWithoutSerial(work: WorkDocument): ReviewWarning[] {
  return work.parts.flatMap(({ id, name, serial, removedSerial }) =>
    removedSerial && serial === '' ? [{ code: 'part_without_serial', part: id, name }] : [],
  )
}

type Said = { nameOf: (technician: Id) => string; zone: Zone; locale: string }

export function reviewWarningSentence(warning: ReviewWarning, { nameOf, zone, locale }: Said): string {
  switch (warning.code) {
    case 'no_photo_after':
      return sentence(warning.code, { visit: warning.visit })
    case 'time_longer_than_on_site':
      return sentence(warning.code, {
        technician: nameOf(warning.technician),
        worked: formatMinutes(warning.worked),
        onSite: formatMinutes(warning.onSite),
      })
    case 'time_gap':
      return sentence(warning.code, {
        technician: nameOf(warning.technician),
        span: formatSpan(warning.from, warning.to, zone, locale),
      })
    case 'part_without_serial':
      return sentence(warning.code, { part: warning.name })
  }
}
