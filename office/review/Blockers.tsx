import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react'
import type { Blocker } from '#core/work-orders/missing.ts'
import { blockerSentence } from '../work-orders/blocker-words.ts'
import styles from './Review.module.css'

/** What stands between a finished work order and its invoice, in words. */
export function Blockers({ blockers }: { blockers: readonly Blocker[] }) {
  if (blockers.length === 0) {
    return (
      <span className={styles.ready}>
        <IconCircleCheck size={15} stroke={1.75} aria-hidden /> Ready to approve
      </span>
    )
  }
  return (
    <ul className={styles.blockers}>
      {blockers.map((blocker) => (
        <li key={blocker.code}>
          <IconAlertCircle size={15} stroke={1.75} aria-hidden /> <span>{blockerSentence(blocker)}</span>
        </li>
      ))}
    </ul>
  )
}
