import {
  IconAddressBook,
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCalendarEvent,
  IconCamera,
  IconChecklist,
  IconCircleCheck,
  IconClock,
  IconCoin,
  IconFile,
  IconFlag,
  IconListCheck,
  IconMessage,
  IconPackage,
  IconPencil,
  IconPlayerPause,
  IconPlus,
  IconRoute,
  IconSend,
  IconSignature,
  IconTool,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { minutesBetween } from '#core/kit/time.ts'
import { word } from '#core/work-orders/labels.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import { describe, type TimelineLine, type TimelineNames } from '#core/work-orders/timeline.ts'
import { TimelineItem } from '#ui/office/Timeline.tsx'
import type { Tone } from '#ui/status.ts'
import { fileUrl } from '../../kit/client.ts'
import { roughly } from '../../kit/clock.ts'
import { useMe } from '../../kit/me.ts'
import { SiteTime } from '../../kit/SiteTime.tsx'
import { type Order, useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { FactMenu, isFact } from './FactMenu.tsx'

const icons: Readonly<Record<TimelineLine['icon'], { icon: TablerIcon; tone: Tone }>> = {
  raise: { icon: IconPlus, tone: 'neutral' },
  edit: { icon: IconPencil, tone: 'neutral' },
  plan: { icon: IconCalendarEvent, tone: 'planned' },
  crew: { icon: IconUsers, tone: 'planned' },
  dispatch: { icon: IconSend, tone: 'planned' },
  cancel: { icon: IconBan, tone: 'neutral' },
  step: { icon: IconRoute, tone: 'live' },
  pause: { icon: IconPlayerPause, tone: 'waiting' },
  finish: { icon: IconCircleCheck, tone: 'done' },
  task: { icon: IconListCheck, tone: 'neutral' },
  finding: { icon: IconAlertTriangle, tone: 'waiting' },
  note: { icon: IconMessage, tone: 'neutral' },
  photo: { icon: IconCamera, tone: 'neutral' },
  file: { icon: IconFile, tone: 'neutral' },
  part: { icon: IconPackage, tone: 'neutral' },
  asset: { icon: IconTool, tone: 'neutral' },
  contact: { icon: IconAddressBook, tone: 'neutral' },
  time: { icon: IconClock, tone: 'neutral' },
  undo: { icon: IconArrowBackUp, tone: 'waiting' },
  sign: { icon: IconSignature, tone: 'done' },
  flag: { icon: IconFlag, tone: 'waiting' },
  review: { icon: IconChecklist, tone: 'done' },
  money: { icon: IconCoin, tone: 'neutral' },
  hold: { icon: IconPlayerPause, tone: 'waiting' },
}

/** What was said this much later than it happened came from a phone without a signal. */
const late = 5

type Props = {
  event: WorkOrderEvent
  /** The entries loaded beside it: what it corrects is among them. */
  entries: readonly WorkOrderEvent[]
  /** When its bytes came, where they are loaded. */
  arrivedAt: string | undefined
}

export function EntryLine({ event, entries, arrivedAt }: Props) {
  const order = useOrder()
  const { currency } = useMe().organization
  const line = describe(event, namesFor(order, currency), entries)
  const { icon: Icon, tone } = icons[line.icon]
  const fact = event.type === 'photographed' ? event.id : event.type === 'amended' ? event.data.fact : null
  const photo = order.page.work.photos.find((one) => one.id === fact)
  return (
    <TimelineItem
      icon={<Icon stroke={1.75} />}
      tone={tone}
      title={line.title}
      when={
        <span className={styles.entryEnd}>
          <SiteTime at={event.at} zone={order.zone} />
          {isFact(event) && event.n === 0 ? <FactMenu event={event} title={line.title} /> : null}
        </span>
      }
      meta={heardFrom(event) + bytesLater(event, arrivedAt)}
      withdrawn={order.page.work.withdrawn.includes(event.id) && event.n === 0}
    >
      {line.detail ? <span className={layout.prose}>{line.detail}</span> : null}
      {photo ? (
        photo.state === 'stored' ? (
          <a
            className={styles.thumb}
            href="#evidence"
            aria-label={photo.caption || 'Photo'}
            style={{ display: 'block' }}
          >
            <img src={fileUrl(photo.sha256, 'thumbnail')} alt="" loading="lazy" />
          </a>
        ) : (
          <p className={layout.warn}>Still on the phone</p>
        )
      ) : null}
    </TimelineItem>
  )
}

/** Who says so and from where, and how late it was heard. */
function heardFrom(event: WorkOrderEvent): string {
  const { by } = event
  const from =
    by.source === 'system'
      ? 'Roundtrip'
      : by.source === 'office'
        ? by.behalf
          ? `${by.name}, on behalf, ${word(by.behalf.source)}: ${by.behalf.reason}`
          : `${by.name}, office`
        : by.source === 'crew'
          ? `${by.name}, for a crew mate`
          : `${by.name}, phone`
  const lag = event.heard ? minutesBetween(event.at, event.heard) : 0
  return lag >= late && by.source !== 'office' ? `${from} · handed in ${roughly(lag)} later` : from
}

/** A photo is a fact first; its bytes may come hours later. */
function bytesLater(event: WorkOrderEvent, arrivedAt: string | undefined): string {
  const lag = arrivedAt && event.heard ? minutesBetween(event.heard, arrivedAt) : 0
  return lag >= late ? ` · its file came ${roughly(lag)} after` : ''
}

function namesFor({ page, zone, locale }: Order, currency: string): TimelineNames {
  return {
    technicians: page.names.technicians,
    visitNumbers: Object.fromEntries(page.work.visits.map((visit) => [visit.id, visit.number])),
    taskLabels: Object.fromEntries([
      ...page.work.tasks.map((task) => [task.id, task.label]),
      ...(page.work.earlierForms ?? []).flatMap(({ version, tasks }) =>
        tasks.map((task) => [`${task.id}/${version}`, task.label]),
      ),
    ]),
    zone,
    locale,
    currency,
  }
}
