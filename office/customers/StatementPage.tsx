import { Button, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { billingApi, type InvoiceRow } from '#core/billing/api.ts'
import { openAmount } from '#core/billing/payments.ts'
import { ages, type Age, ageOf, agesOf, type Statement, statementCsv, statementOf } from '#core/billing/statement.ts'
import type { Reply } from '#core/kit/contract.ts'
import { sum } from '#core/kit/money.ts'
import { addDays, formatLocalDate, localDate } from '#core/kit/time.ts'
import { FilterBar, PageHead, Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import { useNow } from '../kit/clock.ts'
import { download } from '../kit/download.ts'
import layout from '../kit/layout.module.css'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'

const route = getRouteApi('/shell/customers/$id/statement')
const day = /^\d{4}-\d\d-\d\d$/
type Told = Reply<typeof billingApi.readStatement>

const ageWords: Readonly<Record<Age, string>> = {
  not_due: 'Not due',
  to_30: '1 to 30 days late',
  to_60: '31 to 60',
  to_90: '61 to 90',
  over_90: 'Over 90',
}
const kindWords = { invoice: 'Invoice', credit_note: 'Credit note', payment: 'Payment for' } as const

/** A customer's account from one day to another, and what is open by how late it is. */
export function StatementPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const { zone } = useMe().organization
  const today = localDate(useNow(), zone)
  const to = day.test(search.to ?? '') ? (search.to ?? today) : today
  const from = day.test(search.from ?? '') ? (search.from ?? today) : `${addDays(to, -90).slice(0, 7)}-01`
  const query = useQuery(ask(billingApi.readStatement, { params: { id }, query: { to } }))
  return (
    <LoadedPage name="Statement" query={query} failed="The statement could not be shown" skeleton={<PageSkeleton />}>
      {(told) => <Shown told={told} from={from} to={to} today={today} />}
    </LoadedPage>
  )
}

function Shown({ told, from, to, today }: { told: Told; from: string; to: string; today: string }) {
  const navigate = route.useNavigate()
  const { customer, currency } = told
  useTitle(`Statement of ${customer.name}`)
  const statement = statementOf(told.movements, from, to)
  const change = (changes: { from?: string; to?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })
  return (
    <>
      <PageHead
        crumbs={
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {customer.name}
          </Link>
        }
        title="Statement"
        detail={customer.number}
        actions={
          <Button
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
            onClick={() =>
              download(
                `statement-${customer.number}-${to}.csv`,
                statementCsv(statement, { currency, from, to }),
                'text/csv;charset=utf-8',
              )
            }
          >
            CSV
          </Button>
        }
      />
      <FilterBar>
        <TextInput
          type="date"
          size="xs"
          aria-label="From"
          max={to}
          value={from}
          onChange={(event) => change({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          size="xs"
          aria-label="Until"
          min={from}
          value={to}
          onChange={(event) => change({ to: event.currentTarget.value || undefined })}
        />
      </FilterBar>
      <div className={layout.columns}>
        <Movements statement={statement} from={from} to={to} />
        <Open invoices={told.open} today={today} />
      </div>
    </>
  )
}

function Movements({ statement, from, to }: { statement: Statement; from: string; to: string }) {
  const money = useMoney()
  const { locale } = useMe().organization
  const on = (date: string) => formatLocalDate(date, locale, { dateStyle: 'medium' })
  return (
    <div className={layout.frame}>
      <table className={`${layout.table} ${layout.rows}`}>
        <thead>
          <tr>
            <th>Day</th>
            <th>What</th>
            <th className={layout.right}>Amount</th>
            <th className={layout.right}>Balance</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="nowrap">{on(from)}</td>
            <td className="faint" colSpan={2}>
              Balance before
            </td>
            <td className={layout.right}>{money(statement.opening)}</td>
          </tr>
          {statement.lines.map((line, index) => (
            <tr key={`${line.kind} ${line.invoice} ${index.toString()}`}>
              <td className="nowrap">{on(line.on)}</td>
              <td>
                {kindWords[line.kind]}{' '}
                <Link to="/invoices/$id" params={{ id: line.invoice }} className="quiet-link nowrap">
                  {line.text}
                </Link>
              </td>
              <td className={layout.right}>{money(line.amount)}</td>
              <td className={layout.right}>{money(line.balance)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td className="nowrap">{on(to)}</td>
            <td colSpan={2}>Balance</td>
            <td className={layout.right}>{money(statement.closing)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Open({ invoices, today }: { invoices: readonly InvoiceRow[]; today: string }) {
  const money = useMoney()
  const { locale } = useMe().organization
  const open = invoices.map((invoice) => ({ ...invoice, open: openAmount(invoice) }))
  const byAge = agesOf(open, today)
  return (
    <Panel title="Open today" count={money(sum(open.map((one) => one.open)))} flush id="open">
      {ages
        .filter((age) => byAge[age] !== 0)
        .map((age) => (
          <div key={age} className={layout.line}>
            <span className={`${layout.grow} ${age === 'not_due' ? '' : layout.warn}`}>{ageWords[age]}</span>
            <b className={layout.right}>{money(byAge[age])}</b>
          </div>
        ))}
      {open.map((invoice) => (
        <div key={invoice.id} className={layout.line}>
          <div className={layout.grow}>
            <Link to="/invoices/$id" params={{ id: invoice.id }} className="quiet-link">
              {invoice.number}
            </Link>
            <p className={ageOf(invoice.dueOn, today) === 'not_due' ? layout.detail : layout.warn}>
              {invoice.dueOn ? `due ${formatLocalDate(invoice.dueOn, locale)}` : ''}
            </p>
          </div>
          <span className={layout.right}>{money(invoice.open)}</span>
        </div>
      ))}
      {open.length === 0 ? <p className={`${layout.pad} ${layout.empty}`}>Everything is paid.</p> : null}
    </Panel>
  )
}
