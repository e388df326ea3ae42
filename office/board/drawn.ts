import { useMemo } from 'react'
import { addDays, formatDate, instantFrom, millisecondsOf } from '#core/kit/time.ts'
import type { Board } from '#core/scheduling/board-api.ts'
import { planOfBoard } from '#core/scheduling/from-board.ts'
import { namesOn } from '#core/scheduling/words.ts'
import { axisOf, hoursFor } from './axis.ts'
import { labelWidth } from './BoardGrid.tsx'
import { checked } from './checked.ts'
import type { Days } from './desk.ts'
import { linesOf, rowsOf, type RowWish } from './rows.ts'

/** Pixels a lane takes, with what lies between and around, by how many days are seen. */
const looks = {
  1: { lane: 44, gap: 4, air: 8 },
  3: { lane: 44, gap: 4, air: 8 },
  7: { lane: 30, gap: 3, air: 8 },
} as const
/** An hour is never narrower than this. */
const leastHour = { 1: 64, 3: 46, 7: 20 } as const
const groupHeight = 26
/** A drop lands on full steps of this many minutes. */
const steps = { 1: 5, 3: 15, 7: 15 } as const

function spanOf(days: number): 1 | 3 | 7 {
  return days === 7 ? 7 : days === 3 ? 3 : 1
}

/**
 * The board as it is drawn: time across, rows down, what every place is judged by and what is wrong where.
 * @param room pixels there are for names and time
 */
export function useDrawn(board: Board, days: Days, wish: RowWish, now: string, room: number, locale: string) {
  const span = spanOf(days.days)
  const look = looks[span]
  const { zone } = board
  const dates = useMemo(
    () => Array.from({ length: days.days }, (_, day) => addDays(days.from, day)),
    [days.from, days.days],
  )
  const [opens, closes] = useMemo(() => {
    const spans = board.visits.map(({ start, minutes }) => ({
      from: start,
      to: instantFrom(millisecondsOf(start) + minutes * 60_000),
    }))
    return hoursFor([...spans, ...board.technicians.flatMap(({ open }) => open ?? [])], dates, zone)
  }, [board.visits, board.technicians, dates, zone])
  const axis = useMemo(() => {
    const total = (closes - opens) * dates.length
    return axisOf(dates, [opens, closes], zone, Math.max(leastHour[span], (room - labelWidth - 2) / total))
  }, [opens, closes, dates, zone, span, room])

  const groups = useMemo(() => rowsOf(board, wish, now), [board, wish, now])
  const { lines, height } = useMemo(
    () => linesOf(groups, { lane: look.lane, air: look.air, group: groupHeight }),
    [groups, look],
  )
  const sites = useMemo(() => new Map(board.sites.map((site) => [site.id, site])), [board.sites])
  const visits = useMemo(() => new Map(board.visits.map((visit) => [visit.id, visit])), [board.visits])
  const plan = useMemo(() => planOfBoard(board, now), [board, now])
  const names = useMemo(
    () => namesOn(board, (at) => formatDate(instantFrom(at * 60_000), zone, locale)),
    [board, zone, locale],
  )
  const { problems, ways } = useMemo(() => checked(board, plan, names), [board, plan, names])
  return { step: steps[span], look, axis, lines, height, sites, visits, plan, names, problems, ways }
}
