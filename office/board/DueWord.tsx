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
      {item.parts ? <span className="faint">{partsWord(item.parts, locale)}</span> : null}
      {item.due ? <DueOf due={item.due} zone={item.zone} now={now} /> : null}
    </>
  )
}

/** `2 parts to come, 30 Nov`, or that they are here. */
function partsWord({ waiting, expected }: { waiting: number; expected: string | null }, locale: string): string {
  if (waiting === 0) return 'Parts are here'
  const day = expected ? formatLocalDate(expected, locale, { day: 'numeric', month: 'short' }) : 'no date yet'
  return `${waiting === 1 ? 'A part' : `${waiting} parts`} to come, ${day}`
}

/** By when the next promise of a work order is due, in the words it has everywhere. */
export function DueOf({ due, zone, now }: { due: Due; zone: Zone; now: string }) {
  return <TargetWord kind={due.kind} state={dueState(due, now)} zone={zone} />
}
