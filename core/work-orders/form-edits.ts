import { possibleWords } from './form-problems.ts'
import type { Condition, Form, Section, TaskDefinition } from './form-schema.ts'
import type { TaskKind } from './words.ts'

/** How a form is edited: pure, so that what hangs on a question follows it whatever becomes of it. */
export type DraftForm = { sections: Section[]; tasks: TaskDefinition[] }

type Asker = { shownBy?: Condition | undefined }

function everywhere(form: DraftForm, change: <T extends Asker>(one: T) => T): DraftForm {
  return { sections: form.sections.map(change), tasks: form.tasks.map(change) }
}

function without<T extends object, K extends keyof T>(one: T, ...keys: K[]): Omit<T, K> {
  const rest = { ...one }
  for (const key of keys) delete rest[key]
  return rest
}

export function changeTask(form: DraftForm, id: string, changes: Partial<TaskDefinition>): DraftForm {
  return { ...form, tasks: form.tasks.map((task) => (task.id === id ? tidy({ ...task, ...changes }) : task)) }
}

export function changeSection(form: DraftForm, id: string, changes: Partial<Section>): DraftForm {
  const sections = form.sections.map((section) => (section.id === id ? tidy({ ...section, ...changes }) : section))
  return { ...form, sections }
}

/** Members set to nothing are not there. */
function tidy<T extends object>(one: T): T {
  const kept = { ...one }
  for (const key of Object.keys(kept) as (keyof T)[]) if (kept[key] === undefined) delete kept[key]
  return kept
}

/**
 * A question answered in another way is another question: it gets an id of its own, so that what was answered before keeps
 * its meaning. What hung on its words hangs on nothing it can say any more, and is shown always.
 */
export function changeKind(form: DraftForm, id: string, kind: TaskKind, newId: string): DraftForm {
  const tasks = form.tasks.map((task): TaskDefinition => {
    if (task.id !== id) return task
    const plain = without(task, 'unit', 'options', 'min', 'max', 'blocksStart', 'phase')
    const isNumber = kind === 'number' || kind === 'reading'
    return {
      ...plain,
      id: newId,
      kind,
      ...(isNumber && task.unit ? { unit: task.unit } : {}),
      ...(kind === 'choice' || kind === 'choices' ? { options: task.options ?? ['Yes', 'No'] } : {}),
    }
  })
  return conditionsFollow({ ...form, tasks }, id, newId)
}

/** Conditions on a question that has another id now, as far as it can still say their words. */
function conditionsFollow(form: DraftForm, id: string, newId: string): DraftForm {
  const task = form.tasks.find((one) => one.id === newId)
  const words = (task && possibleWords(task)) ?? []
  return everywhere(form, (one) => {
    if (one.shownBy?.task !== id) return one
    const is = one.shownBy.is.filter((word) => words.includes(word))
    return tidy({ ...one, shownBy: is.length > 0 ? { task: newId, is } : undefined })
  })
}

/** The words of a choice, one of them perhaps said otherwise: what hangs on that word goes on hanging on it. */
export function changeOptions(form: DraftForm, id: string, options: string[]): DraftForm {
  const before = form.tasks.find((task) => task.id === id)?.options ?? []
  const gone = before.filter((word) => !options.includes(word))
  const fresh = options.filter((word) => !before.includes(word))
  const [from, to] = [gone[0], fresh[0]]
  const isRename = before.length === options.length && gone.length === 1 && fresh.length === 1
  const follow = (words: string[]): string[] =>
    words.flatMap((word) => (options.includes(word) ? [word] : isRename && word === from && to ? [to] : []))
  const asked = everywhere(form, (one) => {
    if (one.shownBy?.task !== id) return one
    const is = follow(one.shownBy.is)
    return tidy({ ...one, shownBy: is.length > 0 ? { task: id, is } : undefined })
  })
  const blocks = follow(asked.tasks.find((task) => task.id === id)?.blocksStart ?? [])
  return changeTask(asked, id, { options, blocksStart: blocks.length > 0 ? blocks : undefined })
}

/** Without a question; what waited for it is shown always. */
export function removeTask(form: DraftForm, id: string): DraftForm {
  const left = { ...form, tasks: form.tasks.filter((task) => task.id !== id) }
  return everywhere(left, (one) => (one.shownBy?.task === id ? tidy({ ...one, shownBy: undefined }) : one))
}

/** Without a section and its questions. */
export function removeSection(form: DraftForm, id: string): DraftForm {
  const gone = form.tasks.filter((task) => task.section === id)
  const left = gone.reduce((now, task) => removeTask(now, task.id), form)
  return { ...left, sections: left.sections.filter((section) => section.id !== id) }
}

/** A question in front of another, or at the end of a section (null: of those without one). */
export function placeTask(form: DraftForm, id: string, section: string | null, before: string | null): DraftForm {
  const task = form.tasks.find((one) => one.id === id)
  if (!task || id === before) return form
  const placed = tidy({ ...task, section: section ?? undefined })
  const others = form.tasks.filter((one) => one.id !== id)
  const at = before === null ? others.length : others.findIndex((one) => one.id === before)
  return { ...form, tasks: others.toSpliced(at < 0 ? others.length : at, 0, placed) }
}

/** One step up or down, into the section beside it at either end. */
export function stepTask(form: DraftForm, id: string, step: -1 | 1): DraftForm {
  const order: (string | null)[] = [null, ...form.sections.map((section) => section.id)]
  const task = form.tasks.find((one) => one.id === id)
  if (!task) return form
  const home = task.section ?? null
  const mates = form.tasks.filter((one) => (one.section ?? null) === home)
  const at = mates.findIndex((one) => one.id === id)
  const beside = mates[at + step]
  if (beside) return placeTask(form, id, home, step < 0 ? beside.id : (mates[at + 2]?.id ?? null))
  const next = order[order.indexOf(home) + step]
  if (next === undefined) return form
  const there = form.tasks.filter((one) => (one.section ?? null) === next)
  return placeTask(form, id, next, step < 0 ? null : (there[0]?.id ?? null))
}

export function stepSection(form: DraftForm, id: string, step: -1 | 1): DraftForm {
  const at = form.sections.findIndex((section) => section.id === id)
  const section = form.sections[at]
  const to = at + step
  if (!section || to < 0 || to >= form.sections.length) return form
  return { ...form, sections: form.sections.toSpliced(at, 1).toSpliced(to, 0, section) }
}

/** Questions a condition may be on: they can say something, and do not wait for the one that asks. */
export function conditionsFor(form: Form, asker: string): TaskDefinition[] {
  return form.tasks.filter((task) => task.id !== asker && (possibleWords(task)?.length ?? 0) > 0)
}
