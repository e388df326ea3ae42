import type { Id } from '#core/kit/ids.ts'
import { answerWords } from '#core/work-orders/forms.ts'
import { heading } from '#core/work-orders/labels.ts'
import type { Answer } from '#core/work-orders/commands.ts'
import type { Task } from '#core/work-orders/document.ts'

export type OtherAnswer = { id: Id; technician: Id; at: string; words: string; differs: boolean }

/** The last answer on this visit of everybody but the one whose answer stands. */
export function otherAnswers(task: Task, visit: Id): OtherAnswer[] {
  const shown = task.answers.at(-1)
  // A reading is of an asset: others have theirs.
  if (!shown || task.kind === 'reading') return []
  const last = new Map(
    task.answers.filter((answer) => answer.visit === visit).map((answer) => [answer.technician, answer]),
  )
  last.delete(shown.technician)
  return [...last.values()].map(({ id, technician, at, answer }) => ({
    id,
    technician,
    at,
    words: wordsOf(answer, task.unit),
    differs: wordsOf(answer, task.unit) !== wordsOf(shown.answer, task.unit) || answer.kind === 'photo',
  }))
}

function wordsOf(answer: Answer, unit: string | undefined): string {
  switch (answer.kind) {
    case 'check':
      return heading(answer.value)
    case 'photo':
      return 'with a photo'
    case 'text':
    case 'number':
    case 'choice':
    case 'choices':
    case 'date':
    case 'reading':
      return answerWords({ unit }, answer)
  }
}
