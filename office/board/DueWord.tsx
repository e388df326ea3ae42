import { formatLocalDate, minutesBetween } from '#core/kit/time.ts'
import type { Due, TrayItem } from '#core/scheduling/board-api.ts'
import { roughly } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'

const verbs: Readonly<Record<Due['kind'], string>> = { acknowledge: 'answer', arrive: 'arrive', resolve: 'finish' }

/** By when something is due: `2 h to arrive`, `Missed, 3 h ago`, or the days an obligation leaves. */
export function DueWord({ item, now }: { item: TrayItem; now: string }) {
  const { locale } = useMe().organization
  if (item.kindOf === 'proposed') {
    const day = (date: string) => formatLocalDate(date, locale, { day: 'numeric', month: 'short' })
    return (
      <span className="faint">
        Due {day(item.dueFrom)} to {day(item.dueTo)}
        {item.source ? `, ${item.source}` : ''}
      </span>
    )
  }
  return (
    <>
      {item.returnReason ? <span className="faint">Return, {item.returnReason.replace('_', ' ')}</span> : null}
      {item.due ? <DueOf due={item.due} now={now} /> : null}
    </>
  )
}

/** By when the next promise of a work order is due. */
export function DueOf({ due, now }: { due: Due; now: string }) {
  if (due.paused) return <span className="faint">Clock stands</span>
  const left = minutesBetween(now, due.at)
  if (left < 0) return <span className={layout.bad}>Missed, {roughly(left)} ago</span>
  return (
    <span className={due.riskAt <= now ? layout.warn : 'faint'}>
      {roughly(left)} to {verbs[due.kind]}
    </span>
  )
}
