import { IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ledgerCodes, ledgerPlaces } from '#core/billing/ledger.ts'
import { type LedgerLine, ledgerApi } from '#core/billing/ledger-api.ts'
import { sum } from '#core/kit/money.ts'
import { minutesBetween } from '#core/kit/time.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { ask } from '../kit/ask.ts'
import { roughly, useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMoney } from '../kit/money.ts'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import styles from './Ledger.module.css'
import { LedgerList } from './LedgerList.tsx'
import { isUnbilled } from './unbilled.ts'
import { lineWords, ownerWord } from './words.ts'

const route = getRouteApi('/shell/ledger')

/** Where the money of all completed work stands; every number opens what it counts. */
export function LedgerPage() {
  useTitle('Unbilled work')
  const search = route.useSearch()
  const query = useQuery(ask(ledgerApi.readLedger, {}))
  const place = ledgerPlaces.find((one) => one === search.place)
  const code = ledgerCodes.find((one) => one === search.code)
  const days = query.data?.daysToInvoice ?? null
  return (
    <>
      <PageHead
        crumbs={<Link to="/invoices">Invoices</Link>}
        title="Unbilled work"
        detail={days === null ? undefined : `From finish to invoice: ${days.toLocaleString()} days in the last 90 days`}
      />
      <Loaded query={query} failed="The ledger could not be shown" skeleton={<TableSkeleton />}>
        {({ lines, unweighed }) =>
          lines.length === 0 ? (
            <EmptyState icon={<IconScale stroke={1.5} />} title="No work is completed yet">
              Every completed work order stands here, from its finish until the accounts have its invoice.
            </EmptyState>
          ) : (
            <>
              <Lines lines={lines} open={place ? `${place} ${code ?? ''}` : null} unweighed={unweighed} />
              {place ? <LedgerList key={`${place} ${code}`} place={place} code={code ?? null} /> : null}
            </>
          )
        }
      </Loaded>
    </>
  )
}

type LinesProps = { lines: readonly LedgerLine[]; open: string | null; unweighed: number }

function Lines({ lines, open, unweighed }: LinesProps) {
  const unbilled = lines.filter(isUnbilled)
  const waiting = unbilled.filter(({ place }) => place === 'blocked').sort((a, b) => b.net - a.net)
  const rest = ledgerPlaces.flatMap((place) => (place === 'blocked' ? [] : lines.filter((one) => one.place === place)))
  const ready = rest.filter(({ place }) => place === 'ready')
  return (
    <div className={layout.frame}>
      <table className={`${layout.table} ${layout.rows}`}>
        <thead>
          <tr>
            <th>Stands at</th>
            <th className={layout.fromTablet}>Who can move it</th>
            <th className={`${layout.right} ${layout.fromTablet}`}>Oldest</th>
            <th className={layout.right}>Work orders</th>
            <th className={layout.right}>Net</th>
          </tr>
        </thead>
        <tbody>
          {[...waiting, ...ready].map((line) => (
            <Line key={keyOf(line)} line={line} isOpen={open === keyOf(line)} />
          ))}
          <SumRow
            word="Not invoiced"
            lines={unbilled}
            detail={unweighed > 0 ? `${unweighed} being worked out` : null}
          />
          {rest
            .filter(({ place }) => place !== 'ready')
            .map((line) => (
              <Line key={keyOf(line)} line={line} isOpen={open === keyOf(line)} />
            ))}
        </tbody>
        <tfoot>
          <SumRow word="All completed work" lines={lines} detail={null} />
        </tfoot>
      </table>
    </div>
  )
}

function SumRow({ word, lines, detail }: { word: string; lines: readonly LedgerLine[]; detail: string | null }) {
  const money = useMoney()
  const present = useNow()
  const [oldest = present] = lines.map((line) => line.oldest).sort()
  return (
    <tr className={styles.sum}>
      <td>{word}</td>
      <td className={layout.fromTablet}>{detail ?? 'without tax'}</td>
      <td className={`${layout.right} ${layout.fromTablet}`}>{roughly(minutesBetween(oldest, present))}</td>
      <td className={layout.right}>{sum(lines.map((line) => line.count)).toLocaleString()}</td>
      <td className={layout.right}>{money(sum(lines.map((line) => line.net)))}</td>
    </tr>
  )
}

function Line({ line, isOpen }: { line: LedgerLine; isOpen: boolean }) {
  const money = useMoney()
  const present = useNow()
  const { place, code, owner, count, net, oldest } = line
  return (
    <tr data-open={isOpen || undefined} className={styles.line}>
      <td>
        <Link
          to="/ledger"
          search={isOpen ? {} : { place, code: code ?? undefined }}
          className={layout.main}
          aria-expanded={isOpen}
          data-blocked={place === 'blocked' || undefined}
        >
          {lineWords(line)}
        </Link>
        <span className={`${layout.detail} ${layout.tillTablet}`}>{ownerWord(owner)}</span>
      </td>
      <td className={layout.fromTablet}>{ownerWord(owner)}</td>
      <td className={`${layout.right} ${layout.fromTablet}`}>{roughly(minutesBetween(oldest, present))}</td>
      <td className={layout.right}>{count.toLocaleString()}</td>
      <td className={layout.right}>{money(net)}</td>
    </tr>
  )
}

function keyOf({ place, code }: LedgerLine): string {
  return `${place} ${code ?? ''}`
}
