import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { millisecondsOf } from '#core/kit/time.ts'
import type { Board, BoardVisit } from '#core/scheduling/board-api.ts'
import { isUnderDialog } from '../../kit/modal.ts'
import { type Axis, xOf } from '../axis.ts'
import { headHeight, labelWidth } from '../BoardGrid.tsx'
import type { Carried, CarryMode, CarryStore, Target } from '../carry.ts'
import { isOfVisit, type Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import type { Fit } from '../dropping.ts'
import type { HeardStore } from '../heard.ts'
import { whyNotChange } from '../menu/reasons.ts'
import type { Line, Row } from '../rows.ts'
import { idOf } from '../Tray.tsx'
import { acted } from './acts.ts'
import { carriedOn, firstHeld, takenOnClock } from './carrying.ts'
import { type Asked, asked, type Place } from './keys.ts'
import { buttonsOf, walkedLabels } from './labels.ts'
import { reveal } from './reveal.ts'
import { nameOfSpot, type Spot, spotAfter, spotNextTo, stopOf } from './walking.ts'
import { nameOfCarried, type Reader, wordsOfTarget } from './words.ts'

/** What the keyboard needs to know of the board as it is drawn. */
export type KeyWorld = {
  scroller: RefObject<HTMLElement | null>
  carry: CarryStore
  heard: HeardStore
  desk: Desk
  board: Board
  visits: ReadonlyMap<Id, BoardVisit>
  axis: Axis
  lines: readonly Line[]
  step: number
  now: number
  reader: Reader
  chosen: ReadonlySet<Id>
  /** The visit that is taken up, with all that is chosen with it. */
  takeVisit: (held: BoardVisit, row: Row['id']) => Carried
  fitOf: (what: Carried, target: Target) => Fit
  stepOf: (what: Carried, target: Target) => Step | null
  drop: () => Step | null
  focus: string | null
  onFocus: (spot: string) => void
  onChoose: (visits: ReadonlySet<Id>) => void
  onToday: () => void
}

/** Everything on the board by keyboard. What listens stays; what is drawn changes under it. */
export function useKeys(latest: KeyWorld): void {
  const world = useRef(latest)
  useLayoutEffect(() => {
    world.current = latest
  })
  const wanted = useRef<Spot | null>(null)
  useFollowedFocus(world, wanted)
  useEffect(() => {
    const goTo = (spot: Spot) => {
      wanted.current = spot
      world.current.onFocus(nameOfSpot(spot))
      show(world.current, spot)
      // Where it is there already, at once; else when it is drawn.
      cardOf(world.current.scroller.current, spot)?.focus({ preventScroll: true })
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isUnderDialog() || isTyping(event.target)) return
      const { carry } = world.current
      const carrying = carry.read()
      if (carrying?.by === 'pointer') return
      if (walkedLabels(event)) return event.preventDefault()
      const place = placeOf(event.target)
      const what = asked(event, place.kind, carrying !== null)
      if (!what) return
      // Tab goes on to where it leads; what was carried stays behind.
      if (event.key !== 'Tab') event.preventDefault()
      answer(what, place, world.current, goTo)
    }
    // A press of the space bar is a click when the key comes up.
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === ' ' && placeOf(event.target).kind === 'visit') event.preventDefault()
    }
    const onFocus = ({ target }: FocusEvent) => {
      const { carry, heard } = world.current
      const carrying = carry.read()
      if (carrying?.by !== 'keyboard' || isOf(carrying.what, placeOf(target))) return
      carry.end()
      heard.say(leftAsItWas)
    }
    window.addEventListener('keydown', onKey)
    window.addEventListener('keyup', onKeyUp)
    window.addEventListener('focusin', onFocus)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('keyup', onKeyUp)
      window.removeEventListener('focusin', onFocus)
    }
  }, [])
}

const leftAsItWas = 'Left as it was'

