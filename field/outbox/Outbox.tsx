import { type SyncState, syncMarks } from '#ui/status.ts'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import { SyncMark } from '#ui/SyncMark.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { formatTime } from '#core/kit/time.ts'
import { sayRefusal, useLocale, useMe, useOutbox } from '../hooks.ts'
import type { OutboxItem } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import { Screen, Section } from '../shell/Screen.tsx'
import forms from '../shell/forms.module.css'
import { Standing } from './Standing.tsx'
import styles from './Outbox.module.css'
import { bytesText, itemWord } from './words.ts'

/** What is only on this phone, what is on its way, what needs a person. Nothing is ever thrown away. */
export function Outbox() {
  const { waiting, settled } = useOutbox()
  return (
    <Screen title="Outbox">
      <Standing />
      {waiting.length === 0 ? (
        <p className={forms.soft}>What you do next shows here until it is on record.</p>
      ) : (
        grouped(waiting).map((group) => <Group key={group.id} {...group} />)
      )}
      {settled.length > 0 ? (
        <details className={styles.settled}>
          <summary>{`On record: the last ${settled.length}`}</summary>
          <Card flush>
            <Rows>
              {settled.map((item) => (
                <Item key={item.id} item={item} named />
              ))}
            </Rows>
          </Card>
        </details>
      ) : null}
    </Screen>
  )
}

type GroupOf = { id: string; title: string; reference: string; workOrder: string | null; items: OutboxItem[] }

/** By work order, in the order of capture; the day's own items are a group too. */
function grouped(items: readonly OutboxItem[]): GroupOf[] {
  return [...Map.groupBy(items, (item) => item.workOrder ?? 'day')].map(([id, own]) => ({
    id,
    title: id === 'day' ? 'My day' : (own[0]?.title ?? ''),
    reference: own[0]?.reference ?? '',
    workOrder: id === 'day' ? null : id,
    items: own,
  }))
}

function Group({ title, reference, workOrder, items }: GroupOf) {
  return (
    <Section
      title={title || 'Work order'}
      count={items.length}
      action={
        <a
          className={styles.open}
          href={pathTo(workOrder ? { page: 'order', workOrder } : { page: 'time' })}
          aria-label={`${reference || 'Open'} ${title}`}
        >
          {reference || 'Open'}
        </a>
      }
    >
      <Card flush>
        <Rows>
          {items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </Rows>
      </Card>
    </Section>
  )
}

function Item({ item, named }: { item: OutboxItem; named?: boolean }) {
  const locale = useLocale()
  const { organization } = useMe()
  const { bytes } = item
  const why = item.code ? sayRefusal({ code: item.code, params: item.params ?? undefined }) : null
  const badPicture = bytes?.code ? sayRefusal({ code: bytes.code }) : null
  return (
    <ListRow
      title={[itemWord(item.type), named ? item.reference : ''].filter(Boolean).join(' · ')}
      detail={
        <>
          {item.text ? <span className={styles.text}>{item.text}</span> : null}
          <span className={forms.marks}>
            <span>{formatTime(item.capturedAt, organization.zone, locale)}</span>
            {bytes ? <span>{bytesText(bytes.size)}</span> : null}
          </span>
          {why ? <span className={styles.why}>{why}</span> : null}
          {badPicture ? <span className={styles.why}>{badPicture}</span> : null}
        </>
      }
      trail={
        item.state === 'refused' ? (
          <MarkBadge mark={{ ...syncMarks.held, word: 'Not accepted' }} look="plain" />
        ) : (
          <SyncMark state={markOf(item, item.state)} />
        )
      }
    />
  )
}

/** A photo is as far as its bytes are. */
function markOf({ bytes }: OutboxItem, state: SyncState): SyncState {
  if (!bytes || state === 'held' || state === 'on_phone') return state
  if (bytes.state === 'on_phone') return 'on_phone'
  return bytes.state === 'stored' ? state : 'received'
}
