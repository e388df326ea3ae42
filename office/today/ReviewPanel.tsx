import { Link } from '@tanstack/react-router'
import { Panel } from '#ui/office/Page.tsx'
import { since, useNow } from '../kit/clock.ts'
import { evidenceWords } from '../kit/unsent.ts'
import { useMoney } from '../kit/money.ts'
import type { Today } from './TodayPage.tsx'
import { blockerSentence } from '../work-orders/blocker-words.ts'
import styles from './TodayPage.module.css'

export function ReviewPanel({ review }: { review: Today['toReview'] }) {
  const present = useNow()
  const money = useMoney()
  const count = (
    <Link to="/review" className="quiet-link">
      {review.count}
    </Link>
  )
  return (
    <Panel title="Waiting for review" count={count} flush id="review">
      {review.items.length === 0 ? (
        <p className={styles.empty}>Everything that came back is reviewed.</p>
      ) : (
        <ul className={styles.rows}>
          {review.items.map((order) => {
            const blocker = order.blockers[0]
            return (
              <li key={order.id} className={styles.row}>
                <span className={styles.rowBody}>
                  <Link to="/review/$id" params={{ id: order.id }} className={styles.rowTitle}>
                    {order.title}
                  </Link>
                  <span className={styles.rowDetail}>
                    {[order.number, order.customer?.name, evidenceWords(order.evidence)].filter(Boolean).join(' · ')}
                    {blocker ? `. ${blockerSentence(blocker)}` : ''}
                  </span>
                </span>
                <span className={styles.left}>
                  {order.net === null ? null : <span>{money(order.net)}</span>}
                  <span className="faint">{since(order.completedAt, present)}</span>
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {review.count > review.items.length ? (
        <Link to="/review" className={styles.all}>
          All {review.count}
        </Link>
      ) : null}
    </Panel>
  )
}
