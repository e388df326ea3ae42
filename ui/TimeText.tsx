import { formatDate, formatDateTime, formatTime, type Instant, type Zone } from '#core/kit/time.ts'

export type TimeTextProps = {
  instant: Instant
  /** The site's zone, which is what people read. */
  zone: Zone
  locale: string
  show?: 'time' | 'date' | 'both'
  /** The reader's own zone, for the tooltip; the device's when left out. */
  readerZone?: Zone
  className?: string
}

const formats = { time: formatTime, date: formatDate, both: formatDateTime }

/** A moment in the site's zone with its abbreviation; the reader's own time in the tooltip when it differs. */
export function TimeText({ instant, zone, locale, show = 'time', readerZone, className }: TimeTextProps) {
  const own = readerZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const there = formatDateTime(instant, zone, locale)
  const here = formatDateTime(instant, own, locale)
  return (
    <time dateTime={instant} className={className} title={here === there ? there : `${there}\n${here} for you`}>
      {formats[show](instant, zone, locale)}
    </time>
  )
}
