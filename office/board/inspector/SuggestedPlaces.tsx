import { type Axis, xOf } from '../axis.ts'
import type { Line } from '../rows.ts'
import { millisecondsOf } from '#core/kit/time.ts'
import type { Placeable } from '../menu/steps.ts'
import styles from './Inspector.module.css'
import { usePlaces } from './places.ts'

type Props = { work: Placeable | null; axis: Axis; lines: readonly Line[]; lane: number }

/** The suggested places that fall on what the grid shows, numbered as in the list. The list says them; these only show where. */
export function SuggestedPlaces({ work, axis, lines, lane }: Props) {
  const best = usePlaces(work).data?.best
  if (!work || !best) return null
  return best.flatMap(({ technician, mates, start, minutes }, at) =>
    [technician, ...mates].map((one) => {
      const line = lines.find((each) => each.kind === 'row' && each.row.id === one)
      const begin = millisecondsOf(start)
      const shown = axis.days.some((day) => day.from <= begin && begin < day.to)
      if (!line || !shown) return null
      const left = xOf(axis, begin)
      const width = Math.max(xOf(axis, begin + minutes * 60_000) - left, 12)
      const height = Math.min(lane, line.height) - 6
      return (
        <span
          key={`${one} ${start}`}
          className={styles.place}
          style={{ left, width, top: line.y + 3, height }}
          data-place={at + 1}
          aria-hidden
        >
          {at + 1}
        </span>
      )
    }),
  )
}
