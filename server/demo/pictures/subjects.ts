import { circle, gauge, picture, pipe, rect, screen, screws, shadow, text } from './shapes.ts'
import type { PictureKey } from './keys.ts'

/** What a picture shows. `n` turns it a little and varies its readings. */
export function scene(key: PictureKey, n: number): string {
  switch (key) {
    case 'boiler-fault':
      return picture('warm', n, boiler(n === 0 ? 6 : 8, n === 0 ? 'E 03' : 'F 12', '#c98f7a'))
    case 'boiler-running':
      return picture('warm', n, boiler(n === 0 ? 15 : 16, n === 0 ? '164 F' : '158 F', '#9fc79a'))
    case 'burner-dirty':
      return picture('dim', n, burner(true))
    case 'burner-clean':
      return picture('dim', n, burner(false))
    case 'furnace-open':
      return picture('dim', n, furnace(true))
    case 'furnace-closed':
      return picture('warm', n, furnace(false))
    case 'rooftop-belt':
      return picture('cold', n, rooftop(true))
    case 'rooftop-running':
      return picture('cold', n, rooftop(false))
    case 'filter-dirty':
      return picture('cold', n, filter('#5a544b', '#3d3832'))
    case 'filter-clean':
      return picture('cold', n, filter('#eef0ee', '#c9ceca'))
    case 'pipe-leak':
      return picture('dim', n, pipework(true))
    case 'pipe-repaired':
      return picture('dim', n, pipework(false))
    case 'heater-leak':
      return picture('warm', n, heater(true))
    case 'heater-new':
      return picture('warm', n, heater(false))
    case 'drain-blocked':
      return picture('cold', n, drain(true))
    case 'drain-clear':
      return picture('cold', n, drain(false))
    case 'panel-burnt':
      return picture('cold', n, panel(true))
    case 'panel-new':
      return picture('cold', n, panel(false))
    case 'lights-off':
      return picture('dim', n, lights(false))
    case 'lights-on':
      return picture('warm', n, lights(true))
    case 'exit-sign':
      return picture('dim', n, exitSign())
    case 'elevator-fault':
      return picture('cold', n, elevator(n === 0 ? 'E22' : 'E14', false))
    case 'elevator-ready':
      return picture('cold', n, elevator(n === 0 ? '3' : '1', true))
    case 'door-track':
      return picture('dim', n, doorTrack())
    case 'alarm-fault':
      return picture('cold', n, alarm(true))
    case 'alarm-normal':
      return picture('cold', n, alarm(false))
    case 'backflow-gauge':
      return picture('dim', n, backflow(n === 0 ? 7 : 6))
    case 'thermostat-blank':
      return picture('warm', n, thermostat(null))
    case 'thermostat-set':
      return picture('warm', n, thermostat(n === 0 ? '70' : '68'))
  }
}

function boiler(psi: number, shown: string, lit: string): string {
  return [
    pipe(250, 0, 130, 26, true),
    pipe(520, 0, 130, 26, true),
    pipe(386, 0, 130, 18, true, 'steel'),
    shadow(190, 120, 430, 400),
    rect(180, 110, 430, 410, 'url(#white)', 'rx="14"'),
    rect(180, 330, 430, 6, '#9b9d98'),
    rect(200, 350, 390, 150, '#dcdcd6', 'rx="8"'),
    gauge(300, 225, 74, psi, 30, [12, 18], 'psi'),
    screen(410, 168, 160, 58, shown, lit),
    circle(436, 268, 18, '#2e3336'),
    circle(490, 268, 18, '#2e3336'),
    circle(544, 268, 10, psi < 10 ? '#e2412e' : '#49b35c'),
    text(400, 432, 30, '#6f746f', 'CALDER', 'text-anchor="middle" letter-spacing="8" font-weight="700"'),
    rect(250, 520, 30, 60, '#3c4144'),
    rect(510, 520, 30, 60, '#3c4144'),
    pipe(60, 470, 130, 24),
    pipe(610, 420, 190, 24),
  ].join('')
}

