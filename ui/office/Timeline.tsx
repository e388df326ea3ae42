import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import type { Tone } from '../status.ts'
import styles from './Timeline.module.css'

export function Timeline({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className={styles.timeline} aria-label={label}>
      {children}
    </ol>
  )
}

export type TimelineItemProps = {
  icon: ReactNode
  tone?: Tone
  /** What happened: `Luis Ortega arrived`. */
  title: ReactNode
  /** When, in the site's zone: usually a `TimeText`. */
  when: ReactNode
  /** From where, who says so, how late it was heard. */
  meta?: ReactNode
  /** Taken back: struck through, still on the record. */
  withdrawn?: boolean
  children?: ReactNode
}

export function TimelineItem({ icon, tone = 'neutral', title, when, meta, withdrawn, children }: TimelineItemProps) {
  return (
    <li className={classes(styles.item, styles[tone], withdrawn && styles.struck)}>
      <span className={styles.dot} aria-hidden>
        {icon}
      </span>
      <div>
        <div className={styles.line}>
          <span className={styles.title}>{title}</span>
          <span className={styles.meta}>{when}</span>
          {withdrawn ? <span className={styles.meta}>withdrawn</span> : null}
        </div>
        {meta ? <div className={styles.meta}>{meta}</div> : null}
        {children ? <div className={styles.body}>{children}</div> : null}
      </div>
    </li>
  )
}
