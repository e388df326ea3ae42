import { heading } from '#core/work-orders/labels.ts'
import { formatMinutes } from '#core/kit/time.ts'
import { stateOf } from '#core/work-orders/due.ts'
import { countedIn, pauseWords } from '#core/work-orders/target-words.ts'
import { minutesLeft, minutesStood, type Target, targetsOf } from '#core/work-orders/targets.ts'
import { useNow } from '../../kit/clock.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import layout from '../../kit/layout.module.css'
import { useOrder } from '../order-context.ts'
import { TargetWord } from '../TargetWord.tsx'
import styles from '../TargetWord.module.css'

/** What is promised of a work order: by when, how it stands, and why it is that moment. */
export function Targets() {
  const { page, zone } = useOrder()
  const present = useNow()
  const targets = targetsOf(page.work)
  if (targets.length === 0) return <span className={layout.empty}>Nothing is promised</span>
  return (
    <ul className={styles.targets}>
      {targets.map((target) => (
        <li key={target.kind} className={styles.target}>
          <span className={styles.kind}>{heading(target.kind)}</span>
          <span>
            <span className={styles.stand}>
              {target.paused ? null : <ShortTime at={target.due} zone={zone} />}
              <TargetWord kind={target.kind} state={stateOf(target, present)} zone={zone} />
            </span>
            <Why target={target} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** `4 h of working hours, Mon – Fri 07:00 – 17:00. Stood 2 h for access.` */
function Why({ target }: { target: Target }) {
  const { page, zone, locale } = useOrder()
  const { work } = page
  const reasons = [...new Set(target.pauses.map(({ reason }) => pauseWords[reason]))]
  return (
    <span className={styles.why}>
      {countedIn(target, work.response, locale)}
      {reasons.length > 0 ? `, moved by ${formatMinutes(minutesStood(work, target))} for ${reasons.join(' and ')}` : ''}
      {target.paused ? (
        <>
          . Stands for {pauseWords[target.paused.reason]} since <ShortTime at={target.paused.from} zone={zone} within />
          , {formatMinutes(minutesLeft(work, target, target.paused.from))} left
        </>
      ) : null}
    </span>
  )
}
