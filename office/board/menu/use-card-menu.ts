import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { CarryStore } from '../carry.ts'

/** Whose menu is open, and where. */
export type MenuAt = { visit: Id; x: number; y: number; card: HTMLElement }

/**
 * The menu of a card by right-click, by the menu key, and by Shift and F10 (which not every browser turns into the first
 * two). A finger that holds a card carries it, and opens no menu.
 */
export function useCardMenu(
  surface: RefObject<HTMLElement | null>,
  carry: CarryStore,
  onOpen: (visit: Id) => void,
): [MenuAt | null, () => void] {
  const [menu, setMenu] = useState<MenuAt | null>(null)
  useEffect(() => {
    const element = surface.current
    if (!element) return
    const open = (target: EventTarget | null, at: { x: number; y: number } | null) => {
      const card = target instanceof Element ? target.closest<HTMLElement>('[data-visit]') : null
      const visit = card?.dataset['visit']
      if (!card || !visit) return false
      if (carry.read()) return true
      const box = card.getBoundingClientRect()
      onOpen(visit)
      setMenu({ visit, card, ...(at ?? { x: Math.max(box.left, 0) + 8, y: box.bottom }) })
      return true
    }
    const onContext = (event: MouseEvent) => {
      // From the keyboard the browser says a point of its own choice.
      const byPointer = event.button === 2
      if (open(event.target, byPointer ? { x: event.clientX, y: event.clientY } : null)) event.preventDefault()
    }
    const onKey = (event: KeyboardEvent) => {
      const asks = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
      if (asks && open(event.target, null)) event.preventDefault()
    }
    element.addEventListener('contextmenu', onContext)
    element.addEventListener('keydown', onKey)
    return () => {
      element.removeEventListener('contextmenu', onContext)
      element.removeEventListener('keydown', onKey)
    }
  }, [surface, carry, onOpen])
  const close = useCallback(() => {
    setMenu((open) => {
      // Before what was pressed asks anything: its dialog gives the focus back to the card.
      open?.card.focus({ preventScroll: true })
      return null
    })
  }, [])
  return [menu, close]
}
