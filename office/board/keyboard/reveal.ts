const air = 16

/** Scrolls a stretch of a row out from under the head, the names and the panel of what is chosen. */
export function reveal(
  scroller: HTMLElement | null,
  { labelWidth, headHeight }: { labelWidth: number; headHeight: number },
  line: { y: number; height: number },
  left: number,
  right: number,
): void {
  if (!scroller) return
  const panel = document.querySelector('[data-inspector]')?.getBoundingClientRect()
  const box = scroller.getBoundingClientRect()
  const covered = panel && panel.left > box.left ? Math.max(0, box.right - panel.left) : 0
  const [width, height] = [scroller.clientWidth - labelWidth - covered, scroller.clientHeight - headHeight]
  scroller.scrollTo({
    left: into(scroller.scrollLeft, width, left - air, right + air),
    top: into(scroller.scrollTop, height, line.y, line.y + line.height),
    behavior: 'instant',
  })
}

/** The nearest place to scroll to where a stretch is seen; its beginning where it is longer than the window. */
export function into(at: number, room: number, from: number, to: number): number {
  const last = Math.max(0, to - room)
  if (at < last) return Math.min(last, Math.max(0, from))
  return Math.max(0, Math.min(at, from))
}
