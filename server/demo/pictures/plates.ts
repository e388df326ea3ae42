import type { CastAsset } from '../cast.ts'
import { company } from '../data/company.ts'
import { picture, rect, screws, shadow, text } from './shapes.ts'

export const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="1040" height="240" viewBox="0 0 520 120">
  <circle cx="60" cy="60" r="50" fill="#123c4a"/>
  <path d="M18 70 C38 46 50 92 72 66 S98 52 104 60" fill="none" stroke="#5fd0c5" stroke-width="9" stroke-linecap="round"/>
  <path d="M24 44 C42 24 54 62 76 42 S94 34 100 40" fill="none" stroke="#f2a541" stroke-width="7" stroke-linecap="round"/>
  <text x="128" y="62" font-family="DejaVu Sans, Arial, sans-serif" font-size="42" font-weight="700" fill="#123c4a">Riverbend</text>
  <text x="130" y="94" font-family="DejaVu Sans, Arial, sans-serif" font-size="20" fill="#4b5f66">Mechanical, a demo company</text></svg>`

/** The plate of an asset with its own make, model and serial number. */
export function nameplate({ make, model, serial, years }: CastAsset): string {
  const made = 2026 - years
  const rows: [string, string][] = [
    ['MODEL', model],
    ['SERIAL NO.', serial],
    ['MADE', `${made}`],
    ['SUPPLY', '120 V  60 Hz'],
  ]
  const lines = rows.map(([label, value], index) => {
    const y = 300 + index * 52
    return (
      text(190, y, 17, '#3b3f42', label) +
      rect(320, y - 26, 300, 36, '#d9dcdd', 'stroke="#5c6468" stroke-width="1"') +
      text(332, y, 24, '#15181a', value, 'font-weight="600" letter-spacing="1"')
    )
  })
  return picture(
    'cold',
    years,
    [
      rect(0, 0, 800, 600, '#8d969b'),
      shadow(156, 132, 500, 372),
      rect(150, 120, 500, 370, 'url(#steel)', 'rx="10"'),
      rect(162, 132, 476, 346, '#eceeee', 'rx="6" opacity=".75"'),
      screws(150, 120, 500, 370),
      rect(162, 150, 476, 78, '#1d3557'),
      text(190, 204, 46, '#fff', make.toUpperCase(), 'font-weight="700" letter-spacing="4"'),
      text(640, 250, 14, '#444', company.name.includes('demo') ? 'DEMONSTRATION PLATE' : '', 'text-anchor="end"'),
      ...lines,
      `<path d="M470 150 C540 260 600 240 640 420" stroke="#6b5a45" stroke-width="9" opacity=".25" fill="none" filter="url(#soft)"/>`,
    ].join(''),
  )
}
