/** One line of the table: what was measured, beside what the design holds. */
export type Figure = { what: string; value: string; hold?: string; holds?: boolean }

/** One part of the bench: measures, and tells each figure as soon as it is there. */
export type Part = (tell: (figure: Figure) => void) => Promise<void>

export function printHead(): void {
  console.log(`\n${'figure'.padEnd(64)}${'measured'.padStart(16)}${'hold'.padStart(14)}`)
}

export function print({ what, value, hold = '', holds = true }: Figure): void {
  console.log(`${what.padEnd(64)}${value.padStart(16)}${hold.padStart(14)}${holds ? '' : '  over'}`)
}

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}
