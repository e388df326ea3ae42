import { formatQuantity } from '#core/kit/money.ts'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

export function PartsPanel() {
  const { page, zone, locale, nameOf } = useOrder()
  const { parts } = page.work
  if (parts.length === 0) return null
  return (
    <Panel title="Parts" count={parts.length} flush id="parts">
      <ul>
        {parts.map((part) => (
          <li key={part.id} className={styles.line}>
            <div className={layout.grow}>
              <p>{part.name}</p>
              <p className={layout.detail}>
                {[
                  part.sku || (part.item ? '' : 'not in the price book'),
                  part.serial ? `serial ${part.serial}${part.removedSerial ? ' in' : ''}` : '',
                  part.removedSerial ? `serial ${part.removedSerial} out` : '',
                  part.asset ? `on ${page.names.assetNames[part.asset] ?? 'equipment not in the list'}` : '',
                  part.note,
                ]
                  .filter(Boolean)
                  .join(', ')}
                {part.sku || part.serial || part.removedSerial || part.asset || part.note || !part.item ? '. ' : ''}
                {nameOf(part.technician)}, <ShortTime at={part.at} zone={zone} />
              </p>
            </div>
            <b className={styles.amount}>
              {formatQuantity(part.quantity, locale)} {part.unit}
            </b>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
