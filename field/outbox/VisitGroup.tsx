import { Card, Rows } from '#ui/blocks/Card.tsx'
import type { OutboxVisit } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { Section } from '../shell/Screen.tsx'
import { countOf } from '../words.ts'
import { Item } from './Item.tsx'
import styles from './Outbox.module.css'
import { stateCounts, visitTitle } from './words.ts'

/** A visit with what of it is not on record yet. */
export function VisitGroup({ group }: { group: OutboxVisit }) {
  const { workOrder, visit, reference, waiting, counts, parked, siteName } = group
  const title = visitTitle(group)
  const path =
    workOrder === null
      ? pathTo({ page: 'time' })
      : visit === null
        ? pathTo({ page: 'order', workOrder })
        : pathTo({ page: 'visit', workOrder, visit })
  return (
    <Section
      title={title}
      action={
        <a className={styles.open} href={path} aria-label={`${reference || 'Open'} ${title}`}>
          {reference || 'Open'}
        </a>
      }
    >
      <p className={styles.sum}>
        {[siteName, stateCounts(counts)].filter(Boolean).join(' · ')}
        {parked ? (
          <span>{`No longer on your list. ${countOf(waiting.length, 'item')} still being handed in.`}</span>
        ) : null}
      </p>
      <Card flush>
        <Rows>
          {waiting.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </Rows>
      </Card>
    </Section>
  )
}
