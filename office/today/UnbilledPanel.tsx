import { Link } from '@tanstack/react-router'
import type { LedgerLine } from '#core/billing/ledger-api.ts'
import { sum } from '#core/kit/money.ts'
import { Panel } from '#ui/office/Page.tsx'
import { useMoney } from '../kit/money.ts'
import { lineWords } from '../ledger/words.ts'
import styles from './TodayPage.module.css'

/** Completed work that is not invoiced, by what it waits for, largest first. */
export function UnbilledPanel({ unbilled: asked }: { unbilled: readonly LedgerLine[] | undefined }) {
  const unbilled = asked ?? []
  const money = useMoney()
  const total = sum(unbilled.map((line) => line.net))
  const most = Math.max(1, ...unbilled.map((line) => line.net))
  return (
    <Panel title="Done, not invoiced" count={asked && money(total)} flush id="unbilled">
      {asked === undefined ? null : unbilled.length === 0 ? (
        <p className={styles.empty}>Everything that is done is invoiced.</p>
      ) : (
        <ul className={styles.rows}>
          {[...unbilled]
            .sort((a, b) => b.net - a.net)
            .map((line) => (
              <li key={lineWords(line)} className={styles.row}>
                <span className={styles.rowBody}>
                  <Link
                    to="/ledger"
                    search={{ place: line.place, code: line.code ?? undefined }}
                    className={styles.rowTitle}
                  >
                    {lineWords(line)}
                  </Link>
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
