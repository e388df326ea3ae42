import type { Instant, Zone } from '#core/kit/time.ts'
import { TimeText, type TimeTextProps } from '#ui/TimeText.tsx'
import { useMe } from './me.ts'

/** A moment in the site's zone, written as the organization writes times; the reader's own in the tooltip. */
export function SiteTime({
  at,
  zone,
  show,
  className,
}: {
  at: Instant
  zone: Zone
  show?: TimeTextProps['show']
  className?: string
}) {
  const { locale } = useMe().organization
  return <TimeText instant={at} zone={zone} locale={locale} show={show} className={className} />
}
