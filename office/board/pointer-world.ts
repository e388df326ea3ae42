import { type RefObject, useMemo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { millisecondsOf } from '#core/kit/time.ts'
import type { Board, BoardVisit } from '#core/scheduling/board-api.ts'
import { useMay } from '../kit/me.ts'
import { type Axis, snapped, timeAt, xOf } from './axis.ts'
import { headHeight, labelWidth } from './BoardGrid.tsx'
import type { Carried, CarryMode, CarryStore, Target } from './carry.ts'
import { type Line, lineAt, type Row } from './rows.ts'
import { idOf } from './Tray.tsx'
import type { PointerWorld } from './use-pointer.ts'
import { resizable } from './VisitCard.tsx'

type Given = {
  carry: CarryStore
  board: Board
  visits: ReadonlyMap<Id, BoardVisit>
  takeVisit: (held: BoardVisit, row: Row['id']) => Carried
  axis: Axis
  lines: readonly Line[]
  /** Minutes a drop lands on full steps of. */
  step: number
  drop: () => void
  scroller: RefObject<HTMLElement | null>
}

/** The board under the pointer: what lies there, and where a point of the window is. Who may not plan takes nothing up. */
export function usePointerWorld(given: Given): PointerWorld {
  const { carry, board, visits, takeVisit, axis, lines, step, drop, scroller } = given
  const mayPlan = useMay('dispatch')
  return useMemo(() => {
    const visitOf = (element: Element): { held: BoardVisit; row: string } | null => {
      const card = element.closest<HTMLElement>('[data-visit]')
      const held = card?.dataset['visit'] ? visits.get(card.dataset['visit']) : undefined
      return held && card?.dataset['row'] ? { held, row: card.dataset['row'] } : null
    }
    const startOf = (what: Carried) => (what.kind === 'item' ? null : millisecondsOf(what.held.start))
    return {
      carry,
      take: (element: Element): Carried | null => {
        if (!mayPlan) return null
        const waiting = element.closest<HTMLElement>('[data-waiting]')?.dataset['waiting']
        const item = waiting ? board.tray.find((one) => idOf(one) === waiting) : undefined
        if (item) return { kind: 'item', item }
        const found = visitOf(element)
        if (!found || !resizable(found.held)) return null
        if (element.closest('[data-end]')) return { kind: 'end', ...found }
        return takeVisit(found.held, found.row)
      },
      grabOf: (what: Carried, clientX: number) => {
        const start = startOf(what)
        const box = scroller.current?.getBoundingClientRect()
        if (start === null || !box || !scroller.current) return 0
        return clientX - box.left + scroller.current.scrollLeft - labelWidth - xOf(axis, start)
      },
      aim: (what: Carried, clientX: number, clientY: number, grab: number, mode: CarryMode): Target | null => {
        const element = scroller.current
        const box = element?.getBoundingClientRect()
        if (!element || !box || clientX < box.left + labelWidth || clientY < box.top + headHeight) return null
        if (clientX > box.right || clientY > box.bottom) return null
        const line = lineAt(lines, clientY - box.top + element.scrollTop - headHeight)
        const x = clientX - box.left + element.scrollLeft - labelWidth
        if (what.kind === 'end') {
          const start = millisecondsOf(what.held.start)
          const end = snapped(timeAt(axis, x), step)
          return {
            row: what.row,
            start,
            minutes: Math.max(step, Math.round((end - start) / 60_000)),
            mode: 'move',
          }
        }
        if (!line || line.kind !== 'row') return null
        const minutes = what.kind === 'item' ? what.item.minutes : what.held.minutes
        const start = snapped(timeAt(axis, x - (what.kind === 'item' ? 0 : grab)), step)
        // Whoever is added comes at the time there is.
        const held = mode === 'add' ? startOf(what) : null
        return { row: line.row.id, start: held ?? start, minutes, mode: what.kind === 'item' ? 'move' : mode }
      },
      drop,
      scrollBy: (x: number, y: number) => {
        if (x !== 0 || y !== 0) scroller.current?.scrollBy(x, y)
      },
    }
  }, [carry, board.tray, visits, takeVisit, axis, lines, drop, step, scroller, mayPlan])
}
