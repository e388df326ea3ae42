import { never } from '../kit/refusal.ts'
import { sentence } from '../kit/sentences.ts'
import { outOfRange } from './forms.ts'
import { type Condition, type Form, readDecimal, type Section, type TaskDefinition } from './form-schema.ts'

/** What is wrong with a form, at which question or section; `code` has its sentence in the catalogue. */
export type FormProblem = { at: string; code: string; params: Readonly<Record<string, string>> }

export const checkWords = ['yes', 'no', 'not_applicable'] as const

/** The words an answer to this question can say; null where anything can be said. */
export function possibleWords(task: TaskDefinition): readonly string[] | null {
  switch (task.kind) {
    case 'check':
      return checkWords
    case 'choice':
    case 'choices':
      return task.options ?? []
    case 'number':
    case 'reading':
      return task.min !== undefined || task.max !== undefined ? [outOfRange] : []
    case 'text':
    case 'photo':
    case 'date':
      return []
    default:
      return never(task.kind)
  }
}

/** Why a form cannot be kept, each with the sentence that says where to mend it. None: it can be asked. */
export function formProblems({ sections, tasks }: Form): FormProblem[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const known = new Map(sections.map((section) => [section.id, section]))
  return [
    ...twice([...tasks, ...sections].map((one) => one.id)),
    ...sections.flatMap((section) => ofCondition(section.id, section.title, section.shownBy, byId)),
    ...tasks.flatMap((task) => [...ofQuestion(task, known), ...ofCondition(task.id, task.label, task.shownBy, byId)]),
    ...cycles(sections, tasks),
  ]
}

export function problemSentence({ code, params }: FormProblem): string {
  return sentence(code, params)
}

function twice(ids: readonly string[]): FormProblem[] {
  const again = ids.find((id, index) => ids.indexOf(id) !== index)
  return again === undefined ? [] : [{ at: again, code: 'form_id_twice', params: {} }]
}

function ofQuestion(task: TaskDefinition, sections: ReadonlyMap<string, Section>): FormProblem[] {
  const problem = (code: string, params: FormProblem['params'] = {}): FormProblem => ({
    at: task.id,
    code,
    params: { question: task.label, ...params },
  })
  const found: FormProblem[] = []
  const section = task.section === undefined ? null : sections.get(task.section)
  if (section === undefined) found.push(problem('form_section_unknown'))
  const { options = [] } = task
  const chooses = task.kind === 'choice' || task.kind === 'choices'
  if (chooses && options.length === 0) found.push(problem('form_nothing_to_choose'))
  if (new Set(options).size < options.length) found.push(problem('form_option_twice'))
  const [min, max] = [readDecimal(task.min ?? ''), readDecimal(task.max ?? '')]
  if (min !== null && max !== null && min > max) found.push(problem('form_range_upside_down'))
  if (task.blocksStart && section?.purpose !== 'risk_assessment') found.push(problem('form_block_too_late'))
  const unsaid = task.blocksStart?.find((word) => !possibleWords(task)?.includes(word))
  if (unsaid !== undefined) found.push(problem('form_word_unknown', { on: task.label, word: unsaid }))
  return found
}

function ofCondition(
  at: string,
  question: string,
  condition: Condition | undefined,
  tasks: ReadonlyMap<string, TaskDefinition>,
): FormProblem[] {
  if (!condition) return []
  const on = tasks.get(condition.task)
  if (!on) return [{ at, code: 'form_condition_unknown', params: { question } }]
  const unsaid = condition.is.find((word) => !possibleWords(on)?.includes(word))
  return unsaid === undefined
    ? []
    : [{ at, code: 'form_word_unknown', params: { question, on: on.label, word: unsaid } }]
}

/** Questions that wait for an answer to themselves, however far around. */
function cycles(sections: readonly Section[], tasks: readonly TaskDefinition[]): FormProblem[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const bySection = new Map(sections.map((section) => [section.id, section]))
  const next = (task: TaskDefinition): TaskDefinition[] =>
    [task.shownBy?.task, task.section === undefined ? undefined : bySection.get(task.section)?.shownBy?.task].flatMap(
      (id) => (id === undefined ? [] : (byId.get(id) ?? [])),
    )
  const reaches = (from: TaskDefinition): TaskDefinition | undefined => {
    const seen = new Set<string>()
    const waiting = next(from)
    for (let task = waiting.pop(); task; task = waiting.pop()) {
      if (task.id === from.id) return next(from)[0]
      if (seen.has(task.id)) continue
      seen.add(task.id)
      waiting.push(...next(task))
    }
    return undefined
  }
  return tasks.flatMap((task) => {
    const through = reaches(task)
    return through
      ? [{ at: task.id, code: 'form_circle', params: { question: task.label, through: through.label } }]
      : []
  })
}
