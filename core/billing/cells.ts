const number = /^-?\d+(\.\d+)?$/

/** Cells a spreadsheet would take for a formula are made text; numbers below zero stay numbers. */
export function harmless<Row extends Record<string, string>>(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, harmlessCell(cell)]))
}

export function harmlessCell(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !number.test(cell) ? `'${cell}` : cell
}
