import { IconChevronRight } from '@tabler/icons-react'
import { findVisit } from '#core/work-orders/visits.ts'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { useLocale, useWorkOrder } from '../hooks.ts'
import type { VisitCard } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { CancelledNotice } from '../visit/CancelledNotice.tsx'
import { PlaceActions, PlaceNotes } from '../visit/Place.tsx'
import { VisitMark } from '../visit/VisitMark.tsx'
import { NextStep } from '../visit/steps/NextStep.tsx'
import { whenText } from '../words.ts'
import styles from './NextVisit.module.css'

/** The one that matters now, with everything needed to set out. */
export function NextVisit({ card }: { card: VisitCard }) {
  const locale = useLocale()
  const view = useWorkOrder(card.workOrder)
  return (
    <Card emphasis aria-label={`Next: ${card.title}`}>
      <div className={styles.card}>
        <div className={styles.marks}>
          <VisitMark card={card} />
          <PriorityBadge priority={card.priority} withWord={card.priority === 'P1' || card.priority === 'P2'} />
        </div>
        <a className={styles.open} href={pathTo({ page: 'visit', workOrder: card.workOrder, visit: card.visit })}>
          <span className="sr-only">Open visit: </span>
          <span className={styles.words}>
            <span className={styles.when}>{whenText(card, locale)}</span>
            <span className={styles.title}>{card.title}</span>
            <span className={styles.where}>{[card.reference, card.customerName].filter(Boolean).join(' · ')}</span>
          </span>
          <IconChevronRight aria-hidden stroke={1.75} />
        </a>
        {view ? <CancelledNotice work={view.order.work} visit={findVisit(view.order.work, card.visit)} /> : null}
        <PlaceActions card={card} />
        <PlaceNotes card={card} />
        {view ? <NextStep view={view} card={card} /> : null}
      </div>
    </Card>
  )
}
