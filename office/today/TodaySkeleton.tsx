import { Skeleton } from '#ui/States.tsx'
import styles from './TodayPage.module.css'

export function TodaySkeleton() {
  return (
    <div>
      <output className="sr-only">Loading</output>
      <div className={styles.numbers} aria-hidden>
        {[0, 1, 2, 3, 4, 5].map((tile) => (
          <Skeleton key={tile} height="4.5rem" />
        ))}
      </div>
      <div className={styles.columns} aria-hidden>
        <Skeleton height="26rem" />
        <Skeleton height="26rem" />
      </div>
    </div>
  )
}
