/** What can be done with a row, beside the name of who has it. */
export function buttonsOf(board: Element | null | undefined, row: string): HTMLElement[] {
  return [...(board?.querySelectorAll<HTMLElement>(`[data-label="${row}"] button`) ?? [])]
}

/** The arrows among the buttons of rows, and right to the cards of the row. @returns whether the press was one of these */
export function walkedLabels({ key, target }: KeyboardEvent): boolean {
  const label = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-label]') : null
  const board = label?.closest('section')
  const row = label?.dataset['label']
  if (!board || row === undefined) return false
  const own = buttonsOf(board, row)
  const at = own.findIndex((one) => one === target)
  switch (key) {
    case 'ArrowLeft':
      own[at - 1]?.focus()
      return true
    case 'ArrowRight':
      ;(own[at + 1] ?? board.querySelector<HTMLElement>(`[data-visit][data-row="${row}"]`))?.focus()
      return true
    case 'ArrowUp':
    case 'ArrowDown': {
      const rows = [...board.querySelectorAll<HTMLElement>('[data-label]')]
        .map((one) => one.dataset['label'] ?? '')
        .filter((one) => buttonsOf(board, one).length > 0)
      const next = rows[rows.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)]
      if (next !== undefined) buttonsOf(board, next).at(-1)?.focus()
      return true
    }
    default:
      return false
  }
}
