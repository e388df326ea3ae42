import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { look, survey, toTheTop } from './support/keyboard.ts'
import { fieldPages, inTheme, officePages, open, type PageOf, shows } from './support/pages.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

// Recording every step costs more than the steps.
test.use({ trace: 'off' })

/** Pages whose walk does not come to its end yet. */
const unfinished = new Set([
  'office raise-for-customer',
  'field app visit',
  'field app order',
  'field app sign-off',
  'field app time',
  'field app settings',
])

type Enter = (context: BrowserContext) => Promise<void>

function everyPage(app: string, pages: readonly PageOf[], enter: Enter, size: BrowserContextOptions) {
  test.describe(app, () => {
    let signedIn: BrowserContext
    test.beforeAll(async ({ browser }) => {
      signedIn = await browser.newContext(size)
      await enter(signedIn)
      await keepFromServer(signedIn)
    })
    test.afterAll(() => signedIn.close())

    for (const of of pages) {
      test(`${of.name} works with the keyboard alone`, async ({ browser }) => {
        test.fixme(unfinished.has(`${app} ${of.name}`))
        const context = of.signedOut ? await browser.newContext(size) : signedIn
        const page = await context.newPage()
        await open(page, of, company.origin, company.story)
        await inTheme(page, 'light')
        await expectEveryStop(page)
        if (app === 'office' && !of.signedOut) await expectSkipLink(page)
        await expectOverlaysToHoldAndGiveBack(page, app, of.name)
        await page.close()
        if (of.signedOut) await context.close()
      })
    }
  })
}

/** Buttons are pressed to see what opens: nothing of it reaches the server. */
async function keepFromServer(context: BrowserContext): Promise<void> {
  await context.route(
    (url) => url.pathname.startsWith('/api/'),
    (route) => (route.request().method() === 'GET' ? route.fallback() : route.abort()),
  )
}

/** Far enough to know that the way back is the way there. */
const stepsBack = 6

/** Tab reaches everything in the order of the page, shows where it is, and leaves at the end; Shift and Tab go back. */
async function expectEveryStop(page: Page): Promise<void> {
  const { stops, unreachable, groups } = await survey(page)
  expect(unreachable, 'answers to a click and to no key').toEqual([])
  await toTheTop(page)
  const reached: number[] = []
  const problems: string[] = []
  for (let presses = 0; presses <= stops.length + 5; presses++) {
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
  for (const stop of reached.slice(-stepsBack, -1).toReversed()) {
    await page.keyboard.press('Shift+Tab')
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

async function expectSkipLink(page: Page): Promise<void> {
  await toTheTop(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
}

/** A toast says that it is a dialog too, and waits beside the page. */
const overlays = '[role="dialog"]:not([aria-modal="false"]), [role="alertdialog"], [role="menu"]'
/** What stands on every page of an app is tried on the first. */
const tried = new Set<string>()

async function expectOverlaysToHoldAndGiveBack(page: Page, app: string, name: string): Promise<void> {
  const address = page.url()
  const buttons = page.locator('button:enabled:not([type="submit"]):visible')
  const names = await buttons.evaluateAll((all) =>
    all.map(
      (one) =>
        `${one.closest('nav') ? 'nav' : 'page'} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim()}`,
    ),
  )
  for (const [index, said] of names.entries()) {
    const key = said.startsWith('nav') ? `${app} ${said}` : `${app} ${name} ${said}`
    if (tried.has(key)) continue
    tried.add(key)
    const button = buttons.nth(index)
    if ((await button.count()) === 0) continue
    await button.focus()
    await page.keyboard.press(index % 2 === 0 ? 'Enter' : 'Space')
    await twoFrames(page)
    if (await page.locator(overlays).filter({ visible: true }).count()) {
      await expectToHold(page, said)
      await page.keyboard.press('Escape')
      await expect(page.locator(overlays).filter({ visible: true }), `Escape closes what ${said} opens`).toHaveCount(0)
      await expect(button, `${said} has the focus again`).toBeFocused()
    }
    if (page.url() !== address || (await buttons.count()) !== names.length) {
      await page.goto(address)
      await shows(page)
    }
  }
}

/** Tab stays in what is open, however often it is pressed. */
async function expectToHold(page: Page, said: string): Promise<void> {
  const inside = () => page.evaluate((selector) => document.activeElement?.closest(selector) !== null, overlays)
  await expect.poll(inside, { message: `what ${said} opens takes the focus` }).toBe(true)
  if ((await page.locator('[role="menu"]').filter({ visible: true }).count()) > 0) return
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    // At its end a guard hands the focus back to its beginning.
    await expect.poll(inside, { message: `what ${said} opens holds the focus`, timeout: 2000 }).toBe(true)
  }
}

function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )
}

everyPage('office', officePages, (context) => enterOffice(context, company.origin, company.owner), desktop)
everyPage(
  'field app',
  fieldPages,
  async (context) => {
    const page = await context.newPage()
    await enterField(page, company.origin, company.marta.email)
    await expect(page.getByRole('link', { name: /Thermostat in the hall/ })).toBeVisible()
    await page.close()
  },
  phone,
)