function burner(dirty: boolean): string {
  const slots = Array.from({ length: 9 }, (_, i) => {
    const x = 170 + i * 52
    return (
      rect(x, 220, 34, 210, dirty ? '#4a3a2d' : '#9aa3a8', 'rx="8"') +
      rect(x + 13, 232, 8, 186, dirty ? '#1d1712' : '#5f686d', 'rx="4"')
    )
  })
  const soot = dirty
    ? Array.from({ length: 26 }, (_, i) =>
        circle(
          150 + ((i * 97) % 500),
          200 + ((i * 61) % 250),
          8 + (i % 5) * 5,
          '#14100c',
          'opacity=".5" filter="url(#soft)"',
        ),
      )
    : []
  return [
    rect(90, 120, 620, 400, 'url(#dark)', 'rx="12"'),
    rect(130, 180, 540, 290, dirty ? '#33281f' : '#707a80', 'rx="6"'),
    ...slots,
    ...soot,
    `<path d="M640 150 L600 330" stroke="#e9e4d6" stroke-width="8"/><path d="M600 330 L588 356" stroke="#c9c2ae" stroke-width="4"/>`,
    pipe(0, 480, 800, 22, false, 'steel'),
  ].join('')
}

function furnace(open: boolean): string {
  const inside = [
    rect(250, 190, 300, 310, '#1c1f21'),
    rect(270, 210, 150, 110, '#3e5c3f', 'rx="4"'),
    ...Array.from({ length: 7 }, (_, i) => rect(280 + i * 19, 222, 12, 20, i === 4 ? '#20130d' : '#111')),
    circle(350, 296, 9, '#d3472f'),
    `<path d="M300 320 C330 390 420 360 470 430" stroke="#c9302c" stroke-width="6" fill="none"/><path d="M320 320 C350 420 440 400 500 460" stroke="#e8c231" stroke-width="6" fill="none"/><path d="M340 320 C330 440 420 440 460 490" stroke="#3a6fb5" stroke-width="6" fill="none"/>`,
    circle(480, 270, 48, '#6b7277'),
    circle(480, 270, 20, '#2b2f31'),
  ]
  const closed = [
    rect(250, 190, 300, 310, 'url(#steel)'),
    ...Array.from({ length: 8 }, (_, i) => rect(280, 210 + i * 16, 240, 7, '#5b6367', 'rx="3"')),
    rect(360, 400, 80, 16, '#2b2f31', 'rx="8"'),
  ]
  return [
    rect(330, 0, 140, 130, '#9aa2a6'),
    shadow(230, 110, 350, 440),
    rect(220, 100, 360, 440, '#b8bcbd', 'rx="6"'),
    rect(240, 120, 320, 50, '#d9dcdc'),
    text(400, 155, 24, '#3d5a80', 'AIRMONT', 'text-anchor="middle" letter-spacing="5"'),
    ...(open ? inside : closed),
  ].join('')
}

function rooftop(belt: boolean): string {
  const wheel = (x: number, y: number, r: number) =>
    circle(x, y, r, '#4d555a') + circle(x, y, r * 0.78, '#7f888d') + circle(x, y, r * 0.2, '#24282b')
  const open = [
    rect(150, 200, 500, 300, '#202528'),
    wheel(280, 350, 96),
    wheel(540, 400, 54),
    `<path d="M276 254 L538 346 M290 446 L546 454" stroke="#15181a" stroke-width="14"/><path d="M330 276 l26 -10 l8 22 M430 306 l22 6" stroke="#b7a98d" stroke-width="4" fill="none"/>`,
  ]
  const closed = [
    ...Array.from({ length: 14 }, (_, i) => rect(170, 216 + i * 19, 460, 9, '#7b858a')),
    circle(400, 348, 108, '#3c4448', 'opacity=".8"'),
    ...Array.from(
      { length: 5 },
      (_, i) =>
        `<ellipse cx="400" cy="300" rx="24" ry="52" fill="#aab2b6" opacity=".8" transform="rotate(${i * 72} 400 348)"/>`,
    ),
    circle(400, 348, 20, '#23282b'),
  ]
  return [
    rect(0, 0, 800, 330, '#b8cad6'),
    rect(0, 320, 800, 280, '#8b8d8b'),
    shadow(120, 150, 570, 380),
    rect(110, 140, 580, 380, '#c3c9cb', 'rx="6"'),
    rect(110, 140, 580, 44, '#a9b1b4'),
    text(140, 170, 22, '#334', 'AIRMONT  RT-10', 'letter-spacing="3"'),
    ...(belt ? open : closed),
    pipe(690, 440, 110, 16),
  ].join('')
}

