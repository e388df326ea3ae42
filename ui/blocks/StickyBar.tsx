import type { ReactNode } from 'react'
import styles from './StickyBar.module.css'

/** Stays above the bottom edge: the one next thing, and at most one beside it. */
export function StickyBar({
  children,
  above,
  label = 'Next',
}: {
  children: ReactNode
  above?: ReactNode
  label?: string
}) {
  return (
    <section className={styles.bar} aria-label={label}>
      {above}
      <div className={styles.actions}>{children}</div>
    </section>
  )
}
