import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconRestore, IconStrikethrough } from '@tabler/icons-react'
import { isUnpriced, type Priced, type PricedLine } from '#core/billing/priced-line.ts'
import { isTimed } from '#core/billing/price.ts'
import { fullWhy } from '#core/billing/why.ts'
import { formatQuantity, formatUnitPrice } from '#core/kit/money.ts'
import { formatMinutes, formatSpan } from '#core/kit/time.ts'
import { allTimeEntries } from '#core/work-orders/visits.ts'
import { classes } from '#ui/classes.ts'
import layout from '../kit/layout.module.css'
import { useMoney } from '../kit/money.ts'
import { MenuAction } from '../work-orders/Action.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { entryAnchor } from './BillTimePanel.tsx'
import styles from './Review.module.css'
import type { Open } from './ReviewDialogs.tsx'
import { Sums } from './Sums.tsx'

/** The lines with their why, and what they come to. */
export function BillLines({ bill, onOpen }: { bill: Priced; onOpen: (open: Open) => void }) {
  const { page } = useOrder()
  const money = useMoney()
  if (bill.lines.length === 0) {
    return (
      <p className={`${layout.pad} ${layout.empty}`}>
        {page.work.invoiced ? 'Everything is billed.' : 'Nothing to bill. Add a line, or mark it not billable.'}
      </p>
    )
  }
  const withTax = bill.lines.some((line) => line.taxIncluded)
  return (
    <>
      <div className={layout.scrollX}>
        <table className={layout.table}>
          <thead>
            <tr>
              <th>Line</th>
              <th className={layout.right}>Quantity</th>
              <th className={layout.right}>{withTax ? 'With tax' : 'Net'}</th>
              <th>
                <span className="sr-only">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {bill.lines.map((line) => (
              <Line key={line.key} line={line} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </div>
      {bill.gross < 0 ? (
        <p className={classes(styles.limit, layout.warn)}>
          To be credited: {money(-bill.gross)} more was invoiced before than is due now. Its draft waits and is not
          issued.
        </p>
      ) : null}
      <Sums of={bill} purchaseOrder={page.money?.purchaseOrder} />
    </>
  )
}

function Line({ line, onOpen }: { line: PricedLine; onOpen: (open: Open) => void }) {
  const { locale, me } = useOrder()
  const money = useMoney()
  const { currency } = me.organization
  const timed = isTimed(line)
  const quantity = timed
    ? formatMinutes(Math.round(line.quantity / 1000))
    : `${formatQuantity(line.quantity, locale)} ${line.unit}`.trim()
  return (
    <tr className={classes(styles.lineRow, line.struck && styles.struck)}>
      <td>
        <p className={styles.what}>{line.description}</p>
        <p className={isUnpriced(line) && !line.changed ? styles.noPrice : styles.why}>{fullWhy(line)}</p>
        {timed ? <Entries of={line} /> : null}
      </td>
      <td className={layout.right}>
        {quantity}
        <p className={styles.why}>
          {formatUnitPrice(line.unitPrice, currency, locale)}
          {timed ? ' an hour' : ''}
        </p>
      </td>
      <td className={layout.right}>
        <span className={styles.sum}>{money(line.amount)}</span>
        {line.changed && line.changed.was.net !== line.amount ? (
          <p className={styles.was}>{money(line.changed.was.net)}</p>
        ) : null}
      </td>
      <td className={layout.right}>
        <LineMenu line={line} onOpen={onOpen} />
      </td>
    </tr>
  )
}

/** The time a line was made of, each leading to where it stands on the record. */
function Entries({ of }: { of: PricedLine }) {
  const { page, zone, locale } = useOrder()
  const entries = allTimeEntries(page.work).filter((entry) => of.from.includes(entry.id))
  return (
    <p className={styles.from}>
      {entries.map(({ id, from, to }) =>
        to ? (
          <a key={id} href={`#${entryAnchor(id)}`}>
            {formatSpan(from, to, zone, locale)}
          </a>
        ) : null,
      )}
    </p>
  )
}

function LineMenu({ line, onOpen }: { line: PricedLine; onOpen: (open: Open) => void }) {
  const { why, send, page } = useOrder()
  const reason = why({ type: 'change_line', body: { key: line.key, changes: {}, reason: '-' } })
  const locked = page.status === 'invoiced' || page.status === 'closed' ? 'It is invoiced.' : reason
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={`Change ${line.description}`}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuAction
          icon={<IconPencil size={15} stroke={1.75} aria-hidden />}
          reason={line.struck ? 'Restore it first.' : locked}
          onPress={() => onOpen({ what: 'change', line })}
        >
          Change
        </MenuAction>
        {line.struck ? null : (
          <MenuAction
            icon={<IconStrikethrough size={15} stroke={1.75} aria-hidden />}
            reason={locked}
            onPress={() => onOpen({ what: 'strike', line })}
          >
            Strike
          </MenuAction>
        )}
        {line.struck || line.changed ? (
          <MenuAction
            icon={<IconRestore size={15} stroke={1.75} aria-hidden />}
            reason={locked}
            onPress={() => void send({ type: 'restore_line', body: { key: line.key } }, { done: 'Line restored' })}
          >
            Restore
          </MenuAction>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
