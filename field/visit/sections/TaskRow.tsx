import { IconAlertTriangle } from '@tabler/icons-react'
import { isOutOfRange, rangeWords, standingAnswers } from '#core/work-orders/forms.ts'
import { FactLine } from './FactLine.tsx'
import { OtherAnswers } from './OtherAnswers.tsx'
import { TaskAnswer } from './TaskAnswer.tsx'
import styles from './Tasks.module.css'
import type { Asked } from './use-answer.ts'

/** A question, the way to answer it, and what was answered. */
export function TaskRow(props: Asked) {
  const { view, visit, task, day } = props
  const standing = standingAnswers({ work: view.order.work, visit, day }, task)
  const last = standing.at(-1)
  const range = rangeWords(task)
  return (
    <section className={styles.task} id={`task-${task.id}`} tabIndex={-1} aria-label={task.label}>
      <p className={styles.label}>
        {task.label}
        {task.required ? null : <span className={styles.optional}> optional</span>}
      </p>
      {task.help || range ? (
        <p className={styles.help}>{[task.help, range && `Expected ${range}`].filter(Boolean).join(' · ')}</p>
      ) : null}
      <TaskAnswer {...props} />
      {standing.some(({ answer }) => isOutOfRange(task, answer)) ? (
        <p className={styles.outside}>
          <IconAlertTriangle aria-hidden stroke={1.75} />
          Outside the range
        </p>
      ) : null}
      {last ? (
        <FactLine view={view} fact={last.id} at={last.at} who={view.nameOf(last.technician)}>
          {last.note}
        </FactLine>
      ) : null}
      <OtherAnswers view={view} task={task} visit={visit.id} />
    </section>
  )
}
