import type { ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import styles from './Banner.module.css'

/** A calm strip with a sentence and, at most, one thing to do about it. */
export function Banner({
  icon,
  title,
  children,
  action,
  tone = 'plain',
}: {
  icon: ReactNode
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  tone?: 'plain' | 'waiting' | 'planned'
}) {
  return (
    <div className={classes(styles.banner, styles[tone])}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <div className={styles.words}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children ? <div className={styles.text}>{children}</div> : null}
        {action ? <div className={styles.action}>{action}</div> : null}
      </div>
    </div>
  )
}
