import type { Id } from '#core/kit/ids.ts'
import { formatTime, type Instant } from '#core/kit/time.ts'
import { SyncMark } from '#ui/SyncMark.tsx'
import { useLocale } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import styles from './FactLine.module.css'

/** Who, when, and where it is: below everything that was captured. */
export function FactLine({
  view,
  fact,
  at,
  who,
  children,
}: {
  view: WorkOrderView
  fact: Id
  /** Left out where the line above already says when. */
  at?: Instant
  who?: string
  children?: string
}) {
  const locale = useLocale()
  const words = [who, at && formatTime(at, view.order.work.zone, locale), children].filter(Boolean).join(' · ')
  return (
    <span className={styles.line}>
      <span>{words}</span>
      <SyncMark state={view.stateOf(fact)} />
    </span>
  )
}
