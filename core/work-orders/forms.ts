import type { Id } from '../kit/ids.ts'
import { localDate } from '../kit/time.ts'
import type { Answer } from './commands.ts'
import type { Section, Task, TaskAnswer, Visit, WorkDocument } from './document.ts'
import { type Condition, readDecimal, type TaskDefinition } from './form-schema.ts'
import type { Outcome } from './words.ts'

/**
 * Which questions of a work order are asked now, and what their answers mean. Everything here is about one visit, and for
 * a risk assessment about one day of it: `day` is a date in the site's zone, null where any day of the visit will do.
 */
export type Asking = { work: WorkDocument; visit: Visit; day: string | null }

/** The day somebody last began to work on the visit, in the site's zone; null before anybody did. */
export function startDay(work: WorkDocument, visit: Visit): string | null {
  const last = visit.steps.findLast((step) => step.kind === 'arrive' || step.kind === 'resume')
  return last ? localDate(last.at, work.zone) : null
}

/** As a finish asks: a risk assessment is owed for the day work last began. */
export function askingAtFinish(work: WorkDocument, visit: Visit): Asking {
  return { work, visit, day: startDay(work, visit) }
}

export function sectionOf(work: WorkDocument, task: TaskDefinition): Section | null {
  return (task.section && work.sections?.find((section) => section.id === task.section)) || null
}

export function isRiskQuestion(work: WorkDocument, task: TaskDefinition): boolean {
  return sectionOf(work, task)?.purpose === 'risk_assessment'
}

/** The answers that count: of a risk assessment only those of this visit on this day. */
export function answersFor({ work, visit, day }: Asking, task: Task): TaskAnswer[] {
  if (!isRiskQuestion(work, task)) return task.answers
  return task.answers.filter(
    (answer) => answer.visit === visit.id && (day === null || localDate(answer.at, work.zone) === day),
  )
}

/** What stands for a question: the last answer, of a reading the last of each asset. */
export function standingAnswers(asking: Asking, task: Task): TaskAnswer[] {
  const answers = answersFor(asking, task)
  if (task.kind !== 'reading') return answers.slice(-1)
  return lastOfEachAsset(answers)
}

export function lastOfEachAsset(answers: readonly TaskAnswer[]): TaskAnswer[] {
  return [...new Map(answers.map((one) => [one.answer.kind === 'reading' ? one.answer.asset : null, one])).values()]
}

export function isBlank({ value }: Answer): boolean {
  return typeof value === 'string' ? value.trim() === '' : value.length === 0
}

/** The words of an answer, as they were pressed or typed. */
export function wordsOf(answer: Answer): string[] {
  if (isBlank(answer)) return []
  return typeof answer.value === 'string' ? [answer.value] : answer.value
}

/** Whether a number is outside the range its question expects; what is no number is not. */
export function isOutOfRange(task: Pick<TaskDefinition, 'min' | 'max'>, answer: Answer): boolean {
  if (answer.kind !== 'number' && answer.kind !== 'reading') return false
  const value = readDecimal(answer.value)
  if (value === null) return false
  const [min, max] = [readDecimal(task.min ?? ''), readDecimal(task.max ?? '')]
  return (min !== null && value < min) || (max !== null && value > max)
}

/** `1.0 to 2.5 bar`; empty where nothing is said of a range. */
export function rangeWords({ min, max, unit }: Pick<TaskDefinition, 'min' | 'max' | 'unit'>): string {
  const range = min && max ? `${min} to ${max}` : min ? `at least ${min}` : max ? `at most ${max}` : ''
  return range && unit ? `${range} ${unit}` : range
}

/** What a condition may ask of a number. */
export const outOfRange = 'out_of_range'

function says(task: Task, { answer }: TaskAnswer, wanted: readonly string[]): boolean {
  if (wanted.includes(outOfRange) && isOutOfRange(task, answer)) return true
  return wordsOf(answer).some((word) => wanted.includes(word))
}

/**
 * The questions that are asked, in the order of their sections. A question is hidden while its condition, or that of its
 * section, does not hold; an answer to a hidden question counts for nothing, so what hangs on it is hidden too.
 */
