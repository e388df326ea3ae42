import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { Carried, CarryMode, CarryStore, Target } from './carry.ts'

/** What the pointer needs to know of the board as it is drawn. */
export type PointerWorld = {
  carry: CarryStore
  /** What lies under a press: a card, the end of one, an item of the tray; null: nothing that can be carried. */
  take: (element: Element) => Carried | null
  /** Where a point of the window is on the board; null outside. `grab` is how far right of its start it was taken. */
  aim: (what: Carried, clientX: number, clientY: number, grab: number, mode: CarryMode) => Target | null
  /** How far a press is right of the start of what it takes, in pixels. */
  grabOf: (what: Carried, clientX: number) => number
  drop: () => void
  /** Scrolls where the pointer nears an edge, by so many pixels. */
  scrollBy: (x: number, y: number) => void
}

/** A press becomes a carry after so many pixels, or by a finger after so long without moving. */
const slack = 4
const longPress = 280
/** Nearer than this to an edge the board scrolls along. */
const edge = 40

/** Alt adds to the crew, Ctrl or Cmd plans once more. */
function modeOf(event: PointerEvent | KeyboardEvent): CarryMode {
  if (event.altKey) return 'add'
  return event.ctrlKey || event.metaKey ? 'copy' : 'move'
}

/**
 * Carrying by mouse, pen and finger. The pointer's moves are read once a frame; only a target that differs is told on.
 */
export function usePointer(
  surface: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  latest: PointerWorld,
): void {
  // What is drawn changes while something is carried; what listens stays.
  const world = useRef(latest)
  useLayoutEffect(() => {
    world.current = latest
  })
  useEffect(() => {
    const element = surface.current
    if (!element) return
    let pressed: { what: Carried; x: number; y: number; grab: number; pointer: number; timer?: number } | null = null
    let carrying = false
    let last: PointerEvent | null = null
    let frame = 0

    const stop = () => {
      if (pressed?.timer) window.clearTimeout(pressed.timer)
      cancelAnimationFrame(frame)
      pressed = null
      carrying = false
      last = null
    }
    const look = () => {
      if (!pressed || !last || !carrying) return
      const box = scroller.current?.getBoundingClientRect()
      if (box)
        world.current.scrollBy(towards(last.clientX, box.left, box.right), towards(last.clientY, box.top, box.bottom))
      world.current.carry.aim(world.current.aim(pressed.what, last.clientX, last.clientY, pressed.grab, modeOf(last)))
      frame = requestAnimationFrame(look)
    }
    const begin = () => {
      if (!pressed || carrying) return
      carrying = true
      element.setPointerCapture(pressed.pointer)
      world.current.carry.begin(pressed.what, 'pointer', null)
      frame = requestAnimationFrame(look)
    }
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || !(event.target instanceof Element) || world.current.carry.read()) return
      const what = world.current.take(event.target)
      if (!what) return
      pressed = {
        what,
        x: event.clientX,
        y: event.clientY,
        grab: world.current.grabOf(what, event.clientX),
        pointer: event.pointerId,
      }
      last = event
      if (event.pointerType === 'touch') pressed.timer = window.setTimeout(begin, longPress)
    }
    const onMove = (event: PointerEvent) => {
      if (!pressed || event.pointerId !== pressed.pointer) return
      last = event
      if (carrying) return
      const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > slack
      if (!far) return
      // A finger that moves at once scrolls.
      if (event.pointerType === 'touch') stop()
      else begin()
    }
    const onUp = (event: PointerEvent) => {
      if (!pressed || event.pointerId !== pressed.pointer) return
      const dropped = carrying
      if (dropped)
        world.current.carry.aim(
          world.current.aim(pressed.what, event.clientX, event.clientY, pressed.grab, modeOf(event)),
        )
      stop()
      if (!dropped) return
      world.current.drop()
      // The click that follows a drop is not a choice.
      window.addEventListener('click', swallow, { capture: true, once: true })
      window.setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0)
    }
    const onCancel = () => {
      if (carrying) world.current.carry.end()
      stop()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && carrying) {
        event.preventDefault()
        onCancel()
      }
    }
    const onTouch = (event: TouchEvent) => {
      if (carrying) event.preventDefault()
    }
    element.addEventListener('pointerdown', onDown)
    element.addEventListener('pointermove', onMove)
    element.addEventListener('pointerup', onUp)
    element.addEventListener('pointercancel', onCancel)
    element.addEventListener('touchmove', onTouch, { passive: false })
    window.addEventListener('keydown', onKey)
    return () => {
      onCancel()
      element.removeEventListener('pointerdown', onDown)
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerup', onUp)
      element.removeEventListener('pointercancel', onCancel)
      element.removeEventListener('touchmove', onTouch)
      window.removeEventListener('keydown', onKey)
    }
  }, [surface, scroller])
}

function swallow(event: Event): void {
  event.stopPropagation()
  event.preventDefault()
}

/** How much to scroll where a pointer is near an end, or past it. */
function towards(at: number, from: number, to: number): number {
  if (at < from - edge * 4 || at > to + edge * 4) return 0
  if (at < from + edge) return -Math.min(16, (from + edge - at) / 3)
  return at > to - edge ? Math.min(16, (at - to + edge) / 3) : 0
}
