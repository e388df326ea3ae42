import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'
import { instantFrom, millisecondsOf } from '#core/kit/time.ts'
import { command } from '../requests.ts'
import { password } from '../support/company.ts'
import { type Figure, percentile } from '../sync/figures.ts'
import type { BusyBoard } from './company.ts'

type Tell = (figure: Figure) => void

const openings = 7
const changes = 5
const seconds = 3
const holds = { draw: 300, frames: 55, change: 1000 }

/** What a dispatcher sees of it, in a browser: how soon, how smooth, and how soon what somebody else did. */
export async function measureScreen(busy: BusyBoard, tell: Tell): Promise<void> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error('Set CHROMIUM to where a Chromium is.')
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    const page = await signedIn(browser, busy.owner.origin)
    await firstDraw(page, busy, tell)
    tell({ what: 'frames a second of an empty page, for comparison', value: (await emptyPage(page)).toFixed(1) })
    await frames(page, busy, 'while the board is scrolled', tell, scroll)
    await frames(page, busy, 'while a visit is dragged', tell, drag)
    await changeByAnother(page, busy, tell)
  } finally {
    await browser.close()
  }
}

async function signedIn(browser: Browser, origin: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Europe/Berlin',
    baseURL: origin,
  })
  await context.request.post('/api/auth/office/sign-in', {
    headers: { Origin: origin },
    data: { email: 'owner@example.com', password },
  })
  const page = await context.newPage()
  await page.addInitScript(watchFirstCard)
  return page
}

/** In the page: when the first cards were painted, two frames after they came into the document. */
function watchFirstCard(): void {
  const watch = new MutationObserver(() => {
    if (!document.querySelector('[data-visit]')) return
    watch.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('cards')))
  })
  watch.observe(document, { childList: true, subtree: true })
}

async function firstDraw(page: Page, { from, days }: BusyBoard, tell: Tell): Promise<void> {
  const all: { drawn: number; opened: number; cards: number }[] = []
  const work: number[] = []
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  for (let n = 0; n < openings; n++) {
    await page.goto('about:blank')
    const before = await worked()
    await page.goto(`/board?from=${from}&days=${days}`)
    await page.waitForFunction(() => performance.getEntriesByName('cards').length > 0, null, { timeout: 120_000 })
    work.push((await worked()) - before)
    all.push(
      await page.evaluate(() => {
        const asked = performance
          .getEntriesByType('resource')
          .find((one): one is PerformanceResourceTiming => one.name.includes('/api/board?'))
        const painted = performance.getEntriesByName('cards')[0]?.startTime ?? 0
        return {
          drawn: painted - (asked?.responseEnd ?? 0),
          opened: painted,
          cards: document.querySelectorAll('[data-visit]').length,
        }
      }),
    )
  }
  const drawn = all.map((one) => one.drawn)
  const median = percentile(drawn, 50)
  tell({
    what: `first draw of ${days} days, from the data to the painted cards`,
    value: `${Math.round(median)} ms`,
    hold: `${holds.draw} ms`,
    holds: median <= holds.draw,
  })
  tell({
    what: `  quickest and slowest; ${all.at(-1)?.cards} cards in the window`,
    value: `${Math.round(Math.min(...drawn))}, ${Math.round(Math.max(...drawn))} ms`,
  })
  const opened = percentile(
    all.map((one) => one.opened),
    50,
  )
  tell({ what: '  from the address to the painted cards', value: `${Math.round(opened)} ms` })
  tell({ what: '  all of the page’s own work until then, CPU', value: `${Math.round(percentile(work, 50))} ms` })
}

type Frames = { each: number; gaps: number[] }

/** Frames the page itself could draw while something is done to it. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(globalThis, { frameTimes: times })
    const note = (at: number) => {
      times.push(at)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await act()
  const times = await page.evaluate((): number[] => Reflect.get(globalThis, 'frameTimes'))
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  return { each: (gaps.length / ((times.at(-1) ?? 0) - (times[0] ?? 0))) * 1000, gaps }
}

/** What the machine has to give: a loaded one draws an empty page no faster either. */
async function emptyPage(page: Page): Promise<number> {
  await page.goto('about:blank')
  const { each } = await framesWhile(page, async () => {
    const until = Date.now() + seconds * 1000
    for (let n = 0; Date.now() < until; n++) {
      await page.mouse.move(300 + (n % 100), 300)
      await page.waitForTimeout(8)
    }
  })
  return each
}

