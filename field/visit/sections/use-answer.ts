import type { Answer } from '#core/work-orders/commands.ts'
import type { Task } from '#core/work-orders/document.ts'
import { standingAnswers } from '#core/work-orders/forms.ts'
import { useKeeping, usePhone } from '../../hooks.ts'
import type { OnVisit } from '../card.ts'

/** The visit and the day a question is asked on: a risk assessment counts for its day alone. */
export type Asked = OnVisit & { task: Task; day: string | null }

/** What stands for the question on this visit and day, and how another answer is kept. */
export function useAnswer({ view, visit, task, day }: Asked) {
  const phone = usePhone()
  const { failed, busy, keep } = useKeeping()
  const { work } = view.order
  const standing = standingAnswers({ work, visit, day }, task)
  const answer = (given: Answer) => {
    const form = work.form ? { form: work.form.version } : {}
    const body = { ...phone.fact(visit.id), task: task.id, answer: given, ...form }
    return keep(() => phone.capture({ workOrder: work.id, command: { type: 'answer_task', body } }))
  }
  return { failed, busy, keep, answer, standing, last: standing.at(-1)?.answer }
}
