/** Small SVG pieces the pictures are put together from, on a canvas of 800 by 600. */
export type Light = 'warm' | 'cold' | 'dim'

const walls: Record<Light, [string, string]> = {
  warm: ['#b9ad9a', '#8f8371'],
  cold: ['#a9b1b6', '#78838a'],
  dim: ['#6d6f70', '#4a4d50'],
}

export const defs = `<defs>
  <linearGradient id="steel" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#7d868c"/><stop offset=".35" stop-color="#d8dde0"/><stop offset="1" stop-color="#6c757b"/></linearGradient>
  <linearGradient id="copper" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7a3f1d"/><stop offset=".4" stop-color="#dc9a6a"/><stop offset="1" stop-color="#6e3717"/></linearGradient>
  <linearGradient id="copperV" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#7a3f1d"/><stop offset=".4" stop-color="#dc9a6a"/><stop offset="1" stop-color="#6e3717"/></linearGradient>
  <linearGradient id="white" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f4f4f1"/><stop offset="1" stop-color="#cfd0cb"/></linearGradient>
  <linearGradient id="dark" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#4b5359"/><stop offset="1" stop-color="#23282c"/></linearGradient>
  <radialGradient id="lamp" cx=".4" cy=".25" r=".9"><stop offset="0" stop-color="#fff" stop-opacity=".34"/><stop offset=".6" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".42"/></radialGradient>
  <filter id="soft"><feGaussianBlur stdDeviation="5"/></filter><filter id="softer"><feGaussianBlur stdDeviation="14"/></filter>
</defs>`

/** A whole picture: the wall, what stands before it, and the light of a phone's lamp. Turned a little, as hands do. */
export function picture(light: Light, n: number, content: string): string {
  const [near, far] = walls[light]
  const turn = n % 2 === 0 ? -1.4 : 2.1
  const zoom = n % 2 === 0 ? 1.06 : 1.18
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600">${defs}
    <rect width="800" height="600" fill="${near}"/><rect y="470" width="800" height="130" fill="${far}"/><rect y="466" width="800" height="6" fill="#000" opacity=".2"/>
    <g transform="rotate(${turn} 400 300) translate(${400 - 400 * zoom} ${300 - 300 * zoom}) scale(${zoom})">${content}</g>
    <rect width="800" height="600" fill="url(#lamp)"/></svg>`
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`
}

export function circle(x: number, y: number, r: number, fill: string, more = ''): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`
}

export function text(x: number, y: number, size: number, fill: string, words: string, more = ''): string {
  const plain = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x}" y="${y}" font-family="DejaVu Sans, Arial, sans-serif" font-size="${size}" fill="${fill}" ${more}>${plain}</text>`
}

/** Of rectangles one over the other: a blur of this size costs more than the whole rest of a picture. */
export function shadow(x: number, y: number, width: number, height: number): string {
  return [22, 14, 7, 0]
    .map((more) =>
      rect(x - more, y - more, width + more * 2, height + more * 2, '#000', `opacity=".1" rx="${10 + more}"`),
    )
    .join('')
}

/** A pipe lying or standing, with its shine. */
export function pipe(x: number, y: number, length: number, thick: number, standing = false, fill = 'copper'): string {
  return standing
    ? rect(x, y, thick, length, fill === 'copper' ? 'url(#copperV)' : 'url(#steel)')
    : rect(x, y, length, thick, fill === 'copper' ? 'url(#copper)' : '#8b9499', `rx="2"`)
}

/** A dial from 0 to `most`, its needle at `value`; the sound range is green. */
export function gauge(
  x: number,
  y: number,
  r: number,
  value: number,
  most: number,
  good: [number, number],
  unit: string,
): string {
  const at = (v: number, radius: number): [number, number] => {
    const angle = ((v / most) * 270 - 225) * (Math.PI / 180)
    return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius]
  }
  const arc = (from: number, to: number, colour: string) => {
    const [x1, y1] = at(from, r * 0.78)
    const [x2, y2] = at(to, r * 0.78)
    return `<path d="M${x1} ${y1} A${r * 0.78} ${r * 0.78} 0 ${((to - from) / most) * 270 > 180 ? 1 : 0} 1 ${x2} ${y2}" fill="none" stroke="${colour}" stroke-width="${r * 0.09}"/>`
  }
  const marks = Array.from({ length: 7 }, (_, i) => {
    const [tx, ty] = at((i / 6) * most, r * 0.56)
    return text(tx, ty + r * 0.06, r * 0.17, '#222', String(Math.round((i / 6) * most)), 'text-anchor="middle"')
  })
  const [nx, ny] = at(value, r * 0.72)
  return [
    circle(x + 4, y + 6, r * 1.12, '#000', 'opacity=".35" filter="url(#soft)"'),
    circle(x, y, r * 1.12, '#3a3f43'),
    circle(x, y, r, '#f5f3ea'),
    arc(0, most, '#c9c4b6'),
    arc(good[0], good[1], '#3f8f4d'),
    ...marks,
    text(x, y + r * 0.5, r * 0.16, '#444', unit, 'text-anchor="middle"'),
    `<line x1="${x}" y1="${y}" x2="${nx}" y2="${ny}" stroke="#b3261e" stroke-width="${r * 0.06}" stroke-linecap="round"/>`,
    circle(x, y, r * 0.09, '#222'),
  ].join('')
}

export function screen(x: number, y: number, width: number, height: number, words: string, lit: string | null): string {
  const size = height * 0.52
  return (
    rect(x, y, width, height, '#14181a', 'rx="4"') +
    rect(x + 4, y + 4, width - 8, height - 8, lit ?? '#2a2f2c', 'rx="3"') +
    (lit
      ? text(
          x + width / 2,
          y + height / 2 + size * 0.36,
          size,
          '#0b1f12',
          words,
          'text-anchor="middle" font-weight="700"',
        )
      : '')
  )
}

export function screws(x: number, y: number, width: number, height: number): string {
  return [
    [x + 10, y + 10],
    [x + width - 10, y + 10],
    [x + 10, y + height - 10],
    [x + width - 10, y + height - 10],
  ]
    .map(
      ([cx = 0, cy = 0]) =>
        `${circle(cx, cy, 5, '#8d9397')}<line x1="${cx - 3}" y1="${cy - 2}" x2="${cx + 3}" y2="${cy + 2}" stroke="#43484b" stroke-width="1.5"/>`,
    )
    .join('')
}
