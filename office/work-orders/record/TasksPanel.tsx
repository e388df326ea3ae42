import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { heading } from '#core/work-orders/labels.ts'
import type { Task } from '#core/work-orders/document.ts'
import { isAnswered, isNo } from '#core/work-orders/missing.ts'
import { classes } from '#ui/classes.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

export function TasksPanel() {
  const { page } = useOrder()
  const { tasks } = page.work
  if (tasks.length === 0) return null
  return (
    <Panel title="Tasks" count={`${tasks.filter(isAnswered).length} of ${tasks.length}`} flush id="tasks">
      <ul>
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </ul>
    </Panel>
  )
}

function TaskLine({ task }: { task: Task }) {
  const { zone, nameOf } = useOrder()
  const last = task.answers.at(-1)
  const done = isAnswered(task)
  const answer = last && done ? answerText(task, last) : ''
  return (
    <li className={styles.line}>
      <TaskMark task={task} />
      <div className={layout.grow}>
        <p>
          {task.label}
          {task.required ? null : <span className={layout.detail}> optional</span>}
        </p>
        {answer.length > short ? <p className={layout.prose}>{answer}</p> : null}
        {last ? (
          <p className={layout.detail}>
            {nameOf(last.technician)}, <ShortTime at={last.at} zone={zone} />
            {task.answers.length > 1 ? `, answered ${task.answers.length} times` : ''}
            {last.note ? `. ${last.note}` : ''}
          </p>
        ) : null}
      </div>
      {answer.length <= short ? <b className={classes(styles.amount, isNo(task) && layout.warn)}>{answer}</b> : null}
    </li>
  )
}

/** A longer answer stands below its question, or it would leave the question no room. */
const short = 24

function TaskMark({ task }: { task: Task }) {
  if (isNo(task))
    return <IconAlertTriangle size={16} stroke={1.75} color="var(--tone-waiting-text)" aria-label="Answered No" />
  return isAnswered(task) ? (
    <IconCircleCheck size={16} stroke={1.75} color="var(--tone-done-solid)" aria-label="Answered" />
  ) : (
    <IconCircleDashed size={16} stroke={1.75} color="var(--color-text-faint)" aria-label="Open" />
  )
}

function answerText(task: Task, { answer }: Task['answers'][number]): string {
  switch (answer.kind) {
    case 'check':
      return heading(answer.value)
    case 'number':
      return [answer.value, task.unit].filter(Boolean).join(' ')
    case 'photo':
      return 'Photo'
    case 'text':
      return answer.value
  }
}
