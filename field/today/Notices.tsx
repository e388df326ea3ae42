import { IconArrowBackUp, IconBan, IconCalendarPlus, IconCalendarTime } from '@tabler/icons-react'
import { formatDateTime } from '#core/kit/time.ts'
import { Button, ButtonLink } from '#ui/blocks/Button.tsx'
import { useLocale, useNotices, usePhone, useWorkOrder } from '../hooks.ts'
import type { NoticeRow } from '../offline/store.ts'
import { pathTo } from '../routes/paths.ts'
import { Banner } from '../shell/Banner.tsx'

const shown = 3
const kinds = {
  new: { title: 'New visit', icon: IconCalendarPlus, tone: 'planned' },
  moved: { title: 'Visit moved', icon: IconCalendarTime, tone: 'waiting' },
  recalled: { title: 'Visit recalled', icon: IconArrowBackUp, tone: 'plain' },
  cancelled: { title: 'Visit cancelled', icon: IconBan, tone: 'plain' },
} as const

/** What the office changed since one last looked: of each visit the last word. */
export function Notices() {
  const { notices } = useNotices()
  const phone = usePhone()
  const unread = notices.filter((notice) => !notice.read)
  const visits = [...Map.groupBy(unread, (notice) => notice.visit).values()]
  const read = (some: readonly NoticeRow[]) => void phone.readNotices(some.map((notice) => notice.id))
  return (
    <>
      {visits.slice(0, shown).map((some) => (
        <Notice key={some[0]?.visit} some={some} onRead={() => read(some)} />
      ))}
      {visits.length > shown ? (
        <Button kind="quiet" onClick={() => read(unread)}>
          {`Mark all ${visits.length} as read`}
        </Button>
      ) : null}
    </>
  )
}

function Notice({ some, onRead }: { some: readonly NoticeRow[]; onRead: () => void }) {
  const [last] = some
  return last ? <LastWord notice={last} isNew={some.some((one) => one.kind === 'new')} onRead={onRead} /> : null
}

function LastWord({ notice, isNew, onRead }: { notice: NoticeRow; isNew: boolean; onRead: () => void }) {
  const locale = useLocale()
  const isHere = useWorkOrder(notice.workOrder) !== null
  // A new visit that was moved before anybody looked is simply new.
  const kind = isNew && notice.kind === 'moved' ? 'new' : notice.kind
  const { title, icon: Icon, tone } = kinds[kind]
  const at = (instant: string | null) => (instant ? formatDateTime(instant, notice.zone, locale) : 'no date yet')
  const when =
    kind === 'new'
      ? at(notice.start)
      : kind === 'moved'
        ? `${at(notice.before)} → ${at(notice.start)}`
        : at(notice.before)
  return (
    <Banner
      icon={<Icon stroke={1.75} />}
      title={title}
      tone={tone}
      action={
        <>
          {isHere ? (
            <ButtonLink
              size="small"
              href={pathTo({ page: 'visit', workOrder: notice.workOrder, visit: notice.visit })}
              onClick={onRead}
            >
              Open
            </ButtonLink>
          ) : null}
          <Button size="small" kind="quiet" onClick={onRead}>
            Got it
          </Button>
        </>
      }
    >
      {[notice.title, notice.siteName].filter(Boolean).join(' · ')}
      {'\n'}
      {when}
    </Banner>
  )
}
