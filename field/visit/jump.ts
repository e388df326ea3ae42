/** Brings a part of the page into view and puts the keyboard there. */
export function jumpTo(id: string): void {
  // After a sheet over the page has closed and given the focus back.
  requestAnimationFrame(() => {
    const part = document.getElementById(id)
    part?.scrollIntoView({ block: 'start' })
    part?.focus({ preventScroll: true })
  })
}
