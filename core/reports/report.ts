import type { Id } from '../kit/ids.ts'
import { formatQuantity } from '../kit/money.ts'
import {
  formatDate,
  formatDateTime,
  formatLocalDate,
  formatMinutes,
  formatSpan,
  formatTime,
  type Instant,
} from '../kit/time.ts'
import { heading } from '../work-orders/labels.ts'
import type { Finding, Photo, SignOff, Task, Visit, WorkDocument } from '../work-orders/document.ts'
import type { Answer } from '../work-orders/commands.ts'
import { findingsOf, findingState } from '../work-orders/findings.ts'
import type { TaskDefinition } from '../work-orders/form-schema.ts'
import { answerWords, askedAs, bySection, isBlank, isOutOfRange, lastOfEachAsset } from '../work-orders/forms.ts'
import { isAnswered, tasksOf } from '../work-orders/missing.ts'
import { openReturnNeeds } from '../work-orders/status.ts'
import { actualCrew, isFinal, outcomeOf, shownFinish, timeEntries } from '../work-orders/visits.ts'
import type {
  Letterhead,
  PaperSize,
  Party,
  ReportContent,
  ReportFollowUp,
  ReportPhoto,
  ReportPhotoGroup,
  ReportSignOff,
  ReportTask,
  ReportTime,
  ReportVisit,
} from './content.ts'
import type { Language } from './labels.ts'

/** What a report needs that is not on the record. */
export type ReportSetting = {
  language: Language
  locale: string
  size: PaperSize
  letterhead: Letterhead
  customer: Party
  site: Party
  assets: { name: string; serial: string }[]
  /** Everything at the site by its id: what readings and findings name. */
  assetNames: Readonly<Record<Id, string>>
  technicians: Readonly<Record<Id, string>>
  /** Consent texts of the signatures, by the fact. */
  consents: Readonly<Record<Id, string>>
  frozenAt: Instant
}

/** The frozen paper of a record at a version: a visit, or the whole order. Only what the customer may see is on it. */
export function report(work: WorkDocument, visitId: Id | null, setting: ReportSetting): ReportContent {
  const visits = work.visits.filter((visit) => (visitId ? visit.id === visitId : wasWorked(work, visit)))
  const last = visits.at(-1)
  const ended = last ? outcomeOf(last) : null
  return {
    language: setting.language,
    size: setting.size,
    letterhead: setting.letterhead,
    number: work.number ?? work.provisional,
    frozenAt: setting.frozenAt,
    frozenAtText: formatDateTime(setting.frozenAt, work.zone, setting.locale),
    draft: visits.length === 0 || visits.some((visit) => shownFinish(visit) === null),
    version: work.version,
    visit: visitId ? (last?.number ?? null) : null,
    customer: setting.customer,
    site: setting.site,
    subject: work.details.title,
    facts: factsOf(work, setting),
    asked: paragraphs(work.details.description),
    summary: visits.flatMap((visit) => paragraphs(shownFinish(visit)?.note ?? '')),
    outcome: ended ? outcomeText(ended) : null,
    visits: visits.map((visit) => visitOf(work, visit, setting)),
    tasks: bySection(work, tasksFor(work, visits)).map(({ section, tasks }) => ({
      heading: section?.title ?? null,
      tasks: tasks.map((task) => taskOf(work, task, setting)),
    })),
    times: visits.flatMap((visit) => timesOf(work, visit, setting)),
    timeTotals: timeTotals(work, visits),
    parts: work.parts
      .filter((part) => visits.some((visit) => visit.id === part.visit))
      .map((part) => ({
        quantity: formatQuantity(part.quantity, setting.locale),
        unit: part.unit,
        number: part.sku || null,
        description: part.name,
        serial: [part.serial, part.removedSerial && `(${part.removedSerial})`].filter(Boolean).join(' ') || null,
      })),
    notes: work.notes
      .filter((note) => note.audience === 'customer' && (!visitId || note.visit === visitId))
      .map((note) => ({
        text: note.text,
        author: (note.technician && setting.technicians[note.technician]) || note.by.name,
        at: formatDateTime(note.at, work.zone, setting.locale),
      })),
    photos: photosOf(work, visits, setting),
    signOffs: visits.flatMap((visit) =>
      visit.signOffs.map((signOff) => signOffOf(work, visit, signOff, visits.length, setting)),
    ),
    followUps: [
      ...visits.flatMap((visit) => followUpOf(work, visit, setting)),
      ...findingsOf(work)
        .filter((finding) => visits.some((visit) => visit.id === finding.visit))
        .map((finding) => findingOf(finding, setting)),
    ],
  }
}

