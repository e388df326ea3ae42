import type { ReactNode } from 'react'
import type { Outcome, Priority, VisitStatus, WorkOrderStatus } from '#core/work-orders/words.ts'
import { classes } from './classes.ts'
import styles from './StatusBadge.module.css'
import { type Mark, outcomeMarks, priorityTones, priorityWords, visitMarks, workOrderMarks } from './status.ts'

export type BadgeLook = {
  /** `plain` has no pill, for tables; `large` is for the head of a page. */
  look?: 'pill' | 'plain' | 'large'
  /** Instead of the usual word: `On hold until Tue`. */
  word?: ReactNode
  className?: string
}

export function MarkBadge({ mark, look = 'pill', word, className }: BadgeLook & { mark: Mark }) {
  const Icon = mark.icon
  const shape = look === 'plain' ? styles.plain : look === 'large' ? styles.large : null
  return (
    <span className={classes(styles.badge, styles[mark.tone], shape, className)}>
      <Icon aria-hidden stroke={1.75} />
      <span>{word ?? mark.word}</span>
    </span>
  )
}

export function WorkOrderBadge({ status, ...look }: BadgeLook & { status: WorkOrderStatus }) {
  return <MarkBadge mark={workOrderMarks[status]} {...look} />
}

export function VisitBadge({ status, ...look }: BadgeLook & { status: VisitStatus }) {
  return <MarkBadge mark={visitMarks[status]} {...look} />
}

export function OutcomeBadge({ outcome, ...look }: BadgeLook & { outcome: Outcome }) {
  return <MarkBadge mark={outcomeMarks[outcome]} {...look} />
}

/** P1 to P4. `withWord` says what it means beside the code; without it the word is read out and in the tooltip. */
export function PriorityBadge({ priority, withWord = false }: { priority: Priority; withWord?: boolean }) {
  const word = priorityWords[priority]
  return (
    <span
      className={classes(styles.priority, styles[priorityTones[priority]], priority === 'P1' && styles.first)}
      title={withWord ? undefined : word}
    >
      <span className={styles.code}>{priority}</span>
      <span className={withWord ? styles.word : 'sr-only'}>{word}</span>
    </span>
  )
}