/** A card that moves to another row, or is new, is another element: the keyboard goes along with it. */
function useFollowedFocus(world: RefObject<KeyWorld>, wanted: RefObject<Spot | null>): void {
  useEffect(() => {
    const spot = wanted.current
    const { lines, scroller, onFocus } = world.current
    const { activeElement } = document
    if (!spot || (activeElement && activeElement !== document.body)) return
    const found = stopOf(lines, nameOfSpot(spot))
    if (!found) return
    const card = cardOf(scroller.current, found)
    if (card) card.focus({ preventScroll: true })
    else onFocus(nameOfSpot(found))
  })
  useEffect(() => {
    const elsewhere = (event: Event) => {
      const place = placeOf(event.target)
      wanted.current = place.kind === 'visit' ? place.spot : null
      // Where the Tab key came to, and where a press was, is where Tab comes back to.
      if (place.kind === 'visit') world.current.onFocus(nameOfSpot(place.spot))
    }
    window.addEventListener('pointerdown', elsewhere)
    window.addEventListener('focusin', elsewhere)
    return () => {
      window.removeEventListener('pointerdown', elsewhere)
      window.removeEventListener('focusin', elsewhere)
    }
  }, [world, wanted])
}

type At =
  | { kind: Extract<Place, 'visit'>; spot: Spot }
  | { kind: Extract<Place, 'waiting'>; item: Id }
  | { kind: Extract<Place, 'elsewhere'> }

function placeOf(target: EventTarget | null): At {
  if (!(target instanceof Element)) return { kind: 'elsewhere' }
  const { visit, row } = target.closest<HTMLElement>('[data-visit]')?.dataset ?? {}
  if (visit && row) return { kind: 'visit', spot: { visit, row } }
  const item = target.closest<HTMLElement>('[data-waiting]')?.dataset['waiting']
  return item ? { kind: 'waiting', item } : { kind: 'elsewhere' }
}

