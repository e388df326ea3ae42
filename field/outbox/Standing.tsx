import { IconCloud, IconCloudCheck, IconCloudOff, IconCloudUp, IconCloudX, IconKey } from '@tabler/icons-react'
import { formatTime, type Instant, type Zone } from '#core/kit/time.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card } from '#ui/blocks/Card.tsx'
import { sayRefusal, useLocale, useMe, useOutbox, usePhone, useStatus } from '../hooks.ts'
import type { Phone } from '../offline/phone.ts'
import type { OutboxView, StatusView } from '../offline/views/types.ts'
import forms from '../shell/forms.module.css'
import { countOf } from '../words.ts'
import styles from './Outbox.module.css'
import { bytesText } from './words.ts'

/** How it stands in a sentence, the counts, and a way to try now. */
export function Standing() {
  const phone = usePhone()
  const locale = useLocale()
  const { organization } = useMe()
  const status = useStatus()
  const outbox = useOutbox()
  const { icon: Icon, title, text } = sentenceOf(status, outbox, (at) => formatTime(at, organization.zone, locale))
  const busy = status.doing === 'pushing' || status.doing === 'pulling' || status.doing === 'uploading'
  const { counts, files } = outbox
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
        <dl className={styles.counts}>
          <div>
            <dt>On this phone</dt>
            <dd>{counts.on_phone}</dd>
          </div>
          <div>
            <dt>Photos and files to send</dt>
            <dd>{files.onPhone > 0 ? `${files.onPhone} · ${bytesText(files.bytes)}` : 0}</dd>
          </div>
          <div>
            <dt>Received</dt>
            <dd>{counts.received}</dd>
          </div>
          {counts.held + counts.refused > 0 ? (
            <div>
              <dt>Needs a person</dt>
              <dd>{counts.held + counts.refused}</dd>
            </div>
          ) : null}
        </dl>
        <Button wide busy={busy} onClick={phone.syncNow}>
          {busy ? doingWords[status.doing] : 'Try now'}
        </Button>
        {counts.on_phone + files.onPhone > 0 ? (
          <Button kind="quiet" wide onClick={() => void save(phone, organization.name)}>
            Save a copy as a file
          </Button>
        ) : null}
      </div>
    </Card>
  )
}

/** For the day a phone has to be given away with work on it. */
async function save(phone: Phone, company: string): Promise<void> {
  const address = URL.createObjectURL(await phone.exportUnsent())
  const link = document.createElement('a')
  link.href = address
  link.download = `${company} outbox ${phone.now().slice(0, 10)}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const doingWords: Readonly<Record<StatusView['doing'], string>> = {
  idle: 'Try now',
  waiting: 'Try now',
  pushing: 'Handing in',
  pulling: 'Fetching',
  uploading: 'Sending photos',
  copying: 'Try now',
}

type Said = { icon: typeof IconCloudOff; title: string; text: string }

function sentenceOf(
  status: StatusView,
  { counts, files }: OutboxView,
  time: (at: Instant, zone?: Zone) => string,
): Said {
  const here = counts.on_phone + files.onPhone
  const next = status.nextTry ? ` The next try is at ${time(status.nextTry)}.` : ''
  switch (status.connection.at) {
    case 'no_session':
      return { icon: IconKey, title: 'Sign in to hand in', text: 'Everything is safe on this phone and waits.' }
    case 'unasked':
      return {
        icon: IconCloud,
        title: 'Checking',
        text: here > 0 ? `${countOf(here, 'item')} safe on this phone. It goes by itself.` : 'Asking for news.',
      }
    case 'offline':
      return {
        icon: IconCloudOff,
        title: 'No network',
        text:
          here > 0
            ? `${countOf(here, 'item')} safe on this phone. It goes by itself.${next}`
            : `Nothing waits to be sent.${next}`,
      }
    case 'problem':
      return {
        icon: IconCloudX,
        title: 'The office cannot be reached',
        text: `${sayRefusal({ code: status.connection.code })} Everything is safe on this phone.${next}`,
      }
    case 'online':
      if (here > 0)
        return { icon: IconCloudUp, title: `Sending ${countOf(here, 'item')}`, text: 'You can go on working.' }
      return {
        icon: IconCloudCheck,
        title: 'Nothing waits on this phone',
        text: status.pulledAt ? `Last fetched at ${time(status.pulledAt)}.` : 'Fetching for the first time.',
      }
  }
}
