import { Link } from '@tanstack/react-router'
import type { LedgerCode, LedgerPlace } from '#core/billing/ledger.ts'
import { type LedgerRow, ledgerApi } from '#core/billing/ledger-api.ts'
import { minutesBetween } from '#core/kit/time.ts'
import { call } from '../kit/client.ts'
import { roughly, useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMoney } from '../kit/money.ts'
import { counted, usePages } from '../kit/pages.ts'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import styles from './Ledger.module.css'
import { lineWords, ownerWord } from './words.ts'

/** The work orders of one line, the longest there first, each with where it is taken further. */
export function LedgerList({ place, code }: { place: LedgerPlace; code: LedgerCode | null }) {
  const asked = { place, ...(code ? { code } : {}) }
  const { query, rows, count } = usePages(ledgerApi.listLedger, asked, (cursor) =>
    call(ledgerApi.listLedger, { query: { ...asked, cursor, limit: 50 } }),
  )
  return (
    <section className={styles.list} aria-label={lineWords({ place, code })}>
      <h2>
        {lineWords({ place, code })} <span className="faint">{counted(count, 'work order')}</span>
      </h2>
      <Loaded query={query} failed="These work orders could not be shown" skeleton={<TableSkeleton />}>
        {() => (
          <div className={layout.frame}>
            <table className={`${layout.table} ${layout.rows}`}>
              <thead>
                <tr>
                  <th>Work order</th>
                  <th className={layout.fromTablet}>Customer</th>
                  <th className={layout.fromTablet}>{place === 'blocked' ? 'Who can move it' : 'Invoice'}</th>
                  <th className={layout.right}>Since</th>
                  <th className={layout.right}>Net</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.workOrder} row={row} />
                ))}
              </tbody>
            </table>
            <LoadMore pages={query} />
          </div>
        )}
      </Loaded>
    </section>
  )
}

function Row({ row }: { row: LedgerRow }) {
  const money = useMoney()
  const present = useNow()
  return (
    <tr>
      <td>
        <Further row={row} />
        <span className={`${layout.detail} ${layout.tillTablet}`}>{row.customer?.name}</span>
      </td>
      <td className={layout.fromTablet}>
        {row.customer?.name ?? <span className={layout.warn}>Not linked</span>}
        <p className={layout.detail}>{row.site}</p>
      </td>
      <td className={layout.fromTablet}>{row.place === 'blocked' ? whoOf(row) : <InvoiceOf row={row} />}</td>
      <td className={layout.right}>{roughly(minutesBetween(row.since, present))}</td>
      <td className={layout.right}>
        {money(row.net)}
        {row.isWeighed ? null : <p className={layout.detail}>being worked out</p>}
      </td>
    </tr>
  )
}

function whoOf({ technicians, owner }: LedgerRow): string {
  return technicians.length > 0 ? technicians.map((one) => one.name).join(', ') : ownerWord(owner)
}

/** Where the next step is done: the review, or the record once that is behind it. */
function Further({ row: { workOrder, number, title, place, code } }: { row: LedgerRow }) {
  const text = `${number} ${title}`
  const isBeforeReview = place === 'blocked' && !isAfterReview(code)
  return isBeforeReview ? (
    <Link to="/review/$id" params={{ id: workOrder }} className={layout.main}>
      {text}
    </Link>
  ) : (
    <Link to="/work-orders/$id" params={{ id: workOrder }} className={layout.main}>
      {text}
    </Link>
  )
}

function isAfterReview(code: LedgerCode | null): boolean {
  return code === 'to_credit' || code === 'purchase_order_expired' || code === 'purchase_order_exhausted'
}

function InvoiceOf({ row: { invoice } }: { row: LedgerRow }) {
  if (!invoice) return null
  return (
    <Link to="/invoices/$id" params={{ id: invoice.id }}>
      {invoice.number ?? 'Draft'}
    </Link>
  )
}
