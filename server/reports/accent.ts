/** As the contrast of two colours is defined by WCAG 2.2. */
const leastContrast = 4.5
const fallback = '#1f4e79'

type Rgb = readonly [red: number, green: number, blue: number]

/** The organization's colour as white paper can carry it: darkened until text in it can be read; ours where it is none. */
export function accentForPaper(colour: string): string {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (!digits) return fallback
  let rgb: Rgb = [channel(digits[1]), channel(digits[2]), channel(digits[3])]
  while (contrastOnWhite(rgb) < leastContrast) rgb = [rgb[0] * 0.95, rgb[1] * 0.95, rgb[2] * 0.95]
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}

function channel(hex: string | undefined): number {
  return Number.parseInt(hex ?? '0', 16)
}

function contrastOnWhite([red, green, blue]: Rgb): number {
  return 1.05 / (0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05)
}

function linear(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
