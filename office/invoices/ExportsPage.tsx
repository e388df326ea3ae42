import { Button } from '@mantine/core'
import { IconFileExport, IconGitCompare, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { billingApi, type ExportBatch } from '#core/billing/api.ts'
import { formatWords } from '#core/billing/format-words.ts'
import { formatTaxRate } from '#core/kit/money.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { call } from '../kit/client.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { usePages } from '../kit/pages.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { HandoverPanel } from './HandoverPanel.tsx'

/** What is handed to the accounts, in batches with their control totals, and what is to be. */
export function ExportsPage() {
  useTitle('Exports')
  const { query, rows } = usePages(billingApi.listExports, {}, (cursor) =>
    call(billingApi.listExports, { query: { cursor, limit: 50 } }),
  )
  return (
    <>
      <PageHead
        crumbs={<Link to="/invoices">Invoices</Link>}
        title="Exports"
        detail="An invoice is in one batch only. Exporting again adds nothing."
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconUsers size={16} stroke={1.75} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/payroll" />}
            >
              Time for payroll
            </Button>
            <Button
              variant="default"
              leftSection={<IconGitCompare size={16} stroke={1.75} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/exports/compare" />}
            >
              Compare with the accounts
            </Button>
          </>
        }
      />
      <div className={layout.stack}>
        <HandoverPanel />
        <Loaded query={query} failed="The exports could not be shown" skeleton={<TableSkeleton rows={4} />}>
          {() =>
            rows.length === 0 ? (
              <EmptyState icon={<IconFileExport stroke={1.5} />} title="Nothing was exported yet">
                A batch holds every issued invoice that is in none, for the accounts, with totals to check it by.
              </EmptyState>
            ) : (
              <div className={layout.frame}>
                <table className={`${layout.table} ${layout.rows}`}>
                  <thead>
                    <tr>
                      <th>Batch</th>
                      <th className={layout.fromTablet}>Made</th>
                      <th className={`${layout.right} ${layout.fromTablet}`}>Invoices</th>
                      <th className={layout.fromTablet}>Accounts</th>
                      <th className={`${layout.right} ${layout.fromTablet}`}>Net</th>
                      <th className={`${layout.right} ${layout.fromTablet}`}>Tax</th>
                      <th className={layout.right}>Total</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((batch) => (
                      <BatchRow key={batch.id} batch={batch} />
                    ))}
                  </tbody>
                </table>
                <LoadMore pages={query} />
              </div>
            )
          }
        </Loaded>
      </div>
    </>
  )
}

function BatchRow({ batch }: { batch: ExportBatch }) {
  const money = useMoney()
  const { locale, zone } = useMe().organization
  return (
    <tr>
      <td>
        <Link to="/exports/$id" params={{ id: batch.id }} className={`${layout.main} nowrap`}>
          Batch {batch.number}
        </Link>
        <p className={layout.detail}>{formatWords[batch.format]}</p>
        <span className={`${layout.detail} ${layout.tillTablet}`}>
          <ShortTime at={batch.madeAt} zone={zone} />, {batch.count} invoice{batch.count === 1 ? '' : 's'}
        </span>
      </td>
      <td className={layout.fromTablet}>
        <ShortTime at={batch.madeAt} zone={zone} />
        <p className={layout.detail}>{batch.madeBy}</p>
      </td>
      <td className={`${layout.right} ${layout.fromTablet}`}>{batch.count}</td>
      <td className={layout.fromTablet}>
        <Answers batch={batch} />
      </td>
      <td className={`${layout.right} ${layout.fromTablet}`}>{money(batch.net)}</td>
      <td className={`${layout.right} ${layout.fromTablet}`}>
        {money(batch.tax)}
        {batch.byRate.map((rate) => (
          <p key={`${rate.taxRate}/${rate.percent}`} className={layout.detail}>
            {formatTaxRate(rate.percent, locale)} on {money(rate.net)}: {money(rate.tax)}
          </p>
        ))}
      </td>
      <td className={layout.right}>{money(batch.gross)}</td>
    </tr>
  )
}

function Answers({ batch: { count, accepted, refused } }: { batch: ExportBatch }) {
  const waiting = count - accepted - refused
  return (
    <>
      {accepted > 0 ? <p>{accepted === count ? 'All accepted' : `${accepted} accepted`}</p> : null}
      {refused > 0 ? <p className={layout.bad}>{refused} refused</p> : null}
      {waiting > 0 ? (
        <p className="faint">{waiting === count ? 'No answer yet' : `${waiting} without an answer`}</p>
      ) : null}
    </>
  )
}
