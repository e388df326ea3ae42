import { Link } from '@tanstack/react-router'
import { sum } from '#core/kit/money.ts'
import { heading } from '#core/work-orders/labels.ts'
import { Panel } from '#ui/office/Page.tsx'
import { useMoney } from '../kit/money.ts'
import type { Today } from './TodayPage.tsx'
import styles from './TodayPage.module.css'

type Line = NonNullable<Today['unbilled']>[number]

const words: Readonly<Record<string, string>> = {
  to_review: 'To review',
  evidence_awaited: 'Photos still on a phone',
  flags_open: 'Flags to settle',
  time_open: 'Clocks still running',
  purchase_order_missing: 'Purchase order number missing',
  customer_missing: 'Customer not linked',
  ready_to_invoice: 'Ready to invoice',
  to_credit: 'To be credited',
}

/** Completed work that is not invoiced, by what it waits for, largest first. */
export function UnbilledPanel({ unbilled }: { unbilled: Line[] }) {
  const money = useMoney()
  const total = sum(unbilled.map((line) => line.net))
  const most = Math.max(1, ...unbilled.map((line) => line.net))
  return (
    <Panel title="Done, not invoiced" count={money(total)} flush id="unbilled">
      {unbilled.length === 0 ? (
        <p className={styles.empty}>Everything that is done is invoiced.</p>
      ) : (
        <ul className={styles.rows}>
          {[...unbilled]
            .sort((a, b) => b.net - a.net)
            .map((line) => (
              <li key={line.code} className={styles.row}>
                <span className={styles.rowBody}>
                  <WaitsFor code={line.code} />
                  <span
                    className={styles.bar}
                    style={{ inlineSize: `${(Math.max(0, line.net) / most) * 100}%` }}
                    aria-hidden
                  />
                </span>
                <span className={styles.left}>
                  <span>{money(line.net)}</span>
                  <span className="faint">
                    {line.count} work order{line.count === 1 ? '' : 's'}
                  </span>
                </span>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  )
}

function WaitsFor({ code }: { code: string }) {
  const text = words[code] ?? heading(code)
  const reviewed = code === 'ready_to_invoice' || code === 'to_credit'
  return reviewed ? (
    <Link to="/work-orders" search={{ status: 'ready_to_invoice' }} className={styles.rowTitle}>
      {text}
    </Link>
  ) : (
    <Link to="/review" className={styles.rowTitle}>
      {text}
    </Link>
  )
}
