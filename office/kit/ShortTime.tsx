import { formatDateTime, formatLocalDate, formatTime, type Instant, localDate, type Zone } from '#core/kit/time.ts'
import { dayWord, useNow } from './clock.ts'
import { useMe } from './me.ts'

type Props = {
  at: Instant
  zone: Zone
  /** The day alone. */
  day?: boolean
  /** In the middle of a sentence: `today, 12:00 GMT`. */
  within?: boolean
  className?: string
}

/** `Today, 12:00 GMT`, `Tue 24 Nov, 08:00 GMT`; the year only where it is another. The whole of it, and the reader's own time, in the tooltip. */
export function ShortTime({ at, zone, day = false, within = false, className }: Props) {
  const { locale } = useMe().organization
  const present = useNow()
  const date = localDate(at, zone)
  const sameYear = date.slice(0, 4) === localDate(present, zone).slice(0, 4)
  const shape: Intl.DateTimeFormatOptions = sameYear
    ? { weekday: 'short', day: 'numeric', month: 'short' }
    : { day: 'numeric', month: 'short', year: 'numeric' }
  const near = dayWord(date, present, zone)
  const words = (within ? near?.toLowerCase() : near) ?? formatLocalDate(date, locale, shape)
  const there = formatDateTime(at, zone, locale)
  const here = formatDateTime(at, Intl.DateTimeFormat().resolvedOptions().timeZone, locale)
  return (
    <time dateTime={at} className={className} title={here === there ? there : `${there}\n${here} for you`}>
      {day ? words : `${words}, ${formatTime(at, zone, locale)}`}
    </time>
  )
}
