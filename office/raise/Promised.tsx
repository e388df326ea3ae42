import { useQuery } from '@tanstack/react-query'
import type { Instant, Zone } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { termsOf } from '#core/work-orders/response.ts'
import { countedIn, targetVerbs } from '#core/work-orders/target-words.ts'
import { promisedFor } from '#core/work-orders/targets.ts'
import type { Priority } from '#core/work-orders/words.ts'
import { ask } from '../kit/ask.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import styles from './RaisePage.module.css'

type Props = { priority: Priority; times: { requestedAt: Instant; targetAt: Instant | null }; zone: Zone }

/** What raising it promises: `To arrive by today, 16:00 GMT: 4 h around the clock. To finish by …` */
export function Promised({ priority, times, zone }: Props) {
  const organization = useQuery(ask(peopleApi.readOrganization, {})).data
  // A line of its height until the settings are here, so that nothing moves.
  if (!organization) return <p className={styles.detail}>&nbsp;</p>
  const { responseTargets, pausingReasons, workingHours, holidays, locale } = organization
  const policy = { targets: responseTargets, pauses: pausingReasons, workingHours, holidays }
  const terms = termsOf(policy, priority, times.requestedAt, zone)
  const { targetAt } = times
  // Raising it answers whoever asked.
  const promised = promisedFor(terms, times.requestedAt, zone).filter(({ kind }) => kind !== 'acknowledge')
  const shown = targetAt
    ? [{ kind: 'arrive' as const, due: targetAt, minutes: null }, ...promised.filter(({ kind }) => kind !== 'arrive')]
    : promised
  if (shown.length === 0) return <p className={styles.detail}>Nothing is promised for {priority}.</p>
  return (
    <p className={styles.detail}>
      {shown.map(({ kind, due, minutes }) => (
        <span key={kind}>
          To {targetVerbs[kind]} by <ShortTime at={due} zone={zone} within />: {countedIn({ minutes }, terms, locale)}.{' '}
        </span>
      ))}
    </p>
  )
}
