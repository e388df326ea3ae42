import AxeBuilder from '@axe-core/playwright'
import type { BrowserContext, Page } from '@playwright/test'
import { fieldPages, inTheme, officePages, open, type PageOf } from './support/pages.ts'
import { company, desktop, enterField, enterOffice, expect, phone, tablet, test } from './support/test.ts'

// Recording every step costs more than the steps.
test.use({ trace: 'off' })

/** WCAG 2.2 AA and everything before it, and what axe calls best practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

function said(violations: Violation[]): string[] {
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 240)}\n${node.failureSummary}`),
  )
}

type Axe = (axe: AxeBuilder) => AxeBuilder

async function expectNoViolation(page: Page, within: Axe): Promise<void> {
  // The mode without a second page to collect in: there are no frames.
  const { violations } = await within(new AxeBuilder({ page }).setLegacyMode(true)).analyze()
  expect(said(violations)).toEqual([])
}
const everything: Axe = (axe) => axe.withTags(rules)
const colours: Axe = (axe) => axe.withRules(['color-contrast'])
const layout: Axe = (axe) => axe.withTags(rules).disableRules(['color-contrast'])

/** How far the page can be scrolled sideways, in pixels. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    window.scrollTo({ left: 10_000, behavior: 'instant' })
    return window.scrollX
  })
}

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor)
}

/** Everything in light, then in dark what differs there: the colours. */
async function checkBothThemes(page: Page): Promise<void> {
  await inTheme(page, 'light')
  const paper = await background(page)
  await expectNoViolation(page, everything)
  await inTheme(page, 'dark')
  expect(await background(page)).not.toBe(paper)
  await expectNoViolation(page, colours)
}

function everyPage(
  app: string,
  pages: readonly PageOf[],
  enter: (context: BrowserContext) => Promise<void>,
  wide: Size,
  narrow: Size,
) {
  test.describe(app, () => {
    let signedIn: BrowserContext
    test.beforeAll(async ({ browser }) => {
      signedIn = await browser.newContext(wide)
      await enter(signedIn)
    })
    test.afterAll(() => signedIn.close())

    for (const of of pages) {
      test(`${of.name} can be read by everybody, in light and dark, wide and narrow`, async ({ browser }) => {
        const context = of.signedOut ? await browser.newContext(wide) : signedIn
        const page = await context.newPage()
        await open(page, of, company.origin, company.story)
        await checkBothThemes(page)
        if (narrow.viewport) await page.setViewportSize(narrow.viewport)
        await expectNoViolation(page, layout)
        expect(await sideways(page)).toBe(0)
        await page.close()
        if (of.signedOut) await context.close()
      })
    }
  })
}
type Size = typeof desktop

everyPage('office', officePages, (context) => enterOffice(context, company.origin, company.owner), desktop, tablet)
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
  // High, so that all of it is in view: what lies under the bar is scrolled to.
  { viewport: { width: 320, height: 2000 } },
)
