import { localDate } from '#core/kit/time.ts'
import { PriorityBadge, WorkOrderBadge } from '#ui/StatusBadge.tsx'
import { SyncMark } from '#ui/SyncMark.tsx'
import { ListRow } from '#ui/blocks/Card.tsx'
import { useLocale, usePhone } from '../hooks.ts'
import type { OrderCard, VisitCard } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { VisitMark } from '../visit/VisitMark.tsx'
import { dayOf, dayWord, whenText } from '../words.ts'
import styles from './VisitRow.module.css'

/** One visit in a list: when, where, what, how it stands. */
export function VisitRow({ card, withDay }: { card: VisitCard; withDay?: boolean }) {
  const locale = useLocale()
  const today = localDate(usePhone().now(), card.zone)
  const day = dayOf(card)
  const when = [withDay && day ? dayWord(day, today, locale, 'short') : null, whenText(card, locale)]
    .filter(Boolean)
    .join(', ')
  return (
    <ListRow
      href={pathTo({ page: 'visit', workOrder: card.workOrder, visit: card.visit })}
      title={
        <span className={styles.head}>
          <span className={styles.when}>{when}</span>
          {card.priority === 'P1' || card.priority === 'P2' ? <PriorityBadge priority={card.priority} /> : null}
        </span>
      }
      detail={
        <>
          <span className={styles.title}>{card.title}</span>
          <span className={styles.where}>{[card.siteName, card.address].filter(Boolean).join(' · ')}</span>
          <span className={styles.marks}>
            <VisitMark card={card} look="plain" />
            {card.question ? <span className={styles.asked}>The office asks</span> : null}
            {card.unsent > 0 ? <SyncMark state="on_phone" /> : null}
          </span>
        </>
      }
    />
  )
}

/** A work order without a visit of one's own. */
export function OrderRow({ card }: { card: OrderCard }) {
  return (
    <ListRow
      href={pathTo({ page: 'order', workOrder: card.workOrder })}
      title={card.title}
      detail={
        <>
          <span className={styles.where}>{[card.reference, card.siteName].filter(Boolean).join(' · ')}</span>
          <span className={styles.marks}>
            {card.parked ? (
              <span>No longer on your list, {card.unsent} still being handed in</span>
            ) : (
              <WorkOrderBadge status={card.status} look="plain" />
            )}
            {card.unsent > 0 ? <SyncMark state="on_phone" /> : null}
          </span>
        </>
      }
    />
  )
}
