import { Link } from '@tanstack/react-router'
import { formatMinutes } from '#core/kit/time.ts'
import { word } from '#core/work-orders/labels.ts'
import { Panel } from '#ui/office/Page.tsx'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import { useMay } from '../kit/me.ts'
import { Action } from '../work-orders/Action.tsx'
import { RowTarget } from '../work-orders/TargetWord.tsx'
import type { Schedule } from './SchedulePage.tsx'
import styles from './SchedulePage.module.css'

/** Work that has no visit, what is due first at the top. */
export function UnplannedPanel({
  unplanned,
  onPlan,
}: {
  unplanned: Schedule['unplanned']
  onPlan: (workOrder: string) => void
}) {
  const mayDispatch = useMay('dispatch')
  return (
    <Panel title="Without a visit" count={unplanned.length} flush id="unplanned">
      {unplanned.length === 0 ? (
        <p className={styles.free}>Everything open has its visit.</p>
      ) : (
        <ul className={styles.tray}>
          {unplanned.map((one) => {
            return (
              <li key={one.id} className={styles.waiting}>
                <div className={styles.what}>
                  <Link to="/work-orders/$id" params={{ id: one.id }} className={styles.title}>
                    {one.title}
                  </Link>
                  <span className={styles.detail}>
                    <PriorityBadge priority={one.priority} />{' '}
                    {[one.number, one.customer, one.site].filter(Boolean).join(' · ')}
                  </span>
                  <span className={styles.detail}>
                    {[
                      formatMinutes(one.minutes),
                      one.returnReason ? `return for ${word(one.returnReason)}` : '',
                      one.skills.join(', '),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                    {one.due ? (
                      <>
                        {' · '}
                        <RowTarget row={{ ...one, targetAt: null, arrivedAt: null }} zone={one.zone} withTime={false} />
                      </>
                    ) : null}
                  </span>
                </div>
                <Action reason={mayDispatch ? null : 'Your role does not allow this.'} onPress={() => onPlan(one.id)}>
                  Plan
                </Action>
              </li>
            )
          })}
        </ul>
      )}
    </Panel>
  )
}
