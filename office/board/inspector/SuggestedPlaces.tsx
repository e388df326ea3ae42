import { useEffect, useRef } from 'react'
import { type Axis, xOf } from '../axis.ts'
import type { Line } from '../rows.ts'
import { millisecondsOf } from '#core/kit/time.ts'
import { isProposed, type Placeable } from '../menu/steps.ts'
import styles from './Inspector.module.css'
import { usePlaces } from './places.ts'
import { uncover } from './uncover.ts'

type Props = { work: Placeable | null; axis: Axis; lines: readonly Line[]; lane: number }

/** The suggested places that fall on what the grid shows, numbered as in the list. The list says them; these only show where. */
export function SuggestedPlaces({ work, axis, lines, lane }: Props) {
  const best = usePlaces(work).data?.best
  const first = useRef<HTMLSpanElement>(null)
  const sought = best && work && (isProposed(work) ? work.id : work.workOrder)
  useEffect(() => {
    if (sought && first.current) uncover(first.current)
  }, [sought])
  if (!work || !best) return null
  const shownFirst = best.findIndex(({ start }) => isShown(axis, millisecondsOf(start)))
  return best.flatMap(({ technician, mates, start, minutes }, at) =>
    [technician, ...mates].map((one) => {
      const line = lines.find((each) => each.kind === 'row' && each.row.id === one)
      const begin = millisecondsOf(start)
      if (!line || !isShown(axis, begin)) return null
      const left = xOf(axis, begin)
      const width = Math.max(xOf(axis, begin + minutes * 60_000) - left, 12)
      const height = Math.min(lane, line.height) - 6
      return (
        <span
          ref={at === shownFirst && one === technician ? first : undefined}
          key={`${at} ${one}`}
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

function isShown({ days }: Axis, at: number): boolean {
  return days.some(({ from, to }) => from <= at && at < to)
}
