import { formatTaxRate } from '#core/kit/money.ts'
import type { Priced } from '#core/billing/priced-line.ts'
import { useMe } from '../kit/me.ts'
import { useMoney } from '../kit/money.ts'
import styles from './Review.module.css'

/** What lines come to: net, each tax, total. */
export function Sums({
  of: { net, taxes, gross },
  purchaseOrder,
}: {
  of: Pick<Priced, 'net' | 'taxes' | 'gross'>
  purchaseOrder?: string | null
}) {
  const money = useMoney()
  const { locale } = useMe().organization
  return (
    <dl className={styles.totals}>
      {purchaseOrder ? (
        <>
          <dt>Purchase order</dt>
          <dd>{purchaseOrder}</dd>
        </>
      ) : null}
      <dt>Net</dt>
      <dd>{money(net)}</dd>
      {taxes.map((tax) => (
        <div key={`${tax.taxRate}/${tax.percent}`} style={{ display: 'contents' }}>
          <dt>
            Tax {formatTaxRate(tax.percent, locale)} on {money(tax.net)}
          </dt>
          <dd>{money(tax.tax)}</dd>
        </div>
      ))}
      <dt className={styles.gross}>Total</dt>
      <dd className={styles.gross}>{money(gross)}</dd>
    </dl>
  )
}
