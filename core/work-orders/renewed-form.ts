import type { Task, TaskAnswer, WorkDocument } from './document.ts'
import type { DataOf } from './events.ts'
import type { TaskDefinition } from './form-schema.ts'

/**
 * The form of a work order after its job type's newer version was taken over. What was answered stays an answer, with the
 * words it was answered under; a question that is not asked any more stays on the record if it was answered, and what was
 * added for this job alone stays in any case.
 */
export function withFormRenewed(work: WorkDocument, data: DataOf<'form_renewed'>): WorkDocument {
  if (!work.form) return work
  const asked = new Set(work.form.tasks)
  const before = work.tasks.filter((task) => asked.has(task.id))
  const earlier = { version: work.form.version, tasks: before.map(definitionOf), sections: work.sections ?? [] }
  const kept = new Map(work.tasks.map((task) => [task.id, task]))
  const now = data.tasks.map((task): Task => ({ ...task, visit: null, answers: kept.get(task.id)?.answers ?? [] }))
  const again = new Set(now.map((task) => task.id))
  const left = work.tasks
    .filter((task) => !again.has(task.id) && (!asked.has(task.id) || task.answers.length > 0))
    .map((task): Task => (asked.has(task.id) ? { ...task, retired: true } : task))
  return {
    ...work,
    tasks: [...now, ...left],
    sections: data.sections,
    requires: data.requires,
    form: { version: data.formVersion, tasks: data.tasks.map((task) => task.id) },
    earlierForms: [...(work.earlierForms ?? []).filter((one) => one.version !== earlier.version), earlier],
  }
}

/** An answer to a question of the form, or of an earlier one: whoever was asked on an old phone is heard. */
export function withAnswer(work: WorkDocument, id: string, answer: TaskAnswer): WorkDocument {
  if (work.tasks.some((task) => task.id === id)) {
    return {
      ...work,
      tasks: work.tasks.map((task) => (task.id === id ? { ...task, answers: [...task.answers, answer] } : task)),
    }
  }
  const asked = earlierQuestion(work, id)
  if (!asked) return work
  return { ...work, tasks: [...work.tasks, { ...asked, visit: null, answers: [answer], retired: true }] }
}

/** A question that only an earlier form asked. */
export function earlierQuestion(work: WorkDocument, id: string): TaskDefinition | undefined {
  return work.earlierForms?.flatMap((form) => form.tasks).findLast((task) => task.id === id)
}

function definitionOf({ visit: _visit, answers: _answers, retired: _retired, ...definition }: Task): TaskDefinition {
  return definition
}
