import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  startTransition,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Id } from '#core/kit/ids.ts'
import { formatLocalDate, millisecondsOf } from '#core/kit/time.ts'
import type { BoardSite } from '#core/scheduling/board-api.ts'
import { type Axis, hourOf, xOf } from './axis.ts'
import styles from './Board.module.css'
import { BoardRow, type RowLook, type Way } from './BoardRow.tsx'
import { type Line, linesBetween } from './rows.ts'
import type { CardPress } from './VisitCard.tsx'

export const labelWidth = 176
export const headHeight = 46

type Props = {
  scroller: RefObject<HTMLDivElement | null>
  axis: Axis
  lines: readonly Line[]
  height: number
  look: RowLook
  sites: ReadonlyMap<Id, BoardSite>
  problems: ReadonlyMap<string, readonly string[]>
  ways: ReadonlyMap<string, readonly Way[]>
  chosen: ReadonlySet<Id>
  carried: ReadonlySet<Id>
  focus: string | null
  zone: string
  locale: string
  now: string
  onPress: CardPress
  /** Above the technicians. */
  corner: ReactNode
  label: (line: Extract<Line, { kind: 'row' }>) => ReactNode
  children: ReactNode
}

/** So many cards are drawn beyond the window: with more, the window alone is, and scrolling draws the rest as it comes. */
const mostAhead = 4_000
const near = 160
const further = 600

/** Rows of technicians under days and hours. What is in the window is drawn at once, the rest when there is time. */
export function BoardGrid(props: Props) {
  const { scroller, axis, lines, height, look, zone, locale, now, corner, label, children, ...shared } = props
  const view = useView(scroller)
  const cards = lines.reduce((sum, line) => sum + (line.kind === 'row' ? line.row.placed.length : 0), 0)
  const isAllAhead = cards <= mostAhead
  const reach = useReach(isAllAhead ? height : near, axis)
  const seen = withStop(linesBetween(lines, view.top - reach, view.top + view.height + reach), lines, shared.focus)
  const [from, to] = isAllAhead && reach > near ? [0, axis.width] : spanDrawn(view, reach)
  return (
    <section ref={scroller} className={styles.scroller} aria-label="Visits">
      <div
        className={styles.canvas}
        style={{ width: labelWidth + axis.width, height: headHeight + height, ...hourWidth(axis) }}
      >
        <Head axis={axis} zone={zone} locale={locale} now={now} corner={corner} />
        {lines.length === 0 ? <p className={styles.nobodyFound}>No technician like this.</p> : null}
        <div className={styles.labels} style={{ width: labelWidth, height }}>
          {seen.map((line) =>
            line.kind === 'row' ? (
              <div
                key={line.row.id}
                className={styles.label}
                style={{ top: line.y, height: line.height }}
                data-label={line.row.id}
                data-low={line.height < 44 || undefined}
              >
                {label(line)}
              </div>
            ) : null,
          )}
        </div>
        <ul className={styles.lines}>
          {seen.map((line) =>
            line.kind === 'group' ? (
              <li
                key={`group ${line.name}`}
                className={styles.group}
                style={{ top: headHeight + line.y, height: line.height }}
              >
                <span>{line.name}</span>
              </li>
            ) : (
              <li
                key={line.row.id}
                className={styles.line}
                aria-label={line.row.technician?.name ?? 'Nobody yet'}
                style={{ left: labelWidth, top: headHeight + line.y, height: line.height, width: axis.width }}
              >
                <BoardRow
                  {...shared}
                  focus={isOn(line, shared.focus) ? shared.focus : null}
                  ways={shared.ways.get(line.row.id) ?? noWays}
                  row={line.row}
                  y={0}
                  height={line.height}
                  axis={axis}
                  from={from}
                  to={to}
                  look={look}
                  zone={zone}
                  locale={locale}
                  now={now}
                />
              </li>
            ),
          )}
        </ul>
        <div className={styles.over} style={{ left: labelWidth, top: headHeight, width: axis.width, height }}>
          <NowLine axis={axis} now={now} height={height} />
          {children}
        </div>
      </div>
    </section>
  )
}

/** The part of the axis to be drawn: of the first frame what is in the window, later some on both sides. */
function spanDrawn({ left, width }: View, reach: number): [number, number] {
  return reach === 0 ? [left, left + width + 24] : [left - labelWidth - 100, left + width + 100]
}

/** How far above and below the window lines are drawn: soon as far as is wanted, some at a time, anew for other days. */
function useReach(wanted: number, axis: Axis): number {
  const [reached, setReached] = useState({ axis, reach: 0 })
  const reach = reached.axis === axis ? Math.min(reached.reach, Math.max(near, wanted)) : 0
  useEffect(() => {
    if (reach >= wanted) return undefined
    return whenIdle(() => startTransition(() => setReached({ axis, reach: reach + further })))
  }, [axis, reach, wanted])
  return reach
}

