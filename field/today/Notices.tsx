import { IconArrowBackUp, IconBan, IconCalendarPlus, IconCalendarTime } from '@tabler/icons-react'
import { formatDateTime } from '#core/kit/time.ts'
import { Button, ButtonLink } from '#ui/blocks/Button.tsx'
import { useLocale, useNotices, usePhone, useWorkOrder } from '../hooks.ts'
import type { NoticeRow } from '../offline/store.ts'
import { pathTo } from '../routes/paths.ts'
import { Banner } from '../shell/Banner.tsx'

const kinds = {
  new: { title: 'New visit', icon: IconCalendarPlus, tone: 'planned' },
  moved: { title: 'Visit moved', icon: IconCalendarTime, tone: 'waiting' },
  recalled: { title: 'Visit recalled', icon: IconArrowBackUp, tone: 'plain' },
  cancelled: { title: 'Visit cancelled', icon: IconBan, tone: 'plain' },
} as const

/** What the office changed since one last looked. */
export function Notices() {
  const { notices } = useNotices()
  const phone = usePhone()
  const unread = notices.filter((notice) => !notice.read)
  return (
    <>
      {unread.slice(0, 3).map((notice) => (
        <Notice key={notice.id} notice={notice} />
      ))}
      {unread.length > 3 ? (
        <Button kind="quiet" onClick={() => void phone.readNotices(unread.map((notice) => notice.id))}>
          {`Mark all ${unread.length} as read`}
        </Button>
      ) : null}
    </>
  )
}

function Notice({ notice }: { notice: NoticeRow }) {
  const phone = usePhone()
  const locale = useLocale()
  const isHere = useWorkOrder(notice.workOrder) !== null
  const { title, icon: Icon, tone } = kinds[notice.kind]
  const at = (instant: string | null) => (instant ? formatDateTime(instant, notice.zone, locale) : 'no date yet')
  const when =
    notice.kind === 'new'
      ? at(notice.start)
      : notice.kind === 'moved'
        ? `${at(notice.before)} → ${at(notice.start)}`
        : at(notice.before)
  const read = () => void phone.readNotices([notice.id])
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
              onClick={read}
            >
              Open
            </ButtonLink>
          ) : null}
          <Button size="small" kind="quiet" onClick={read}>
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