function filter(face: string, fold: string): string {
  const folds = Array.from({ length: 22 }, (_, i) => rect(170 + i * 21, 130, 9, 350, fold, 'opacity=".75"'))
  return [
    shadow(140, 110, 530, 410),
    rect(140, 100, 520, 410, '#c8a877', 'rx="4"'),
    rect(165, 126, 470, 358, face),
    ...folds,
    `<path d="M165 126 L635 484 M635 126 L165 484" stroke="#bfc5c6" stroke-width="3" opacity=".6"/>`,
    text(400, 506, 20, '#4a3a1f', '20 x 20 x 2   AIR FLOW  →', 'text-anchor="middle" font-weight="600"'),
  ].join('')
}

function pipework(leaks: boolean): string {
  const joint = leaks
    ? circle(420, 262, 30, '#6e4a2c') + circle(410, 268, 12, '#4f8f74')
    : rect(376, 236, 92, 52, '#b8bec1', 'rx="8"') + rect(384, 236, 8, 52, '#80878b') + rect(452, 236, 8, 52, '#80878b')
  const drops = leaks
    ? [
        `<path d="M424 290 C416 320 416 332 424 338 C432 332 432 320 424 290" fill="#cfe6f2"/>`,
        ...[0, 1, 2, 3].map(
          (i) =>
            `<ellipse cx="${420 + i * 3}" cy="${370 + i * 44}" rx="${5 + i}" ry="${10 + i * 2}" fill="#d8ecf6" opacity=".9"/>`,
        ),
        `<ellipse cx="430" cy="548" rx="190" ry="26" fill="#3d4a50" opacity=".75"/><ellipse cx="420" cy="544" rx="140" ry="14" fill="#9fb9c6" opacity=".5"/>`,
      ]
    : [`<ellipse cx="430" cy="548" rx="120" ry="14" fill="#5a5f60" opacity=".35"/>`]
  return [
    ...Array.from({ length: 5 }, (_, i) => rect(0, 60 + i * 100, 800, 3, '#000', 'opacity=".12"')),
    pipe(0, 240, 800, 44),
    pipe(210, 0, 600, 32, true, 'steel'),
    joint,
    rect(560, 222, 46, 80, '#c9a227', 'rx="6"'),
    `<rect x="548" y="196" width="70" height="20" fill="${leaks ? '#c0392b' : '#2c6fa6'}" rx="6"/>`,
    rect(120, 228, 14, 70, '#3b4043'),
    rect(690, 228, 14, 70, '#3b4043'),
    ...drops,
  ].join('')
}

function heater(leaks: boolean): string {
  const wet = leaks
    ? `<ellipse cx="400" cy="560" rx="250" ry="34" fill="#39454a" opacity=".8"/><ellipse cx="380" cy="552" rx="190" ry="16" fill="#a9c2cc" opacity=".5"/><path d="M300 400 C296 470 306 520 300 560" stroke="#8a4b22" stroke-width="16" opacity=".75"/><path d="M470 430 C478 480 466 530 474 560" stroke="#8a4b22" stroke-width="10" opacity=".7"/>`
    : ''
  return [
    pipe(320, 0, 110, 20, true),
    pipe(460, 0, 110, 20, true),
    rect(372, 0, 60, 100, '#b4babd'),
    shadow(270, 110, 280, 440),
    rect(260, 100, 280, 450, leaks ? '#c7c3b6' : 'url(#white)', 'rx="28"'),
    rect(260, 150, 280, 4, '#999'),
    rect(320, 230, 160, 96, leaks ? '#d8c979' : '#f2d94e', 'rx="4"'),
    text(400, 268, 20, '#333', 'BRISTOW', 'text-anchor="middle" font-weight="700"'),
    text(400, 300, 15, '#333', leaks ? 'WH-75   2011' : 'WH-75   NEW', 'text-anchor="middle"'),
    rect(350, 430, 100, 70, '#383d40', 'rx="8"'),
    circle(400, 465, 22, '#c0392b'),
    wet,
  ].join('')
}