/** @returns takes it back */
function whenIdle(what: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const id = requestIdleCallback(what, { timeout: 500 })
    return () => cancelIdleCallback(id)
  }
  const id = setTimeout(what, 50)
  return () => clearTimeout(id)
}

function isOn(line: Line, focus: string | null): boolean {
  return line.kind === 'row' && focus !== null && focus.endsWith(` ${line.row.id}`)
}

/** The row the Tab key comes to is drawn wherever the window is. */
function withStop(seen: readonly Line[], lines: readonly Line[], focus: string | null): readonly Line[] {
  const stop = lines.find((line) => isOn(line, focus))
  if (!stop || seen.includes(stop)) return seen
  return [...seen, stop].toSorted((a, b) => a.y - b.y)
}

const noWays: readonly Way[] = []

/** For the lines between the hours. */
function hourWidth({ days, hours: [from, to] }: Axis): CSSProperties {
  return { '--hour': `${(days[0]?.width ?? 0) / (to - from)}px` } as CSSProperties
}

type View = { top: number; left: number; width: number; height: number }

/** What of the board is in the window, in steps, so that scrolling seldom draws anew. */
function useView(scroller: RefObject<HTMLDivElement | null>): View {
  const [view, setView] = useState<View>({ top: 0, left: 0, width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    let frame = 0
    const read = () => {
      frame = 0
      const next = {
        top: stepped(element.scrollTop, 120),
        left: stepped(element.scrollLeft, 200),
        width: stepped(element.clientWidth, 200) + 200,
        height: stepped(element.clientHeight, 120) + 120,
      }
      setView((before) =>
        before.top === next.top &&
        before.left === next.left &&
        before.width === next.width &&
        before.height === next.height
          ? before
          : next,
      )
    }
    // What comes into the window is drawn between frames: there is some of it ahead already.
    const onScroll = () => {
      frame ||= requestAnimationFrame(() => startTransition(read))
    }
    read()
    const resized = new ResizeObserver(onScroll)
    resized.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      resized.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller])
  return view
}

function stepped(value: number, step: number): number {
  return Math.floor(value / step) * step
}

function Head({ axis, zone, locale, now, corner }: Pick<Props, 'axis' | 'zone' | 'locale' | 'now' | 'corner'>) {
  const hours = useMemo(() => hoursOf(axis, zone), [axis, zone])
  const at = millisecondsOf(now)
  return (
    <div className={styles.head} style={{ width: labelWidth + axis.width, height: headHeight }}>
      <div className={styles.corner} style={{ width: labelWidth }}>
        {corner}
      </div>
      <div className={styles.days}>
        {axis.days.map((day) => (
          <div
            key={day.date}
            className={styles.day}
            style={{ left: day.x, width: day.width }}
            data-today={(day.from <= at && at < day.to) || undefined}
          >
            <span>{formatLocalDate(day.date, locale, { weekday: 'short', day: 'numeric', month: 'short' })}</span>
          </div>
        ))}
        {hours.map(({ x, hour }) => (
          <span key={x} className={styles.hour} style={{ left: x }} aria-hidden>
            {hour}
          </span>
        ))}
      </div>
    </div>
  )
}

/** Full hours with as much room as their number takes. */
function hoursOf(axis: Axis, zone: string): { x: number; hour: number }[] {
  const [first] = axis.days
  if (!first) return []
  const [from, to] = axis.hours
  const width = first.width / (to - from)
  const every = width >= 34 ? 1 : width >= 17 ? 2 : width >= 9 ? 4 : 6
  return axis.days.flatMap((day) =>
    Array.from({ length: to - from }, (_, index) => from + index)
      .filter((hour) => hour > from && hour % every === 0)
      .map((hour) => ({ x: xOf(axis, hourOf(day.date, hour, zone)), hour })),
  )
}

function NowLine({ axis, now, height }: { axis: Axis; now: string; height: number }) {
  const at = millisecondsOf(now)
  const shown = axis.days.some((day) => day.from <= at && at < day.to)
  return shown ? <span className={styles.now} style={{ left: xOf(axis, at), height }} aria-hidden /> : null
}

/** At first the board shows now, or the beginning of the first day; what is scrolled by hand after that stays. */
export function useStartAtNow(scroller: RefObject<HTMLDivElement | null>, axis: Axis, now: string): void {
  const started = useRef('')
  useEffect(() => {
    const element = scroller.current
    const days = axis.days.map(({ date }) => date).join(' ')
    if (!element || started.current === days) return
    started.current = days
    const at = millisecondsOf(now)
    const today = axis.days.some((day) => day.from <= at && at < day.to)
    const [first] = axis.days
    const morning = first ? xOf(axis, hourOf(first.date, 7, axis.zone)) : 0
    element.scrollTo({ left: today ? Math.max(0, xOf(axis, at) - element.clientWidth / 3) : Math.max(0, morning - 20) })
  }, [scroller, axis, now])
}
