import { formatTime, type Instant } from '#core/kit/time.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { useLocale, useMe, useOthersWork, useOutbox, usePhone, useStatus } from '../hooks.ts'
import type { StatusView } from '../offline/views/types.ts'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'
import styles from './Outbox.module.css'
import { standingOf } from './standing-of.ts'
import { bytesText } from './words.ts'

/** How it stands in a sentence, how much is where, and a way to try now. */
export function Standing() {
  const phone = usePhone()
  const locale = useLocale()
  const { organization } = useMe()
  const status = useStatus()
  const { counts, files, visits } = useOutbox()
  const time = (at: Instant) => formatTime(at, organization.zone, locale)
  const { icon: Icon, title, text } = standingOf(status, time, useOthersWork().length > 0)
  const busy = status.doing === 'pushing' || status.doing === 'pulling' || status.doing === 'uploading'
  const whole = (state: 'received' | 'on_record') => visits.reduce((total, visit) => total + visit.counts[state], 0)
  return (
    <Card>
      <div className={forms.stack}>
        <div className={styles.standing}>
          <Icon aria-hidden stroke={1.5} />
          <div>
            <h2>{title}</h2>
            <p className={forms.soft}>{text}</p>
          </div>
        </div>
        <dl className={styles.states}>
          <div>
            <dt>On this phone</dt>
            <dd>{status.here}</dd>
            <dd>{files.onPhone > 0 ? `${countOf(files.onPhone, 'file')}, ${bytesText(files.bytes)}` : 'only here'}</dd>
          </div>
          <div>
            <dt>Received</dt>
            <dd>{whole('received')}</dd>
            <dd>safe in the office</dd>
          </div>
          <div>
            <dt>On record</dt>
            <dd>{whole('on_record')}</dd>
            <dd>in the work order</dd>
          </div>
        </dl>
        {counts.held > 0 ? (
          <p className={styles.why}>
            {`${countOf(counts.held, 'item waits', 'items wait')} for a person in the office. Nothing of it is lost.`}
          </p>
        ) : null}
        <Button wide busy={busy} onClick={phone.syncNow}>
          {busy ? doingWords[status.doing] : status.toSend > 0 ? 'Send now' : 'Look for news'}
        </Button>
      </div>
    </Card>
  )
}

const doingWords: Readonly<Record<StatusView['doing'], string>> = {
  idle: 'Send now',
  waiting: 'Send now',
  pushing: 'Handing in',
  pulling: 'Fetching',
  uploading: 'Sending photos',
  copying: 'Send now',
}