export function shownTasks(asking: Asking): Task[] {
  const { work, visit } = asking
  const tasks = new Map(work.tasks.map((task) => [task.id, task]))
  const sections = new Map((work.sections ?? []).map((section) => [section.id, section]))
  const known = new Map<Id, boolean>()
  const holds = (condition: Condition | undefined): boolean => {
    if (!condition) return true
    const on = tasks.get(condition.task)
    return (
      on !== undefined && isShown(on) && standingAnswers(asking, on).some((answer) => says(on, answer, condition.is))
    )
  }
  const isShown = (task: Task): boolean => {
    const found = known.get(task.id)
    if (found !== undefined) return found
    // What hangs on itself is not asked; the editor refuses such a form.
    known.set(task.id, false)
    const section = task.section === undefined ? undefined : sections.get(task.section)
    const shown =
      !task.retired &&
      (task.visit === null || task.visit === visit.id) &&
      holds(section?.shownBy) &&
      holds(task.shownBy)
    known.set(task.id, shown)
    return shown
  }
  return inOrder(work, work.tasks.filter(isShown))
}

/** The sections of a form as they come: the risk assessment first, then what has no section (null), then the others. */
function places({ sections = [] }: Pick<WorkDocument, 'sections'>): (Section | null)[] {
  const isRisk = ({ purpose }: Section) => purpose === 'risk_assessment'
  return [...sections.filter(isRisk), null, ...sections.filter((section) => !isRisk(section))]
}

/** Questions in the order of their sections. */
export function inOrder<T extends TaskDefinition>(work: Pick<WorkDocument, 'sections'>, tasks: T[]): T[] {
  if (!work.sections || work.sections.length === 0) return tasks
  return bySection(work, tasks).flatMap((group) => group.tasks)
}

/** Tasks in groups by their section, as screens and papers show them. */
export function bySection<T extends TaskDefinition>(
  work: Pick<WorkDocument, 'sections'>,
  tasks: readonly T[],
): { section: Section | null; tasks: T[] }[] {
  const known = new Set((work.sections ?? []).map((section) => section.id))
  const home = (task: T) => (task.section && known.has(task.section) ? task.section : null)
  return places(work)
    .map((section) => ({ section, tasks: tasks.filter((task) => home(task) === (section?.id ?? null)) }))
    .filter((group) => group.tasks.length > 0)
}

/** Whether the question has been answered; a reading for each asset of the work order. */
export function isAnsweredFor(asking: Asking, task: Task): boolean {
  const given = standingAnswers(asking, task).filter((one) => !isBlank(one.answer))
  if (task.kind !== 'reading') return given.length > 0
  const { assets } = asking.work.details
  if (assets.length === 0) return given.length > 0
  return assets.every((asset) => given.some(({ answer }) => answer.kind === 'reading' && answer.asset === asset))
}

export function isRequiredFor(task: TaskDefinition, outcome: Outcome): boolean {
  return task.required && (task.requiredFor ?? ['done']).includes(outcome)
}

/** Questions of a risk assessment that are asked on this day. */
export function riskQuestions(asking: Asking): Task[] {
  return shownTasks(asking).filter((task) => isRiskQuestion(asking.work, task))
}

export type StartCheck = {
  /** Whether anything is asked before work starts. */
  asks: boolean
  /** Required questions of the risk assessment that have no answer on this day. */
  open: Task[]
  /** Answers after which work must not start. */
  blocked: { task: Task; answer: TaskAnswer }[]
}

/** What stands before the start of work on a day. It is shown, and stops a button on the phone; no fact is refused for it. */
export function startCheck(work: WorkDocument, visit: Visit, day: string): StartCheck {
  const asking = { work, visit, day }
  const asked = riskQuestions(asking)
  return {
    asks: asked.length > 0,
    open: asked.filter((task) => task.required && !isAnsweredFor(asking, task)),
    blocked: blockedBy(asking, asked),
  }
}

function blockedBy(asking: Asking, tasks: readonly Task[]): StartCheck['blocked'] {
  return tasks.flatMap((task) => {
    const words = task.blocksStart
    if (!words) return []
    return standingAnswers(asking, task)
      .filter((answer) => says(task, answer, words))
      .map((answer) => ({ task, answer }))
  })
}

/** The question as it was asked when it was answered: in the words of the form of that time. */
export function askedAs(work: WorkDocument, task: Task, answer: TaskAnswer): TaskDefinition {
  if (answer.form === undefined || work.form?.version === answer.form) return task
  const earlier = work.earlierForms?.find((form) => form.version === answer.form)
  return earlier?.tasks.find((one) => one.id === task.id) ?? task
}

/** An answer as people read it, apart from the words of codes: `1.8 bar`, `Gas, Water`. */
export function answerWords({ unit }: Pick<TaskDefinition, 'unit'>, answer: Answer): string {
  const words = wordsOf(answer).join(', ')
  return (answer.kind === 'number' || answer.kind === 'reading') && unit && words ? `${words} ${unit}` : words
}
