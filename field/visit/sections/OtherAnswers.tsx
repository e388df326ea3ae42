import { formatTime } from '#core/kit/time.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Task } from '#core/work-orders/document.ts'
import { useLocale } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { otherAnswers } from './other-answers.ts'
import styles from './Tasks.module.css'

/** What mates answered to the same task: the last answer stands, and nobody thinks theirs was lost. */
export function OtherAnswers({ view, task, visit }: { view: WorkOrderView; task: Task; visit: Id }) {
  const locale = useLocale()
  return otherAnswers(task, visit).map(({ id, technician, at, words, differs }) => (
    <p key={id} className={styles.other}>
      <span>
        {`${view.nameOf(technician) || 'Somebody'} answered `}
        {differs ? <b>{words}</b> : 'the same'}
      </span>
      <span>{formatTime(at, view.order.work.zone, locale)}</span>
    </p>
  ))
}
