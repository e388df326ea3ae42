import { formatLocalDate, type Zone } from '#core/kit/time.ts'
import type { TrayItem } from '#core/scheduling/board-api.ts'
import { type Due, dueState } from '#core/work-orders/due.ts'
import { word } from '#core/work-orders/labels.ts'
import { useMe } from '../kit/me.ts'
import { TargetWord } from '../work-orders/TargetWord.tsx'

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
      {item.returnReason ? <span className="faint">Return, {word(item.returnReason)}</span> : null}
      {item.due ? <DueOf due={item.due} zone={item.zone} now={now} /> : null}
    </>
  )
}

/** By when the next promise of a work order is due, in the words it has everywhere. */
export function DueOf({ due, zone, now }: { due: Due; zone: Zone; now: string }) {
  return <TargetWord kind={due.kind} state={dueState(due, now)} zone={zone} />
}