function drain(blocked: boolean): string {
  const tiles = Array.from({ length: 48 }, (_, i) =>
    rect((i % 8) * 100 + 2, Math.floor(i / 8) * 100 + 2, 96, 96, i % 3 ? '#a8a49b' : '#9f9b92'),
  )
  const water = blocked
    ? `<ellipse cx="400" cy="310" rx="330" ry="220" fill="#5a5647" opacity=".8"/><ellipse cx="380" cy="280" rx="240" ry="130" fill="#8d8a78" opacity=".35"/>`
    : `<ellipse cx="400" cy="310" rx="150" ry="110" fill="#6f7273" opacity=".5"/>`
  const bars = Array.from({ length: 7 }, (_, i) => rect(302 + i * 29, 220, 12, 180, '#3a3f42'))
  const hair = blocked
    ? `<path d="M300 260 C360 300 330 340 420 330 S520 380 500 300 M330 380 C400 330 440 400 490 370" stroke="#2f2419" stroke-width="13" fill="none" opacity=".9"/>`
    : ''
  return [
    rect(0, 0, 800, 600, '#77736a'),
    ...tiles,
    water,
    circle(400, 310, 118, '#8f979b'),
    circle(400, 310, 104, '#1a1c1d'),
    `<clipPath id="round"><circle cx="400" cy="310" r="104"/></clipPath><g clip-path="url(#round)">${bars.join('')}${hair}</g>`,
  ].join('')
}

function panel(burnt: boolean): string {
  const breakers = Array.from({ length: 20 }, (_, i) => {
    const [x, y] = [i % 2 ? 412 : 268, 150 + Math.floor(i / 2) * 36]
    const scorched = burnt && i === 9
    return (
      rect(x, y, 120, 30, scorched ? '#3a2f28' : '#23282c', 'rx="3"') +
      rect(i % 2 ? x + 12 : x + 74, y + 7, 34, 16, scorched ? '#5d4a3a' : '#0f1214', 'rx="3"') +
      text(i % 2 ? x + 100 : x + 12, y + 21, 13, '#cfd4d6', String(i + 1))
    )
  })
  const burn = burnt
    ? circle(470, 300, 60, '#0d0a08', 'opacity=".6" filter="url(#softer)"') +
      `<path d="M520 300 C570 280 580 360 620 350" stroke="#6b3d1e" stroke-width="8" fill="none"/>`
    : ''
  const wires = ['#c0392b', '#1f1f1f', '#e9e4d6', '#2c6fa6'].map(
    (colour, i) =>
      `<path d="M${250 - i * 8} 150 C${220 - i * 10} 250 ${236 - i * 9} 400 ${250 - i * 8} 520" stroke="${colour}" stroke-width="6" fill="none"/>`,
  )
  return [
    shadow(170, 70, 470, 500),
    rect(160, 60, 480, 510, '#8f989d', 'rx="6"'),
    rect(180, 80, 440, 470, '#c3c9cc'),
    rect(260, 92, 280, 40, '#1d2225', 'rx="4"'),
    text(400, 119, 20, '#e8ecee', burnt ? 'LP-2   200 A' : 'MP-4   400 A', 'text-anchor="middle"'),
    ...wires,
    ...breakers,
    burn,
    rect(556, 150, 50, 340, '#e4e1d4'),
    ...Array.from({ length: 10 }, (_, i) => rect(562, 160 + i * 33, 38, 3, '#777')),
  ].join('')
}

