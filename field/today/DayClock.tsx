import { formatMinutes } from '#core/kit/time.ts'
import { TimeIcon } from '#ui/icons.ts'
import { ButtonLink } from '#ui/blocks/Button.tsx'
import { useLocale, useTime } from '../hooks.ts'
import { pathTo } from '../routes/paths.ts'
import { Banner } from '../shell/Banner.tsx'
import { sinceText } from '../words.ts'

/** A clock of one's own day that runs: seldom meant while at a customer's. */
export function DayClock() {
  const { running } = useTime()
  const locale = useLocale()
  if (!running || running.kind !== 'day') return null
  return (
    <Banner
      icon={<TimeIcon stroke={1.75} />}
      title={sinceText(running.activity, running.from, running.zone, locale)}
      action={
        <ButtonLink size="small" href={pathTo({ page: 'time' })}>
          My time
        </ButtonLink>
      }
    >
      {formatMinutes(running.minutes)}
    </Banner>
  )
}
