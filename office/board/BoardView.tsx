import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type Dispatch, type SetStateAction, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { type LocalDate, millisecondsOf } from '#core/kit/time.ts'
import type { Board, BoardVisit } from '#core/scheduling/board-api.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { newId } from '../kit/ask.ts'
import { useMe } from '../kit/me.ts'
import styles from './Board.module.css'
import { BoardGrid, useStartAtNow } from './BoardGrid.tsx'
import { BoardToolbar } from './BoardToolbar.tsx'
import { type Carried, CarryStore, type Target, useCarriedIds } from './carry.ts'
import { type Days, type Remembered, useDesk } from './desk.ts'
import { fitAt, judgedTogether, stepOf } from './dropping.ts'
import { Ghost } from './Ghost.tsx'
import { BesideBoard } from './inspector/BesideBoard.tsx'
import { SuggestedPlaces } from './inspector/SuggestedPlaces.tsx'
import type { Placeable } from './menu/steps.ts'
import { MarkSheet } from './Marks.tsx'
import { Heard } from './Heard.tsx'
import { HeardStore, useHeardDesk } from './heard.ts'
import { useKeys } from './keyboard/use-keys.ts'
import { nameOfSpot, stopOf } from './keyboard/walking.ts'
import { RowLabel } from './RowLabel.tsx'
import { nobody, type Row, type RowWish } from './rows.ts'
import { idOf, Tray } from './Tray.tsx'
import { useOthers } from './use-others.ts'
import { usePointer } from './use-pointer.ts'
import { resizable } from './VisitCard.tsx'
import { useDrawn } from './drawn.ts'
import { usePointerWorld } from './pointer-world.ts'

type Props = {
  loaded: Board
  /** The days asked for; until they are here those there were stay on the screen. */
  wanted: Days
  remembered: Remembered
  /** Which rows are wished for, kept while other days are looked at. */
  wished: [RowWish, Dispatch<SetStateAction<RowWish>>]
  today: LocalDate
  now: string
  chosenItem: Id | null
  onChooseItem: Dispatch<SetStateAction<Id | null>>
  onDays: (days: number) => void
  onMove: (days: number) => void
  onDay: (date: LocalDate) => void
}