function lights(on: boolean): string {
  const row = (x: number) =>
    `<path d="M${x} 40 l150 0 l40 130 l-150 0 z" fill="${on ? '#fffdf0' : '#55595b'}" stroke="#999" stroke-width="4"/>` +
    (on ? `<path d="M${x} 40 l150 0 l40 130 l-150 0 z" fill="#fff" filter="url(#softer)" opacity=".9"/>` : '')
  return [
    rect(-60, -60, 920, 340, on ? '#e3ded0' : '#3b3e40'),
    ...[100, 200, 300, 400, 500, 600, 700].map((x) => rect(x, -60, 3, 340, '#000', 'opacity=".15"')),
    rect(-60, 110, 920, 3, '#000', 'opacity=".15"'),
    row(80),
    row(330),
    row(580),
    rect(-60, 280, 920, 340, on ? '#cfc8b6' : '#2c2f31'),
    rect(120, 330, 160, 240, on ? '#8a6b46' : '#332b22'),
    rect(420, 400, 260, 90, on ? '#7d8488' : '#3a3f42', 'rx="6"'),
  ].join('')
}

function exitSign(): string {
  return [
    rect(250, 220, 300, 380, '#3f4346'),
    rect(262, 232, 276, 368, '#5c6265'),
    circle(510, 420, 12, '#b9a35c'),
    rect(180, 60, 440, 130, '#f2f2ee', 'rx="8"'),
    rect(192, 72, 416, 106, '#0f7a3d'),
    text(400, 150, 78, '#fff', 'EXIT', 'text-anchor="middle" font-weight="700" letter-spacing="16"'),
    rect(180, 60, 440, 130, '#6dff9e', 'filter="url(#softer)" opacity=".25"'),
    circle(150, 90, 34, '#fff7d0'),
    circle(650, 90, 34, '#fff7d0'),
    circle(150, 90, 60, '#fff2b0', 'filter="url(#softer)" opacity=".8"'),
    circle(650, 90, 60, '#fff2b0', 'filter="url(#softer)" opacity=".8"'),
    rect(596, 168, 12, 26, '#333'),
  ].join('')
}

function elevator(shown: string, ready: boolean): string {
  const buttons = Array.from({ length: 8 }, (_, i) => {
    const [x, y] = [i % 2 ? 590 : 510, 250 + Math.floor(i / 2) * 66]
    return (
      circle(x, y, 24, '#d7dbdd') +
      circle(x, y, 19, ready && i === 2 ? '#ffe9a8' : '#f5f6f6') +
      text(x, y + 8, 22, '#222', String(i + 1), 'text-anchor="middle"')
    )
  })
  return [
    rect(100, 40, 320, 540, '#596166'),
    rect(120, 60, 138, 520, 'url(#steel)'),
    rect(ready ? 260 : 296, 60, ready ? 140 : 104, 520, 'url(#steel)'),
    ready ? '' : rect(258, 60, 38, 520, '#0c0e0f'),
    shadow(460, 90, 220, 470),
    rect(450, 80, 210, 470, 'url(#steel)', 'rx="8"'),
    screws(450, 80, 210, 470),
    screen(480, 110, 150, 90, shown, ready ? '#f0b44c' : '#e0563f'),
    ...buttons,
    rect(500, 512, 110, 22, '#b3261e', 'rx="4"'),
    text(555, 529, 14, '#fff', 'ALARM', 'text-anchor="middle"'),
  ].join('')
}

function doorTrack(): string {
  return [
    rect(-40, -40, 880, 330, 'url(#steel)'),
    rect(396, -40, 8, 330, '#15181a'),
    rect(-40, 286, 880, 44, '#2b2f31'),
    rect(-40, 330, 880, 60, '#9aa2a6'),
    rect(-40, 344, 880, 12, '#1b1e20'),
    rect(-40, 368, 880, 12, '#1b1e20'),
    rect(-40, 390, 880, 240, '#6b5f52'),
    rect(430, 268, 80, 46, '#c9b458', 'rx="4" transform="rotate(14 470 290)"'),
    rect(250, 274, 70, 40, '#3a3f42', 'rx="4"'),
    ...Array.from({ length: 16 }, (_, i) => circle(200 + ((i * 71) % 420), 346 + (i % 3) * 14, 5 + (i % 4), '#3d342a')),
    `<path d="M520 240 L640 160" stroke="#e8c231" stroke-width="16" stroke-linecap="round"/>`,
  ].join('')
}

