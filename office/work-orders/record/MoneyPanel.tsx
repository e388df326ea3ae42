import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { billingApi } from '#core/billing/api.ts'
import { fullWhy } from '#core/billing/why.ts'
import { formatMinutes } from '#core/kit/time.ts'
import { formatQuantity } from '#core/kit/money.ts'
import { isUnpriced, type PricedLine } from '#core/billing/priced-line.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ask } from '../../kit/ask.ts'
import { Loaded } from '../../kit/Loaded.tsx'
import { useMoney } from '../../kit/money.ts'
import { useMay } from '../../kit/me.ts'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** What it would be billed with now, and what was. */
export function MoneyPanel() {
  const { page } = useOrder()
  const money = useMoney()
  const mayReview = useMay('review')
  const priced = useQuery(ask(billingApi.priceWorkOrder, { params: { id: page.work.id } }))
  const invoices = page.money?.invoices ?? []
  return (
    <Panel
      title="Money"
      flush
      id="money"
      actions={
        mayReview && page.status === 'work_complete' ? (
          <Button
            variant="light"
            renderRoot={(props) => <Link {...props} to="/review/$id" params={{ id: page.work.id }} />}
          >
            Review
          </Button>
        ) : null
      }
    >
      {invoices.map((invoice) => (
        <div key={invoice.invoice} className={styles.line}>
          <Link to="/invoices/$id" params={{ id: invoice.invoice }} className={layout.grow}>
            {invoice.number ?? 'Invoice draft'}
          </Link>
          <span className={layout.detail}>{invoice.state}</span>
        </div>
      ))}
      <Loaded query={priced} failed="The prices could not be shown">
        {({ priced: { lines, net, tax, gross } }) =>
          lines.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>
              {invoices.length > 0 ? 'Nothing is left to bill.' : 'Nothing to bill yet.'}
            </p>
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th>{gross < 0 ? 'To be credited' : 'To bill'}</th>
                  <th className={layout.right}>Quantity</th>
                  <th className={layout.right}>{lines.some((line) => line.taxIncluded) ? 'With tax' : 'Net'}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <Line key={line.key} line={line} />
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <td>
                    Net {money(net)}, tax {money(tax)}
                  </td>
                  <td colSpan={2} className={layout.right}>
                    {money(gross)}
                  </td>
                </tr>
              </tfoot>
            </table>
          )
        }
      </Loaded>
    </Panel>
  )
}

function Line({ line }: { line: PricedLine }) {
  const money = useMoney()
  const { locale } = useOrder()
  const quantity =
    line.unit === 'min' ? formatMinutes(line.quantity / 1000) : `${formatQuantity(line.quantity, locale)} ${line.unit}`
  return (
    <tr style={line.struck ? { textDecoration: 'line-through', color: 'var(--color-text-faint)' } : undefined}>
      <td>
        {line.description}
        <p className={layout.detail}>{fullWhy(line)}</p>
      </td>
      <td className={layout.right}>{quantity}</td>
      <td className={layout.right}>
        {isUnpriced(line) && !line.changed ? <span className={layout.warn}>no price</span> : money(line.amount)}
      </td>
    </tr>
  )
}
