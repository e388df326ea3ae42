import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './States.module.css'

export type EmptyStateProps = {
  icon?: ReactNode
  title: string
  /** What to do next, in a sentence. */
  children?: ReactNode
  action?: ReactNode
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      {icon ? (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      ) : null}
      <p className={styles.title}>{title}</p>
      {children ? <div className={styles.words}>{children}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  )
}

export type ErrorStateProps = {
  title: string
  /** The sentence of the refusal or problem. */
  children?: ReactNode
  /** Usually a button that tries again. */
  action?: ReactNode
  /** The stable code, for whoever is asked for help. */
  code?: string
}

export function ErrorState({ title, children, action, code }: ErrorStateProps) {
  return (
    <div className={styles.state} role="alert">
      <span className={classes(styles.icon, styles.problem)} aria-hidden>
        <IconAlertTriangle stroke={1.75} />
      </span>
      <p className={styles.title}>{title}</p>
      {children ? <div className={styles.words}>{children}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
      {code ? <p className={classes(styles.reference, 'mono')}>{code}</p> : null}
    </div>
  )
}

/** The shape of what is coming. Sizes are CSS lengths; give the height of the thing itself, so nothing moves. */
export function Skeleton({
  width = '100%',
  height = '1em',
  round,
}: {
  width?: string
  height?: string
  round?: boolean
}) {
  return (
    <span
      className={styles.skeleton}
      style={{ width, height, borderRadius: round ? 'var(--radius-full)' : undefined }}
      aria-hidden
    />
  )
}

const widths = ['92%', '78%', '85%', '64%', '88%', '71%']

export function SkeletonLines({
  count = 4,
  height = '1em',
  label = 'Loading',
}: {
  count?: number
  height?: string
  label?: string
}) {
  return (
    <output className={styles.lines}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, line) => (
        <Skeleton key={line} width={widths[line % widths.length]} height={height} />
      ))}
    </output>
  )
}