export function BoardView(props: Props) {
  const {
    loaded,
    wanted,
    remembered,
    today,
    now,
    chosenItem,
    onChooseItem: setChosenItem,
    onDays,
    onMove,
    onDay,
  } = props
  const { locale } = useMe().organization
  const { from, days: count } = loaded
  const days = useMemo(() => ({ from, days: count }), [from, count])
  const [heard] = useState(() => new HeardStore())
  const desk = useHeardDesk(useDesk(days, loaded, remembered), heard)
  const { board } = desk
  const [wish, setWish] = props.wished
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set())
  const [sought, setSought] = useState<Placeable | null>(null)
  const [focus, setFocus] = useState<string | null>(null)
  const [trayOpen, setTrayOpen] = useState(true)
  const [room, setRoom] = useState(1000)
  const surface = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const [carry] = useState(() => new CarryStore())

  const drawn = useDrawn(board, days, wish, now, room, locale)
  const { step, look, axis, lines, height, sites, visits, plan, names, problems, ways } = drawn
  const { zone } = board
  const judge = useMemo(() => ({ board, plan, names }), [board, plan, names])
  const carried = useCarriedIds(carry)

  // Known before anything is painted, so that the cards are drawn once.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    setRoom(element.clientWidth)
    const resized = new ResizeObserver(() => setRoom(element.clientWidth))
    resized.observe(element)
    return () => resized.disconnect()
  }, [])
  useStartAtNow(scroller, axis, now)

  const technician = useCallback((id: string) => (id === nobody ? 'nobody yet' : names.technician(id)), [names])
  const { doStep } = desk
  const stepTo = useCallback(
    (what: Carried, target: Target) => {
      const step = stepOf(board, what, target, fitAt(board, plan, names, what, target), newId, technician)
      return step && step.changes.length > 1 ? judgedTogether(board, names, step) : step
    },
    [board, plan, names, technician],
  )
  /** @returns what was done; null: nothing */
  const drop = useCallback(() => {
    const ended = carry.end()
    if (!ended?.target) return null
    const { what } = ended
    if (what.kind === 'item' && !board.tray.some((item) => idOf(item) === idOf(what.item))) {
      toast('Somebody else has planned it in the meantime.', { urgent: true })
      return null
    }
    const step = stepTo(what, ended.target)
    if (step) void doStep(step)
    return step
  }, [carry, board.tray, stepTo, doStep])
  const takeVisit = useCallback(
    (held: BoardVisit, row: Row['id']): Carried => {
      const others = chosen.has(held.id) ? [...chosen].flatMap((id) => visits.get(id) ?? []) : []
      return { kind: 'visits', held, row, with: others.filter((one) => one !== held && resizable(one)) }
    },
    [chosen, visits],
  )

  const world = usePointerWorld({ carry, board, visits, takeVisit, axis, lines, step, drop, scroller })
  usePointer(surface, scroller, world)

  const stop = useMemo(() => stopOf(lines, focus), [lines, focus])
  useKeys({
    scroller,
    carry,
    heard,
    desk,
    board,
    visits,
    axis,
    lines,
    step,
    now: millisecondsOf(now),
    reader: { zone, locale, technician },
    chosen,
    takeVisit,
    fitOf: (what, target) => fitAt(board, plan, names, what, target),
    stepOf: stepTo,
    drop,
    focus,
    onFocus: setFocus,
    onChoose: (ids) => {
      setChosen(ids)
      setChosenItem(null)
    },
    onToday: () => onDay(today),
  })
  useOthers(loaded, desk.isOwn, heard, { locale, technician })

  const onPress = useCallback(
    (id: Id, row: string, more: boolean) => {
      setFocus(`${id} ${row}`)
      setChosenItem(null)
      setChosen((before) => {
        if (!more) return new Set(before.has(id) && before.size === 1 ? [] : [id])
        const next = new Set(before)
        if (!next.delete(id)) next.add(id)
        return next
      })
    },
    [setChosenItem],
  )

  const onChoose = useCallback(
    (ids: ReadonlySet<Id>, item: Id | null) => {
      setChosen(ids)
      setChosenItem(item)
    },
    [setChosenItem],
  )

  return (
    <div className={styles.page}>
      <MarkSheet />
      <Heard store={heard} />
      <BoardToolbar
        board={board}
        lines={lines}
        days={wanted}
        today={today}
        wish={wish}
        desk={desk}
        trayOpen={trayOpen}
        onTray={() => setTrayOpen((open) => !open)}
        onWish={setWish}
        onDays={onDays}
        onMove={onMove}
        onDay={onDay}
      />
      <div
        className={styles.body}
        ref={surface}
        data-tray={trayOpen ? 'open' : 'closed'}
        data-beside={chosen.size > 0 || chosenItem !== null || undefined}
      >
        {trayOpen ? (
          <Tray
            items={board.tray}
            total={board.trayTotal}
            sites={sites}
            chosen={chosenItem}
            now={now}
            onChoose={(item) => {
              setChosen(new Set())
              setChosenItem((before) => (before === idOf(item) ? null : idOf(item)))
            }}
          />
        ) : null}
        <div className={styles.gridPlace}>
          <BoardGrid
            scroller={scroller}
            axis={axis}
            lines={lines}
            height={height}
            look={look}
            sites={sites}
            problems={problems}
            ways={ways}
            chosen={chosen}
            carried={carried}
            focus={stop && nameOfSpot(stop)}
            onPress={onPress}
            zone={zone}
            locale={locale}
            now={now}
            corner={
              <TextInput
                size="xs"
                variant="unstyled"
                aria-label="Find a technician"
                placeholder="Technicians"
                leftSection={<IconSearch size={14} stroke={1.75} />}
                value={wish.text}
                onChange={(event) => {
                  const text = event.currentTarget.value
                  setWish((before) => ({ ...before, text }))
                }}
              />
            }
            label={({ row }) => (
              <RowLabel
                row={row}
                desk={desk}
                onOpen={() => setWish((before) => ({ ...before, opened: toggled(before.opened, row.id) }))}
              />
            )}
          >
            <SuggestedPlaces work={sought} axis={axis} lines={lines} lane={look.lane} />
            <Ghost
              store={carry}
              axis={axis}
              lines={lines}
              lane={look.lane}
              zone={zone}
              locale={locale}
              fitOf={(what, target) => fitAt(board, plan, names, what, target)}
            />
          </BoardGrid>
        </div>
        <BesideBoard
          surface={surface}
          carry={carry}
          judge={judge}
          desk={desk}
          problems={problems}
          chosen={chosen}
          chosenItem={chosenItem}
          now={now}
          onChoose={onChoose}
          onDay={onDay}
          onSeek={setSought}
        />
      </div>
    </div>
  )
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