function alarm(fault: boolean): string {
  const zones = Array.from(
    { length: 8 },
    (_, i) =>
      circle(230, 200 + i * 34, 9, fault && i === 2 ? '#f2a71b' : '#2b3a30') +
      rect(256, 190 + i * 34, 120, 20, '#e7e4da') +
      text(262, 205 + i * 34, 13, '#333', `ZONE ${i + 1}`),
  )
  return [
    shadow(160, 90, 490, 440),
    rect(150, 80, 490, 440, '#b3261e', 'rx="8"'),
    rect(174, 104, 442, 392, '#d7d3c8', 'rx="4"'),
    text(395, 148, 28, '#7d1a14', 'FIRE ALARM', 'text-anchor="middle" font-weight="700" letter-spacing="4"'),
    ...zones,
    screen(400, 186, 196, 84, fault ? 'TROUBLE' : 'NORMAL', fault ? '#e6b34a' : '#a8cf9f').replaceAll(
      'font-size="43.68"',
      'font-size="32"',
    ),
    circle(424, 320, 12, fault ? '#f2a71b' : '#4a4335'),
    text(446, 326, 16, '#333', 'TROUBLE'),
    circle(424, 356, 12, '#2f9e4f'),
    text(446, 362, 16, '#333', 'POWER'),
    rect(410, 400, 76, 40, '#2b2f31', 'rx="4"'),
    rect(504, 400, 76, 40, '#2b2f31', 'rx="4"'),
    circle(556, 470, 14, '#8d9397'),
    rect(553, 460, 6, 20, '#333'),
  ].join('')
}

function backflow(value: number): string {
  return [
    pipe(-40, 380, 880, 70, false, 'steel'),
    rect(180, 340, 130, 150, '#2e5f8a', 'rx="20"'),
    rect(480, 340, 130, 150, '#2e5f8a', 'rx="20"'),
    rect(310, 356, 170, 118, '#2e5f8a'),
    rect(90, 300, 30, 90, '#c9a227'),
    rect(50, 280, 110, 26, '#b3261e', 'rx="12"'),
    rect(680, 300, 30, 90, '#c9a227'),
    rect(640, 280, 110, 26, '#b3261e', 'rx="12"'),
    `<path d="M240 340 C240 240 300 240 340 220 M550 340 C550 240 500 240 470 220" stroke="#d9a21b" stroke-width="12" fill="none"/>`,
    gauge(404, 170, 120, value, 15, [5, 10], 'psid'),
    rect(330, 500, 130, 60, '#f4f1e4', 'transform="rotate(-6 395 530)"'),
    text(352, 536, 18, '#7d1a14', 'TESTED', 'transform="rotate(-6 395 530)" font-weight="700"'),
  ].join('')
}

function thermostat(shown: string | null): string {
  return [
    shadow(240, 170, 330, 260),
    rect(230, 160, 340, 260, '#f2f1ec', 'rx="26"'),
    rect(270, 200, 200, 130, shown ? '#b7cdb4' : '#565b58', 'rx="8"'),
    shown
      ? text(350, 296, 88, '#1c2b1d', shown, 'text-anchor="middle" font-weight="600"') +
        text(424, 250, 26, '#1c2b1d', '°F') +
        text(286, 322, 15, '#1c2b1d', 'HEAT   6:00 AM')
      : '',
    circle(516, 232, 22, '#d8d6cc'),
    circle(516, 298, 22, '#d8d6cc'),
    text(516, 241, 26, '#555', '+', 'text-anchor="middle"'),
    text(516, 306, 26, '#555', '−', 'text-anchor="middle"'),
    rect(280, 360, 60, 22, '#d8d6cc', 'rx="8"'),
    rect(360, 360, 60, 22, '#d8d6cc', 'rx="8"'),
  ].join('')
}
