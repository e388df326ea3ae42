/** What can be done with a row, beside the name of who has it. */
export function buttonsOf(line: Element | null | undefined): HTMLElement[] {
  return [...(line?.querySelectorAll<HTMLElement>('[data-label] button') ?? [])]
}

/** The arrows among the buttons of rows, and right to the cards of the row. @returns whether the press was one of these */
export function walkedLabels({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || !target.closest('[data-label]')) return false
  const line = target.closest('li')
  const own = buttonsOf(line)
  const at = own.indexOf(target)
  switch (key) {
    case 'ArrowLeft':
      own[at - 1]?.focus()
      return true
    case 'ArrowRight':
      ;(own[at + 1] ?? line?.querySelector<HTMLElement>('[data-visit]'))?.focus()
      return true
    case 'ArrowUp':
    case 'ArrowDown': {
      const lines = [...(line?.parentElement?.children ?? [])].filter((one) => buttonsOf(one).length > 0)
      const next = lines[lines.findIndex((one) => one === line) + (key === 'ArrowDown' ? 1 : -1)]
      buttonsOf(next).at(-1)?.focus()
      return true
    }
    default:
      return false
  }
}
