import { canonicalJson, type Json } from '../kit/canonical-json.ts'
import type { Id } from '../kit/ids.ts'
import type { SignOff, Task, Visit, WorkDocument } from './document.ts'
import { findingsOf } from './findings.ts'
import { askedAs, askingAtFinish, isBlank, sectionOf, standingAnswers } from './forms.ts'
import { tasksOf } from './missing.ts'
import { neededParts } from './needed-parts.ts'
import { actualCrew, outcomeOf, timeEntries } from './visits.ts'

/**
 * The template of the text that renders a summary; stored beside each signature (S24). What was signed under `summary-1`
 * says nothing of units, sections, findings and parts to order, and is verified as it was signed.
 */
export const summaryTemplate = 'summary-2'

/** The wording of the consent; another wording is another version. */
export const consentVersion = 'consent-1'

export function consentTo(organization: string): string {
  return `I have read the summary of this visit by ${organization} and confirm it.`
}

/**
 * What the customer signs: codes, instants and quantities, no rendered text, so that its canonical JSON and its hash are
 * the same on every device. Times run up to what is on the record when it is shown.
 */
export type Summary = {
  template: string
  workOrder: Id
  number: string | null
  provisional: string | null
  title: string
  zone: string
  visit: Id
  visitNumber: number
  crew: Id[]
  outcome: string | null
  returnReason: string | null
  time: { technician: Id; activity: string; from: string; to: string | null }[]
  tasks: SummaryTask[]
  parts: { id: Id; name: string; quantity: number; unit: string; serial: string; removedSerial?: string }[]
  /** From `summary-2` on. */
  findings?: { id: Id; asset: Id | null; severity: string; text: string; recommendation: string; repaired: boolean }[]
  partsToOrder?: { id: Id; name: string; quantity: number; unit: string }[]
  notes: { id: Id; text: string }[]
  photos: { id: Id; sha256: string; phase: string; caption: string }[]
}

export type SummaryTask = {
  id: Id
  label: string
  kind: string
  answer: string | null
  /** From `summary-2` on, where there is one. */
  unit?: string
  section?: string
  readings?: { asset: Id | null; value: string }[]
}

/** Only what the customer may see: notes and photos of the office and crew stay out. */
export function summary(work: WorkDocument, visit: Visit): Summary {
  const ended = outcomeOf(visit)
  return {
    template: summaryTemplate,
    workOrder: work.id,
    number: work.number,
    provisional: work.provisional,
    title: work.details.title,
    zone: work.zone,
    visit: visit.id,
    visitNumber: visit.number,
    crew: actualCrew(work, visit),
    outcome: ended?.outcome ?? null,
    returnReason: ended?.returnReason ?? null,
    time: timeEntries(work, visit)
      .filter((entry) => entry.activity === 'work' || entry.activity === 'travel')
      .map(({ technician, activity, from, to }) => ({ technician, activity, from, to })),
    tasks: signedTasks(work, visit).map((task) => ({ ...plainTask(work, visit, task), ...moreOf(work, visit, task) })),
    parts: partsFitted(work, visit),
    findings: findingsShown(work, visit),
    partsToOrder: partsToOrder(work, visit),
    notes: work.notes
      .filter((note) => note.visit === visit.id && note.audience === 'customer')
      .map(({ id, text }) => ({ id, text })),
    photos: work.photos
      .filter((photo) => photo.visit === visit.id && photo.audience === 'customer')
      .map(({ id, sha256, phase, caption }) => ({ id, sha256, phase, caption })),
  }
}

/** What is asked now, and what was answered of earlier forms. */
function signedTasks(work: WorkDocument, visit: Visit): Task[] {
  return [...tasksOf(work, visit), ...work.tasks.filter((task) => task.retired && task.answers.length > 0)]
}

/** A task as summaries of every template say it. */
function plainTask(work: WorkDocument, visit: Visit, task: Task): SummaryTask {
  const last = standingAnswers(askingAtFinish(work, visit), task).at(-1)
  const { label } = last ? askedAs(work, task, last) : task
  const answer = last
    ? typeof last.answer.value === 'string'
      ? last.answer.value
      : last.answer.value.join(', ')
    : null
  return { id: task.id, label, kind: task.kind, answer }
}

function moreOf(work: WorkDocument, visit: Visit, task: Task): Partial<SummaryTask> {
  const section = sectionOf(work, task)?.title
  const readings = task.kind === 'reading' ? readingsOf(work, visit, task) : null
  return {
    ...(task.unit ? { unit: task.unit } : {}),
    ...(section ? { section } : {}),
    ...(readings ? { readings } : {}),
  }
}

function readingsOf(work: WorkDocument, visit: Visit, task: Task): NonNullable<SummaryTask['readings']> {
  return standingAnswers(askingAtFinish(work, visit), task).flatMap(({ answer }) =>
    answer.kind === 'reading' && !isBlank(answer) ? [{ asset: answer.asset, value: answer.value }] : [],
  )
}

function partsFitted(work: WorkDocument, visit: Visit): Summary['parts'] {
  return work.parts
    .filter((part) => part.visit === visit.id)
    .map(({ id, name, quantity, unit, serial, removedSerial }) => ({
      id,
      name,
      quantity,
      unit,
      serial,
      ...(removedSerial ? { removedSerial } : {}),
    }))
}

function findingsShown(work: WorkDocument, visit: Visit): NonNullable<Summary['findings']> {
  return findingsOf(work)
    .filter((finding) => finding.visit === visit.id)
    .map(({ id, asset, severity, text, recommendation, repaired }) => ({
      id,
      asset,
      severity,
      text,
      recommendation,
      repaired,
    }))
}

function partsToOrder(work: WorkDocument, visit: Visit): NonNullable<Summary['partsToOrder']> {
  return neededParts(work)
    .filter((part) => part.visit === visit.id)
    .map(({ id, name, quantity, unit }) => ({ id, name, quantity, unit }))
}

/** The bytes whose sha256 a signature names. */
export function summaryText(shown: Summary): string {
  return canonicalJson(shown as Json)
}

/**
 * A short mark of what was signed for, kept with each sign-off. Later changes do not undo a signature, they badge it; what
 * went on after signing (the finish itself, the end of the clock) is no change of what was signed.
 */
export function contentsMark(work: WorkDocument, visit: Visit): string {
  const { title, parts, notes, photos, findings = [], partsToOrder: toOrder = [] } = summary(work, visit)
  const tasks = signedTasks(work, visit).map((task) => ({
    ...plainTask(work, visit, task),
    ...(task.kind === 'reading' ? { readings: readingsOf(work, visit, task) } : {}),
  }))
  const corrected = work.timeCorrections.filter((one) => one.visit === visit.id).map((one) => one.id)
  // What records of before did not have is left out of their mark, so that it stays what it was.
  const more = { ...(findings.length > 0 ? { findings } : {}), ...(toOrder.length > 0 ? { toOrder } : {}) }
  return shortHash(canonicalJson({ title, tasks, parts, notes, photos, corrected, ...more } as Json))
}

/** Whether the record of a visit says something else now than when it was signed for. */
export function changedSinceSigned(work: WorkDocument, visit: Visit, signOff: SignOff): boolean {
  return contentsMark(work, visit) !== signOff.contents
}

/** 53 bits of a text, to notice a change; nothing is proven by it, that is what the sha256 is for. */
function shortHash(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)
}
