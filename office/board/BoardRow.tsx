import { memo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { formatMinutes, millisecondsOf } from '#core/kit/time.ts'
import type { BoardSite, BoardTechnician } from '#core/scheduling/board-api.ts'
import type { Minutes } from '#core/kit/money.ts'
import { type Axis, xOf } from './axis.ts'
import styles from './Board.module.css'
import { behind } from './lateness.ts'
import type { Row } from './rows.ts'
import { type CardPress, VisitCard } from './VisitCard.tsx'

export type RowLook = { lane: number; gap: number; air: number }

/** The way to a visit from the one before it. */
export type Way = { visit: Id; minutes: Minutes; short: boolean }

type Props = {
  row: Row
  y: number
  height: number
  axis: Axis
  /** The part of the axis that is drawn, in pixels. */
  from: number
  to: number
  look: RowLook
  sites: ReadonlyMap<Id, BoardSite>
  problems: ReadonlyMap<string, readonly string[]>
  ways: readonly Way[]
  chosen: ReadonlySet<Id>
  carried: ReadonlySet<Id>
  focus: string | null
  zone: string
  locale: string
  now: string
  onPress: CardPress
}

/** A technician's hours and visits across the days. What is outside the part that is seen is not drawn. */
export const BoardRow = memo(function BoardRow(props: Props) {
  const { row, y, height, axis, from, to, look, sites, chosen, carried, focus, zone, locale, now } = props
  return (
    <div className={styles.row} style={{ top: y, height, width: axis.width }} data-row={row.id}>
      {row.technician ? <Hours technician={row.technician} axis={axis} from={from} to={to} /> : null}
      {axis.days.slice(1).map((day) => (
        <span key={day.date} className={styles.dayEdge} style={{ left: day.x }} />
      ))}
      <Ways {...props} />
      {row.placed.map(({ item: visit, from: begin, to: end, lane }) => {
        const [left, right] = [xOf(axis, begin), xOf(axis, end)]
        // What the Tab key comes to is drawn wherever the window is.
        const isStop = focus === `${visit.id} ${row.id}`
        if (right <= left || (!isStop && (right < from || left > to))) return null
        return (
          <VisitCard
            key={visit.id}
            visit={visit}
            row={row.id}
            site={visit.site ? sites.get(visit.site) : undefined}
            left={left}
            top={look.air / 2 + lane * look.lane}
            width={Math.max(right - left - 1, 8)}
            height={look.lane - look.gap}
            zone={zone}
            locale={locale}
            problems={props.problems.get(`${visit.id} ${row.id}`) ?? none}
            behind={behind(visit, now)}
            chosen={chosen.has(visit.id)}
            carried={carried.has(visit.id)}
            onPress={props.onPress}
            inTabOrder={isStop}
          />
        )
      })}
    </div>
  )
})

const none: readonly string[] = []

function Hours({ technician, axis, from, to }: { technician: BoardTechnician } & Pick<Props, 'axis' | 'from' | 'to'>) {
  const spans = axis.days
    .filter((day) => day.x + day.width >= from && day.x <= to)
    .flatMap((day) => closedIn(technician, day.from, day.to))
  return (
    <>
      {spans.map(({ begin, end }) => (
        <span
          key={begin}
          className={styles.closed}
          style={{ left: xOf(axis, begin), width: xOf(axis, end) - xOf(axis, begin) }}
        />
      ))}
      {technician.away.map((one) => (
        <Band key={one.from} span={one} axis={axis} className={styles.away} word={one.note || awayWord(one.reason)} />
      ))}
      {technician.onCall.map((one) => (
        <Band key={one.from} span={one} axis={axis} className={styles.onCall} />
      ))}
    </>
  )
}

function awayWord(reason: string): string {
  return reason === 'holiday'
    ? 'On holiday'
    : reason === 'sickness'
      ? 'Sick'
      : reason === 'training'
        ? 'Training'
        : 'Away'
}

function Band({
  span,
  axis,
  className,
  word,
}: {
  span: { from: string; to: string }
  axis: Axis
  className: string | undefined
  word?: string
}) {
  const [left, right] = [xOf(axis, millisecondsOf(span.from)), xOf(axis, millisecondsOf(span.to))]
  return right > left ? (
    <span className={className} style={{ left, width: right - left }}>
      {word ? <span>{word}</span> : null}
    </span>
  ) : null
}

/** When somebody does not work within a stretch of time. Without any hours nothing is closed: nobody said so. */
function closedIn({ open }: BoardTechnician, from: number, to: number): { begin: number; end: number }[] {
  if (!open) return []
  const closed: { begin: number; end: number }[] = []
  let at = from
  for (const span of open) {
    const [begin, end] = [millisecondsOf(span.from), millisecondsOf(span.to)]
    if (end <= at) continue
    if (begin >= to) break
    if (begin > at) closed.push({ begin: at, end: begin })
    at = Math.max(at, end)
  }
  if (at < to) closed.push({ begin: at, end: to })
  return closed
}

/** The drive to each visit, drawn before it; red where there is no time for it. */
function Ways({ row, ways, axis, from, to, look }: Props) {
  const placed = new Map(row.placed.map((one) => [one.item.id, one]))
  return ways.map(({ visit, minutes, short }) => {
    const one = placed.get(visit)
    if (!one || minutes === 0) return null
    const right = xOf(axis, one.from)
    const left = xOf(axis, one.from - minutes * 60_000)
    if (right < from || left > to || right <= left) return null
    return (
      <span
        key={visit}
        className={styles.way}
        data-short={short || undefined}
        style={{ left, width: right - left, top: look.air / 2 + one.lane * look.lane + (look.lane - look.gap) / 2 }}
        title={`${formatMinutes(minutes)} on the way`}
      />
    )
  })
}
