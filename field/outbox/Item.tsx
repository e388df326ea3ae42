import { formatTime } from '#core/kit/time.ts'
import { ListRow } from '#ui/blocks/Card.tsx'
import { SyncMark } from '#ui/SyncMark.tsx'
import { useLocale, useMe } from '../hooks.ts'
import type { OutboxItem } from '../offline/views/types.ts'
import forms from '../shell/forms.module.css'
import styles from './Outbox.module.css'
import { bytesText, itemWord, whyText } from './words.ts'

const notOnRecord = { refused: 'Not accepted', put_aside: 'Put aside' }

export function Item({ item, named }: { item: OutboxItem; named?: boolean }) {
  const locale = useLocale()
  const { organization } = useMe()
  const { bytes } = item
  const why = whyText(item)
  const mark =
    item.whole === 'refused' || item.whole === 'put_aside' ? (
      <SyncMark state="held" word={notOnRecord[item.whole]} />
    ) : (
      <SyncMark state={item.whole} />
    )
  return (
    <ListRow
      title={[itemWord(item.type), named ? item.reference : ''].filter(Boolean).join(' · ')}
      detail={
        <>
          {item.text ? <span className={styles.text}>{item.text}</span> : null}
          <span className={forms.marks}>
            <span>{formatTime(item.capturedAt, organization.zone, locale)}</span>
            {bytes ? <span>{bytesText(bytes.size)}</span> : null}
            {why ? mark : null}
          </span>
          {bytes?.sent && bytes.sent.of > 1 ? <Sent {...bytes.sent} /> : null}
          {why ? <span className={item.settlement ? undefined : styles.why}>{why}</span> : null}
        </>
      }
      trail={why ? undefined : mark}
    />
  )
}

/** How far a photo is: it goes on from there after anything. */
function Sent({ pieces, of }: { pieces: number; of: number }) {
  return (
    <span className={styles.sent}>
      <progress value={pieces} max={of} aria-label="Sent" />
      {`${pieces} of ${of} parts sent`}
    </span>
  )
}
