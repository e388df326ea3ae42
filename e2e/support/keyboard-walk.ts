import type { BrowserContext, Page } from '@playwright/test'
import { look, survey, toTheTop } from './keyboard.ts'
import { shows } from './pages.ts'
import { expect } from './test.ts'

/** Buttons are pressed to see what opens: nothing of it reaches the server. */
export async function keepFromServer(context: BrowserContext): Promise<void> {
  await context.route(
    (url) => url.pathname.startsWith('/api/'),
    (route) => (route.request().method() === 'GET' ? route.fallback() : route.abort()),
  )
}

/** Far enough to know that the way back is the way there. */
const stepsBack = 6

/** A date or a time is typed in parts, each a stop of its own within the input. */
const partsMore = 3

/** Tab reaches everything in the order of the page, shows where it is, and leaves at the end; Shift and Tab go back. */
export async function expectEveryStop(page: Page): Promise<void> {
  const { stops, unreachable, groups } = await survey(page)
  expect(unreachable, 'answers to a click and to no key').toEqual([])
  await toTheTop(page)
  const reached: number[] = []
  const problems: string[] = []
  const inParts = await page.locator('input:is([type="date"], [type="time"]):visible').count()
  for (let presses = 0; presses <= stops.length + partsMore * inParts + 5; presses++) {
    await page.keyboard.press('Tab')
    const here = await look(page)
    if (here === null || (reached.length > 0 && here.stop === reached[0])) break
    problems.push(...here.problems)
    reached.push(here.stop)
  }
  expect(problems).toEqual([])
  await page.locator(`[data-stop="${reached.at(-1)}"]`).focus()
  const known = reached.filter((stop) => stop >= 0)
  expect(known, 'in the order of the page').toEqual(known.toSorted((a, b) => a - b))

  // Back into a group leads to its last, forth to its first, unless one is chosen: to the same group.
  const placeOf = (stop: number) => groups.find(({ members }) => members.includes(stop))?.members[0] ?? stop
  // A day or a time is several stops of Tab and one of ours.
  const whole = reached.filter((stop, index) => stop !== reached[index - 1])
  for (const [index, stop] of whole.slice(-stepsBack).toReversed().entries()) {
    if (index === 0) continue
    const from = (await look(page))?.stop
    for (let parts = 0; parts <= partsMore; parts++) {
      await page.keyboard.press('Shift+Tab')
      if ((await look(page))?.stop !== from) break
    }
    expect(placeOf((await look(page))?.stop ?? -1)).toBe(placeOf(stop))
  }

  for (const { members } of groups) known.push(...(await alongGroup(page, members)))
  const missed = stops.filter((_, stop) => !known.includes(stop))
  expect(missed, 'cannot be reached').toEqual([])
}

/** Of a group one is a stop of Tab, and the arrows go on from it, round to where they began. */
async function alongGroup(page: Page, members: readonly number[]): Promise<number[]> {
  const first = page.locator(members.map((stop) => `[data-stop="${stop}"]`).join(', '))
  const start = await first.evaluateAll((elements) => elements.findIndex((element) => element.tabIndex >= 0))
  await first.nth(Math.max(start, 0)).focus()
  const reached: number[] = []
  for (const _ of members) {
    await page.keyboard.press('ArrowRight')
    reached.push((await look(page))?.stop ?? -1)
  }
  return reached
}

/** The first stop of a page leads past what every page begins with. */
export async function expectSkipLink(page: Page): Promise<void> {
  await toTheTop(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
}

/** A toast says that it is a dialog too, and waits beside the page. */
const overlays = '[role="dialog"]:not([aria-modal="false"]), [role="alertdialog"], [role="menu"]'
/** To sort a table and to jump within a page open nothing. */
const pressable =
  'button:enabled:not([type="submit"], [aria-disabled="true"], th button, [class*="_jumps_"] button):visible'

/**
 * What a press opens takes the focus, keeps it, closes on Escape and gives it back: one of each kind, once an app.
 * `tried` are the kinds known so far; `whileOpen` looks at each as it lies open.
 */
export async function expectOverlaysToHoldAndGiveBack(
  page: Page,
  tried: Set<string>,
  whileOpen: (selector: string) => Promise<void>,
): Promise<void> {
  const address = page.url()
  const opened = page.locator(overlays).filter({ visible: true })
  const buttons = page.locator(pressable)
  const here = await buttonsOf(page)
  for (const [index, { kind, said }] of here.entries()) {
    if (tried.has(kind)) continue
    tried.add(kind)
    // What was pressed before may have led away, moved it, or done away with it.
    const find = async () => (await buttonsOf(page)).findIndex((one) => one.kind === kind && one.said === said)
    let at = page.url() === address ? await find() : -1
    if (at < 0) {
      await page.goto(address)
      await shows(page)
      at = await find()
    }
    if (at < 0) continue
    const button = await buttons.nth(at).elementHandle()
    await button?.focus()
    await page.keyboard.press(index % 2 === 0 ? 'Enter' : 'Space')
    await twoFrames(page)
    if (await opened.count()) {
      await expectToHold(page, said)
      await whileOpen(overlays)
      await page.keyboard.press('Escape')
      await expect(opened, `Escape closes what ${said} opens`).toHaveCount(0)
      const isBack = () => button?.evaluate((element) => element === document.activeElement)
      await expect.poll(isBack, { message: `${said} has the focus again` }).toBe(true)
    }
  }
}

type Pressable = { kind: string; said: string }

/** Buttons in view. In rows and pictures those at the same place are of one kind; others are told apart by what they say. */
function buttonsOf(page: Page): Promise<Pressable[]> {
  return page.locator(pressable).evaluateAll((all) =>
    all.map((one) => {
      const said = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()
      if (one.closest('nav')) return { kind: said, said }
      const row = one.closest('li, tr')
      // An order on the phone has what a visit has, and a work order of the office is one in whatever state.
      const place = location.pathname.replace('/order/', '/visit/').replaceAll(/[\da-f]+-[\da-f-]+/g, 'one')
      const verb = said.replace(/^(Before|During|After) · .+/, 'photo').replace(/^(Edit|Archive) .+/, '$1 one')
      const inRow = row ? [...row.querySelectorAll('button')].findIndex((it) => it === one) : 0
      const kind = row ? `${row.tagName} ${inRow}` : verb.replace(/\d.*/, '')
      return { kind: `${place} ${one.closest('header, section')?.className ?? ''} ${kind}`, said }
    }),
  )
}

/** Tab at its end and Shift with Tab at its beginning stay in what is open; in a menu the arrows lead on instead. */
async function expectToHold(page: Page, said: string): Promise<void> {
  const inside = () => page.evaluate((selector) => document.activeElement?.closest(selector) !== null, overlays)
  await expect.poll(inside, { message: `what ${said} opens takes the focus` }).toBe(true)
  if ((await page.locator('[role="menu"]').filter({ visible: true }).count()) > 0) return
  const controls = page.locator(overlays).filter({ visible: true }).locator('a[href], button, input, select, textarea')
  await controls.filter({ visible: true }).last().focus()
  for (const key of ['Tab', 'Shift+Tab', 'Tab', 'Tab']) {
    await page.keyboard.press(key)
    // At the end a guard hands the focus back to the beginning.
    await expect.poll(inside, { message: `what ${said} opens holds the focus`, timeout: 2000 }).toBe(true)
  }
}

function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )
}