function isOf(what: Carried, place: At): boolean {
  if (what.kind === 'item') return place.kind === 'waiting' && place.item === idOf(what.item)
  return place.kind === 'visit' && place.spot.visit === what.held.id
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  const field = target.closest(
    'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"], [role="dialog"]',
  )
  return field !== null && !(field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox'))
}

/** Left of the first card is what can be done with the whole row. */
function toLabel(scroller: HTMLElement | null, spot: Spot): void {
  buttonsOf(scroller, spot.row).at(-1)?.focus()
}

function cardOf(scroller: HTMLElement | null, { visit, row }: Spot): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-visit="${visit}"][data-row="${row}"]`) ?? null
}

function show({ scroller, lines, axis }: KeyWorld, { visit, row }: Spot): void {
  const line = lines.find((one) => one.kind === 'row' && one.row.id === row)
  const placed = line?.kind === 'row' ? line.row.placed.find(({ item }) => item.id === visit) : undefined
  if (!line || !placed) return
  reveal(scroller.current, { labelWidth, headHeight }, line, xOf(axis, placed.from), xOf(axis, placed.to))
}

function answer(what: Asked, place: At, world: KeyWorld, goTo: (spot: Spot) => void): void {
  const { carry, desk, heard, lines, visits, chosen, onChoose } = world
  const held = place.kind === 'visit' ? visits.get(place.spot.visit) : undefined
  switch (what.kind) {
    case 'undo':
      if (desk.undoes === null) heard.say('Nothing to take back')
      return desk.undo()
    case 'redo':
      if (desk.redoes === null) heard.say('Nothing to do again')
      return desk.redo()
    case 'today':
      return world.onToday()
    case 'walk': {
      const next = place.kind === 'visit' ? spotNextTo(lines, place.spot, what.way) : null
      if (next) return goTo(next)
      return what.way === 'before' && place.kind === 'visit' ? toLabel(world.scroller.current, place.spot) : undefined
    }
    case 'choose':
      return held ? onChoose(new Set([held.id])) : undefined
    case 'toggle': {
      const next = new Set(chosen)
      if (held && !next.delete(held.id)) next.add(held.id)
      return onChoose(next)
    }
    case 'pick_up':
      return pickUp(world, place, 'move')
    case 'add':
    case 'copy':
      return carry.read() ? turn(world, what.kind) : pickUp(world, place, what.kind)
    case 'carry': {
      const target = carry.read()?.target
      const { axis, step } = world
      const rows = lines.flatMap((line) => (line.kind === 'row' ? [line.row.id] : []))
      const next = target && carriedOn(target, what.course, { axis, rows, step })
      const isOfDays = what.course === 'day_before' || what.course === 'day_after'
      return next
        ? aim(world, next, isOfDays ? takenOnClock(target.start, next.start, axis.zone) : null)
        : heard.say(target?.mode === 'add' ? 'It stays at its time' : 'The board ends here')
    }
    case 'drop': {
      const { target, what: carried } = carry.read() ?? {}
      const done = world.drop()
      const [first] = done?.changes ?? []
      if (!done || !first || !target) return heard.say(leftAsItWas)
      // Work that waited is a visit now; a copy stands beside what it was made from.
      if (carried && isOfVisit(first)) goTo({ visit: first.visit, row: target.row })
      return
    }
    case 'cancel':
      carry.end()
      return heard.say(leftAsItWas)
    case 'length':
    case 'dispatch':
    case 'dispatch_row':
    case 'recall':
    case 'unplan': {
      if (!held || place.kind !== 'visit') return
      const { step, said } = acted(what, held, place.spot.row, world)
      if (said) heard.say(said)
      if (!step) return
      const next = what.kind === 'unplan' ? spotAfter(lines, place.spot) : place.spot
      void desk.doStep(step)
      return next ? goTo(next) : undefined
    }
  }
}

function pickUp(world: KeyWorld, place: At, mode: CarryMode): void {
  const { board, heard, lines, visits, focus, axis, step, now } = world
  if (place.kind === 'elsewhere') return
  if (place.kind === 'waiting') {
    const item = board.tray.find((one) => idOf(one) === place.item)
    const rows = lines.flatMap((line) => (line.kind === 'row' ? [line.row] : []))
    const row = rows.find(({ id }) => id === focus?.split(' ')[1]) ?? rows[0]
    if (!item || !row) return
    return begin(world, { kind: 'item', item }, firstHeld(row, item.minutes, { axis, rows: [], step }, now))
  }
  const held = visits.get(place.spot.visit)
  if (!held) return
  // What has begun stays where it is; the same may be planned once more.
  const why = mode === 'copy' ? null : whyNotChange(held)
  if (why) return heard.say(why)
  const start = millisecondsOf(held.start)
  begin(world, world.takeVisit(held, place.spot.row), { row: place.spot.row, start, minutes: held.minutes, mode })
}

function begin(world: KeyWorld, what: Carried, target: Target): void {
  const { carry, heard, fitOf, reader } = world
  carry.begin(what, 'keyboard', target)
  follow(world, target)
  const where = wordsOfTarget(target, fitOf(what, target), reader)
  heard.say(`${nameOfCarried(what)} picked up. Arrows carry it, Enter drops it, Escape leaves it. ${where}`)
}

/** @param taken what is said of the time first, where the clock does not show it once */
function aim(world: KeyWorld, target: Target, taken: string | null = null): void {
  const { carry, heard, fitOf, reader } = world
  const carrying = carry.read()
  if (!carrying) return
  carry.aim(target)
  follow(world, target)
  const where = wordsOfTarget(target, fitOf(carrying.what, target), reader)
  heard.say(taken === null ? where : `${taken}. ${where}`)
}

/** Adding to the crew or planning once more, and back to moving. */
function turn(world: KeyWorld, to: 'add' | 'copy'): void {
  const { target, what } = world.carry.read() ?? {}
  if (!target || !what || what.kind === 'item') return
  const mode = target.mode === to ? 'move' : to
  aim(world, { ...target, mode, ...(mode === 'add' ? { start: millisecondsOf(what.held.start) } : {}) })
}

function follow({ scroller, lines, axis }: KeyWorld, { row, start, minutes }: Target): void {
  const line = lines.find((one) => one.kind === 'row' && one.row.id === row)
  if (!line) return
  // Room for what is said under it.
  const below = { y: line.y, height: line.height + 90 }
  reveal(scroller.current, { labelWidth, headHeight }, below, xOf(axis, start), xOf(axis, start + minutes * 60_000))
}
