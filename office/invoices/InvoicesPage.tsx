import { Button, SegmentedControl } from '@mantine/core'
import { IconFileExport, IconFileInvoice, IconScale, IconReceipt } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { billingApi, type InvoiceRow, type InvoiceState, invoiceStates } from '#core/billing/api.ts'
import { openAmount } from '#core/billing/payments.ts'
import { formatLocalDate, localDate } from '#core/kit/time.ts'
import { FilterBar, FilterChip, PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { call } from '../kit/client.ts'
import { useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { counted, usePages } from '../kit/pages.ts'
import { SearchBox } from '../kit/SearchBox.tsx'
import { ShortTime } from '../kit/ShortTime.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { InvoiceBadge, invoiceMarks } from './InvoiceBadge.tsx'

const route = getRouteApi('/shell/invoices')
/** What can be filtered by: what the product sets today. */
const shownStates: readonly InvoiceState[] = ['draft', 'issued', 'exported', 'acknowledged', 'void']
const payments = ['open', 'overdue'] as const

function stateOf(text: string | undefined): InvoiceState | undefined {
  return invoiceStates.find((state) => state === text)
}

export function InvoicesPage() {
  useTitle('Invoices')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const money = useMoney()
  const { locale } = useMe().organization
  const asked = {
    q: search.q || undefined,
    state: stateOf(search.state),
    customer: search.customer || undefined,
    payment: payments.find((one) => one === search.payment),
  }
  const { query, rows, count } = usePages(billingApi.listInvoices, asked, (cursor) =>
    call(billingApi.listInvoices, { query: { ...asked, cursor, limit: 60 } }),
  )
  const change = (changes: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })
  const filtered = Boolean(asked.q || asked.state || asked.customer || asked.payment)
  return (
    <>
      <PageHead
        title="Invoices"
        actions={
          <>
            <Button
              leftSection={<IconFileInvoice size={16} stroke={1.75} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/invoices/ready" />}
            >
              Ready to invoice
            </Button>
            <Button
              variant="default"
              leftSection={<IconScale size={16} stroke={1.75} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/ledger" />}
            >
              Unbilled work
            </Button>
            <Button
              variant="default"
              leftSection={<IconFileExport size={16} stroke={1.75} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/exports" />}
            >
              Exports
            </Button>
          </>
        }
      />
      <FilterBar result={counted(count, 'invoice')}>
        <SearchBox
          label="Search invoices"
          placeholder="Number, customer, purchase order"
          value={search.q ?? ''}
          onChange={(q) => change({ q: q || undefined })}
        />
        <SegmentedControl
          size="xs"
          aria-label="State"
          data={[
            { value: '', label: 'All' },
            ...shownStates.map((value) => ({ value, label: invoiceMarks[value].word })),
          ]}
          value={asked.state ?? ''}
          onChange={(state) => change({ state: state || undefined })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Payment"
          data={[
            { value: '', label: 'Paid or not' },
            { value: 'open', label: 'Open' },
            { value: 'overdue', label: 'Overdue' },
          ]}
          value={asked.payment ?? ''}
          onChange={(payment) => change({ payment: payment || undefined })}
        />
        {asked.customer ? (
          <FilterChip
            name="Customer"
            value={rows[0]?.customer.name ?? 'chosen'}
            onRemove={() => change({ customer: undefined })}
          />
        ) : null}
      </FilterBar>
      <Loaded query={query} failed="The invoices could not be shown" skeleton={<TableSkeleton />}>
        {() =>
          rows.length === 0 ? (
            <EmptyState
              icon={<IconReceipt stroke={1.5} />}
              title={filtered ? 'No invoice fits these filters' : 'No invoices yet'}
              action={
                filtered ? (
                  <Button
                    variant="default"
                    onClick={() => change({ q: undefined, state: undefined, customer: undefined, payment: undefined })}
                  >
                    Clear the filters
                  </Button>
                ) : (
                  <Button renderRoot={(props) => <Link {...props} to="/review" />}>Go to review</Button>
                )
              }
            >
              {filtered
                ? 'Take one away, or search by number or customer.'
                : 'Approving a finished work order makes its draft.'}
            </EmptyState>
          ) : (
            <div className={layout.frame}>
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th>Number</th>
                    <th className={layout.fromTablet}>State</th>
                    <th className={layout.fromTablet}>Customer</th>
                    <th className={layout.fromTablet}>Work order</th>
                    <th className={layout.fromDesk}>Issued</th>
                    <th className={layout.fromDesk}>Due</th>
                    <th className={layout.right}>Total</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Open</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((invoice) => (
                    <tr key={invoice.id}>
                      <td>
                        <Link to="/invoices/$id" params={{ id: invoice.id }} className={`${layout.main} nowrap`}>
                          {invoice.number ?? 'No number yet'}
                        </Link>
                        <span className={layout.tillTablet}>
                          <InvoiceBadge state={invoice.state} gross={invoice.gross} look="plain" />
                        </span>
                        <span className={`${layout.detail} ${layout.tillTablet}`}>{invoice.customer.name}</span>
                        <span className={`${layout.detail} ${layout.tillDesk} nowrap`}>
                          <Dated invoice={invoice} />
                        </span>
                      </td>
                      <td className={`nowrap ${layout.fromTablet}`}>
                        <InvoiceBadge state={invoice.state} gross={invoice.gross} look="plain" />
                      </td>
                      <td className={layout.fromTablet}>
                        <Link to="/customers/$id" params={{ id: invoice.customer.id }} className="quiet-link">
                          {invoice.customer.name}
                        </Link>
                      </td>
                      <td className={layout.fromTablet}>
                        {invoice.workOrders.map((order) => (
                          <p key={order.id}>
                            <Link to="/work-orders/$id" params={{ id: order.id }} className="quiet-link">
                              {order.number} {order.title}
                            </Link>
                          </p>
                        ))}
                      </td>
                      <td className={`nowrap ${layout.fromDesk}`}>
                        <Dated invoice={invoice} />
                      </td>
                      <td className={`nowrap ${layout.fromDesk}`}>
                        {invoice.dueOn ? formatLocalDate(invoice.dueOn, locale) : ''}
                      </td>
                      <td className={layout.right}>{money(invoice.gross)}</td>
                      <td className={`${layout.right} ${layout.fromTablet}`}>
                        <OpenSum invoice={invoice} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <LoadMore pages={query} />
            </div>
          )
        }
      </Loaded>
    </>
  )
}

/** What is still to come; a word where nothing is. */
function OpenSum({ invoice }: { invoice: InvoiceRow }) {
  const money = useMoney()
  const { zone } = useMe().organization
  const today = localDate(useNow(), zone)
  if (invoice.state === 'draft' || invoice.state === 'void') return null
  const open = openAmount(invoice)
  if (open === 0) return <span className="faint">{invoice.paid === 0 ? 'Credited' : 'Paid'}</span>
  const late = open > 0 && invoice.dueOn !== null && invoice.dueOn < today
  return <span className={late ? layout.bad : undefined}>{money(open)}</span>
}

/** When it was issued; of a draft, when it was made. */
function Dated({ invoice }: { invoice: InvoiceRow }) {
  const { locale, zone } = useMe().organization
  if (invoice.issuedOn) return formatLocalDate(invoice.issuedOn, locale, { dateStyle: 'medium' })
  return (
    <span className="faint">
      made <ShortTime at={invoice.madeAt} zone={zone} day />
    </span>
  )
}