/** The photos and signatures a report shows, with the state of their bytes. */
export function imagesOf(work: WorkDocument, visitId: Id | null): { sha256: string; state: string; fact: Id }[] {
  const covered = (visit: Id) => visitId === null || visit === visitId
  const photos = work.photos.filter((photo) => covered(photo.visit) && photo.audience === 'customer')
  const signatures = work.visits
    .filter((visit) => covered(visit.id))
    .flatMap((visit) =>
      visit.signOffs.flatMap((one) =>
        one.kind === 'signed' ? [{ sha256: one.image, state: one.imageState, fact: one.id }] : [],
      ),
    )
  return [...photos.map((photo) => ({ sha256: photo.sha256, state: photo.state, fact: photo.id })), ...signatures]
}

function wasWorked(work: WorkDocument, visit: Visit): boolean {
  return actualCrew(work, visit).length > 0 || shownFinish(visit) !== null
}

function outcomeText(ended: NonNullable<ReturnType<typeof outcomeOf>>): string {
  return ended.returnReason
    ? `${heading(ended.outcome)}: ${heading(ended.returnReason).toLowerCase()}`
    : heading(ended.outcome)
}

function factsOf(work: WorkDocument, setting: ReportSetting): ReportContent['facts'] {
  const facts: ReportContent['facts'][number][] = [
    { label: 'reported_at', text: formatDateTime(work.details.requestedAt, work.zone, setting.locale) },
  ]
  if (work.details.reference) facts.push({ label: 'customer_reference', text: work.details.reference })
  if (work.details.contact?.name) facts.push({ label: 'contact_on_site', text: work.details.contact.name })
  for (const asset of setting.assets)
    facts.push({ label: 'asset', text: asset.serial ? `${asset.name}, ${asset.serial}` : asset.name })
  return facts
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

function visitOf(work: WorkDocument, visit: Visit, setting: ReportSetting): ReportVisit {
  const onSite = timeEntries(work, visit).filter((entry) => entry.activity !== 'travel')
  const from = onSite.map((entry) => entry.from).sort()[0]
  const to = onSite
    .flatMap((entry) => entry.to ?? [])
    .sort()
    .at(-1)
  const ended = outcomeOf(visit)
  const crew = actualCrew(work, visit)
  const names = [...crew.filter((one) => one === visit.plan.lead), ...crew.filter((one) => one !== visit.plan.lead)]
  const day = from ?? visit.plan.start
  return {
    name: `Visit ${visit.number}`,
    day: day ? formatDate(day, work.zone, setting.locale) : '',
    window: visit.plan.window
      ? formatSpan(visit.plan.window.from, visit.plan.window.to, work.zone, setting.locale)
      : null,
    onSite: from && to ? formatSpan(from, to, work.zone, setting.locale) : null,
    crew: names.map((technician) => setting.technicians[technician] ?? ''),
    outcome: ended ? outcomeText(ended) : null,
  }
}

function tasksFor(work: WorkDocument, visits: readonly Visit[]): Task[] {
  const tasks = new Set(visits.flatMap((visit) => tasksOf(work, visit)))
  return work.tasks.filter((task) => tasks.has(task) || (task.retired && task.answers.length > 0))
}

function taskOf(work: WorkDocument, task: Task, setting: ReportSetting): ReportTask {
  const last = task.answers.at(-1)
  if (!last || !isAnswered(task)) return { title: task.label, state: 'open', answers: [], remark: null }
  // In the words it was asked in.
  const asked = askedAs(work, task, last)
  if (task.kind === 'reading') {
    const answers = lastOfEachAsset(task.answers).flatMap(({ answer }) => readingOf(asked, answer, setting))
    return { title: asked.label, state: 'done', answers, remark: last.note || null }
  }
  return { title: asked.label, ...answered(asked, last.answer, setting), remark: last.note || null }
}

function readingOf(asked: TaskDefinition, answer: Answer, { assetNames }: ReportSetting): ReportTask['answers'] {
  if (answer.kind !== 'reading' || isBlank(answer)) return []
  const question = (answer.asset !== null && assetNames[answer.asset]) || ''
  return [{ question, answer: answerWords(asked, answer), deviates: isOutOfRange(asked, answer) }]
}

function answered(
  asked: TaskDefinition,
  answer: Answer,
  { locale }: ReportSetting,
): Pick<ReportTask, 'state' | 'answers'> {
  switch (answer.kind) {
    case 'check':
      return { state: answer.value, answers: [] }
    case 'photo':
      return { state: 'done', answers: [] }
    case 'date':
      return { state: 'done', answers: [plainAnswer(formatLocalDate(answer.value, locale))] }
    case 'text':
    case 'number':
    case 'reading':
    case 'choice':
    case 'choices': {
      const deviates = isOutOfRange(asked, answer)
      return { state: 'done', answers: [{ ...plainAnswer(answerWords(asked, answer)), deviates }] }
    }
  }
}

function plainAnswer(answer: string): ReportTask['answers'][number] {
  return { question: '', answer, deviates: false }
}

/** What was found is to be seen to, or was. */
function findingOf(finding: Finding, { assetNames }: ReportSetting): ReportFollowUp {
  const on = finding.asset === null ? '' : (assetNames[finding.asset] ?? '')
  return {
    reason: [heading(finding.severity), on].filter(Boolean).join(', '),
    text: [finding.text, finding.recommendation].filter(Boolean).join('\n'),
    planned: null,
    state: findingState(finding) === 'open' || findingState(finding) === 'followed' ? 'open' : 'closed',
  }
}

function timesOf(work: WorkDocument, visit: Visit, setting: ReportSetting): ReportTime[] {
  return timeEntries(work, visit).flatMap((entry) => {
    if (!entry.to || entry.activity === 'break') return []
    return [
      {
        day: formatDate(entry.from, work.zone, setting.locale),
        technician: setting.technicians[entry.technician] ?? '',
        activity: heading(entry.activity),
        span: formatSpan(entry.from, entry.to, work.zone, setting.locale),
        duration: formatMinutes(entry.minutes),
        source: entry.recorded || entry.corrected ? (entry.corrected ? 'corrected' : 'recorded afterwards') : null,
      },
    ]
  })
}

function timeTotals(work: WorkDocument, visits: readonly Visit[]): { activity: string; duration: string }[] {
  const entries = visits
    .flatMap((visit) => timeEntries(work, visit))
    .filter((entry) => entry.to !== null && entry.activity !== 'break')
  const byActivity = new Map<string, number>()
  for (const entry of entries) byActivity.set(entry.activity, (byActivity.get(entry.activity) ?? 0) + entry.minutes)
  return [...byActivity].map(([activity, minutes]) => ({
    activity: heading(activity),
    duration: formatMinutes(minutes),
  }))
}

/** Photos the customer may see: before beside after, in the order they were taken, the rest behind. */
function photosOf(work: WorkDocument, visits: readonly Visit[], setting: ReportSetting): ReportPhotoGroup[] {
  return visits.flatMap((visit) => {
    const shown = work.photos.filter(
      (photo) => photo.visit === visit.id && photo.audience === 'customer' && photo.state !== 'refused',
    )
    if (shown.length === 0) return []
    const befores = shown.filter((photo) => photo.phase === 'before')
    const afters = shown.filter((photo) => photo.phase === 'after')
    const count = Math.min(befores.length, afters.length)
    const pairs = befores.slice(0, count).flatMap((before, index) => {
      const after = afters[index]
      return after ? [{ before: photoOf(work, before, setting), after: photoOf(work, after, setting) }] : []
    })
    const paired = new Set([...befores.slice(0, count), ...afters.slice(0, count)])
    const others = shown.filter((photo) => !paired.has(photo)).map((photo) => photoOf(work, photo, setting))
    return [{ heading: visits.length > 1 ? `Visit ${visit.number}` : null, pairs, others }]
  })
}

function photoOf(work: WorkDocument, photo: Photo, setting: ReportSetting): ReportPhoto {
  const phase = photo.phase === 'before' || photo.phase === 'after' || photo.phase === 'during' ? photo.phase : null
  return {
    image: photo.sha256,
    state: photo.state === 'stored' ? 'stored' : 'awaited',
    phase,
    caption: photo.caption || null,
    credit:
      `${setting.technicians[photo.technician] ?? ''}, ${formatTime(photo.at, work.zone, setting.locale)}`.replace(
        /^, /,
        '',
      ),
  }
}

function signOffOf(
  work: WorkDocument,
  visit: Visit,
  signOff: SignOff,
  visits: number,
  setting: ReportSetting,
): ReportSignOff {
  const base = {
    visit: visits > 1 ? `Visit ${visit.number}` : null,
    at: formatDateTime(signOff.at, work.zone, setting.locale),
  }
  switch (signOff.kind) {
    case 'signed':
      return {
        ...base,
        kind: 'signed',
        name: signOff.name,
        capacity: signOff.capacity || null,
        signature: signOff.imageState === 'stored' ? signOff.image : null,
        consent: setting.consents[signOff.id] ?? '',
        hash: signOff.summaryHash,
        remote: false,
      }
    case 'refused':
      return {
        ...base,
        kind: 'refused',
        name: signOff.name || null,
        reason: signOff.reason,
        statement: signOff.statement || null,
      }
    case 'unattended':
      return { ...base, kind: 'unattended', reason: signOff.reason || null }
  }
}

function followUpOf(work: WorkDocument, visit: Visit, setting: ReportSetting): ReportFollowUp[] {
  const ended = outcomeOf(visit)
  if (!ended || isFinal(ended.outcome)) return []
  const open = openReturnNeeds(work).some((one) => one.id === visit.id)
  const next = work.visits.find(
    (later) => later.number > visit.number && later.plan.state !== 'cancelled' && later.plan.start,
  )
  return [
    {
      reason: outcomeText(ended),
      text: null,
      planned: open && next?.plan.start ? formatDateTime(next.plan.start, work.zone, setting.locale) : null,
      state: open ? 'open' : 'closed',
    },
  ]
}
