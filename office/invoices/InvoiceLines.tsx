import { Checkbox } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Invoice, InvoiceLine } from '#core/billing/api.ts'
import { isTimed } from '#core/billing/price.ts'
import { fullWhy } from '#core/billing/why.ts'
import { formatQuantity, formatTaxRate, formatUnitPrice } from '#core/kit/money.ts'
import { formatMinutes } from '#core/kit/time.ts'
import { Panel } from '#ui/office/Page.tsx'
import layout from '../kit/layout.module.css'
import { useMay, useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import { LeftLines } from './LeftLines.tsx'
import styles from '../review/Review.module.css'
import { Sums } from '../review/Sums.tsx'

/** The lines as they are billed, each with its why, and the sums by rate. */
export function InvoiceLines({ invoice }: { invoice: Invoice }) {
  const mayEdit = useMay('invoices.edit')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choosing = mayEdit && invoice.state === 'draft' && invoice.lines.length + invoice.left.length > 1
  const toggle = (id: string) =>
    setChosen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))
  const many = invoice.workOrders.length > 1
  return (
    <Panel title="Lines" count={invoice.lines.length} flush id="lines">
      {invoice.lines.length === 0 ? (
        <p className={`${layout.pad} ${layout.empty}`}>Nothing is on it.</p>
      ) : (
        <div className={layout.scrollX}>
          <table className={layout.table}>
            <thead>
              <tr>
                {choosing ? (
                  <th>
                    <span className="sr-only">Choose</span>
                  </th>
                ) : null}
                <th>Line</th>
                <th className={layout.right}>Quantity</th>
                <th className={layout.right}>Price</th>
                <th className={layout.right}>Tax</th>
                <th className={layout.right}>{invoice.lines.some((line) => line.taxIncluded) ? 'With tax' : 'Net'}</th>
              </tr>
            </thead>
            <tbody>
              {invoice.lines.map((line) => (
                <Line
                  key={line.id}
                  line={line}
                  pick={
                    choosing ? (
                      <td>
                        <Checkbox
                          aria-label={`Choose ${line.description}`}
                          checked={chosen.has(line.id)}
                          onChange={() => toggle(line.id)}
                        />
                      </td>
                    ) : null
                  }
                  order={many ? invoice.workOrders.find((one) => one.id === line.workOrder)?.number : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {choosing ? <LeftLines invoice={invoice} chosen={chosen} onDone={() => setChosen(new Set())} /> : null}
      <Sums of={invoice} />
    </Panel>
  )
}

function Line({ line, order, pick }: { line: InvoiceLine; order: string | null | undefined; pick: ReactNode }) {
  const money = useMoney()
  const { locale, currency } = useMe().organization
  const timed = isTimed(line)
  return (
    <tr className={styles.lineRow}>
      {pick}
      <td>
        <p>{line.description}</p>
        <p className={styles.why}>{[order, fullWhy(line)].filter(Boolean).join(' · ')}</p>
        {line.credited === 0 ? null : <p className={layout.warn}>{money(line.credited)} credited</p>}
      </td>
      <td className={layout.right}>
        {timed
          ? formatMinutes(Math.round(line.quantity / 1000))
          : `${formatQuantity(line.quantity, locale)} ${line.unit}`.trim()}
      </td>
      <td className={layout.right}>
        {formatUnitPrice(line.unitPrice, currency, locale)}
        {timed ? ' / h' : ''}
      </td>
      <td className={layout.right}>{formatTaxRate(line.taxPercent, locale)}</td>
      <td className={layout.right}>{money(line.amount)}</td>
    </tr>
  )
}