async function frames(
  page: Page,
  { from, days }: BusyBoard,
  what: string,
  tell: Tell,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  await page.goto(`/board?from=${from}&days=${days}`)
  await page.waitForSelector('[data-visit]')
  await page.waitForTimeout(1000)
  const { each, gaps } = await framesWhile(page, () => act(page))
  tell({
    what: `frames a second ${what}`,
    value: each.toFixed(1),
    hold: String(holds.frames),
    holds: each >= holds.frames,
  })
  tell({
    what: '  the longest frame, and how many over 50 ms',
    value: `${Math.round(Math.max(...gaps))} ms, ${gaps.filter((gap) => gap > 50).length}`,
  })
}

async function scroll(page: Page): Promise<void> {
  const box = await page.locator('[data-row]').first().boundingBox()
  if (!box) throw new Error('the board has rows')
  await page.mouse.move(box.x + 300, box.y + 200)
  const until = Date.now() + seconds * 1000
  for (let n = 0; Date.now() < until; n++) {
    // Down and back up, one and a half thousand pixels a second, now and then across.
    const down = n % 120 < 60 ? 25 : -25
    await page.mouse.wheel(n % 4 === 0 ? down : 0, n % 4 === 0 ? 0 : down)
    await page.waitForTimeout(16)
  }
}

async function drag(page: Page): Promise<void> {
  const card = page.locator('[data-visit]:not([data-done])').nth(8)
  await card.scrollIntoViewIfNeeded()
  const box = await card.boundingBox()
  if (!box) throw new Error('the board has visits')
  const [x, y] = [box.x + Math.min(6, box.width / 3), box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const until = Date.now() + seconds * 1000
  for (let n = 0; Date.now() < until; n++) {
    await page.mouse.move(x + Math.sin(n / 20) * 400 + 200, y + 150 + Math.cos(n / 14) * 150)
    await page.waitForTimeout(8)
  }
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/** From the moment another dispatcher sends a change until its card stands elsewhere on this screen. */
async function changeByAnother(page: Page, { owner, planned, from, days }: BusyBoard, tell: Tell): Promise<void> {
  await page.goto(`/board?from=${from}&days=${days}`)
  await page.waitForSelector('[data-visit]')
  // The live stream is open, and what came in while the page was loaded has been followed.
  await page.waitForTimeout(2000)
  const seen = new Set(
    await page
      .locator('[data-visit]')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-visit') ?? '')),
  )
  const waited: number[] = []
  for (const one of planned.filter(({ visit }) => seen.has(visit)).slice(0, changes)) {
    await page.evaluate((visit) => {
      const card = document.querySelector<HTMLElement>(`[data-visit="${visit}"]`)
      const width = card?.style.width
      const look = () => {
        const now = document.querySelector<HTMLElement>(`[data-visit="${visit}"]`)?.style.width
        if (now !== undefined && now !== width) Object.assign(globalThis, { changedAt: Date.now() })
        else requestAnimationFrame(look)
      }
      Object.assign(globalThis, { changedAt: null })
      requestAnimationFrame(look)
    }, one.visit)
    const sent = Date.now()
    await command(owner, one.workOrder, 'replan_visit', {
      visit: one.visit,
      start: instantFrom(millisecondsOf(one.start)),
      minutes: one.minutes + 30,
      window: null,
      crew: [one.technician],
      lead: one.technician,
    })
    await page.waitForFunction((): boolean => Reflect.get(globalThis, 'changedAt') !== null, null, { timeout: 30_000 })
    waited.push((await page.evaluate((): number => Reflect.get(globalThis, 'changedAt'))) - sent)
  }
  const slowest = Math.max(...waited)
  tell({
    what: `a change by another reaches the screen, slowest of ${waited.length}`,
    value: `${slowest} ms`,
    hold: `${holds.change} ms`,
    holds: waited.length > 0 && slowest <= holds.change,
  })
  tell({ what: '  median', value: `${percentile(waited, 50)} ms` })
}
