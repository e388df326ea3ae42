import { Skeleton } from '#ui/States.tsx'
import styles from './layout.module.css'

/** The shape of a table that is coming. */
export function TableSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <output className={styles.frame} style={{ display: 'block' }}>
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.line}>
          <Skeleton width="20%" />
          <Skeleton width="35%" />
          <Skeleton width="15%" />
        </span>
      ))}
    </output>
  )
}

export function PageSkeleton() {
  return (
    <output style={{ display: 'block' }}>
      <span className="sr-only">Loading</span>
      <div className={styles.stack}>
        <Skeleton width="20rem" height="1.75rem" />
        <div className={styles.columns}>
          <Skeleton height="22rem" />
          <Skeleton height="22rem" />
        </div>
      </div>
    </output>
  )
}
