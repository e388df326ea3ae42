/** A whole number of 10^-decimals as people write it: 1500 with 3 decimals is `1.5`. */
export function writeScaled(value: number | null, decimals: number): string {
  if (value === null) return ''
  if (decimals === 0) return String(value)
  return (value / 10 ** decimals).toFixed(decimals).replace(/\.?0+$/, '')
}

/** Accepts a comma or a point; null when empty or not a number. Digits past the last decimal are cut. */
export function readScaled(text: string, decimals: number): number | null {
  const match = /^(-?)(\d*)(?:[.,](\d*))?$/.exec(text.trim())
  if (!match || !(match[2] || match[3])) return null
  const fraction = (match[3] ?? '').slice(0, decimals).padEnd(decimals, '0')
  const value = Number(`${match[2] || '0'}${fraction}`)
  return match[1] && value !== 0 ? -value : value
}
