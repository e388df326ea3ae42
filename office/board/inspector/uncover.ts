import { labelWidth } from '../BoardGrid.tsx'

/** As much of something as has to be seen for it to be found, in pixels. */
const enough = 160
const air = 16

/**
 * Scrolls the grid until something on it is seen: neither under the names of the rows nor under the panel of what is
 * chosen, which lies at the right or, on a tablet held upright, at the bottom.
 */
export function uncover(element: HTMLElement): void {
  const grid = element.closest('section')
  const panel = grid?.closest('[data-tray]')?.querySelector('[data-inspector]')?.getBoundingClientRect()
  if (!grid) return
  const [box, seen] = [element.getBoundingClientRect(), grid.getBoundingClientRect()]
  const atBottom = panel !== undefined && panel.width >= seen.width
  const right = panel && !atBottom ? Math.min(panel.left, seen.right) : seen.right
  const bottom = panel && atBottom ? Math.min(panel.top, seen.bottom) : seen.bottom
  const left = seen.left + labelWidth
  const beyond = Math.min(box.right, box.left + enough) + air - right
  // What reaches in from the left is seen well enough.
  const before = box.right < left + air * 2 ? left + air - box.left : 0
  const below = box.bottom + air - bottom
  grid.scrollBy({ left: before > 0 ? -before : Math.max(0, beyond), top: Math.max(0, below) })
}
