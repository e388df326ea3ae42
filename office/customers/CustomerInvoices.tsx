import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { billingApi } from '#core/billing/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { formatLocalDate } from '#core/kit/time.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../kit/ask.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { InvoiceBadge } from '../invoices/InvoiceBadge.tsx'

/** The last invoices of a customer. */
export function CustomerInvoices({ customer }: { customer: Id }) {
  const money = useMoney()
  const { locale } = useMe().organization
  const query = useQuery(ask(billingApi.listInvoices, { query: { customer, limit: 8 } }))
  return (
    <Panel
      title="Invoices"
      count={query.data?.count.value}
      flush
      id="invoices"
      actions={
        <>
          <Link to="/customers/$id/statement" params={{ id: customer }}>
            Statement
          </Link>
          {query.data?.next ? (
            <Link to="/invoices" search={{ customer }}>
              All
            </Link>
          ) : null}
        </>
      }
    >
      <Loaded query={query} failed="The invoices could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No invoice yet.</p>
          ) : (
            items.map((invoice) => (
              <div key={invoice.id} className={layout.line}>
                <div className={layout.grow}>
                  <p>
                    <Link to="/invoices/$id" params={{ id: invoice.id }} className="quiet-link">
                      <b>{invoice.number ?? 'Draft'}</b>
                    </Link>{' '}
                    <InvoiceBadge state={invoice.state} gross={invoice.gross} look="plain" />
                  </p>
                  <p className={layout.detail}>
                    {invoice.issuedOn
                      ? formatLocalDate(invoice.issuedOn, locale)
                      : invoice.workOrders.map((one) => one.number).join(', ')}
                  </p>
                </div>
                <span className={layout.right}>{money(invoice.gross)}</span>
              </div>
            ))
          )
        }
      </Loaded>
    </Panel>
  )
}
