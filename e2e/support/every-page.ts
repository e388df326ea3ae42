import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { expectEveryStop, expectOverlaysToHoldAndGiveBack, expectSkipLink, keepFromServer } from './keyboard-walk.ts'
import { inTheme, open, type PageOf } from './pages.ts'
import { expectOverlayReadable, expectReadableAt, expectReadableInBothThemes } from './readable.ts'
import { companyOfPages, test } from './test.ts'

type Sizes = { wide: BrowserContextOptions; narrow: BrowserContextOptions }

/** A test for each page of an app: what axe finds in it, and what a keyboard reaches. */
export function everyPage(
  app: string,
  pages: readonly PageOf[],
  enter: (context: BrowserContext) => Promise<void>,
  { wide, narrow }: Sizes,
) {
  test.describe(app, () => {
    let signedIn: Page
    const tried = new Set<string>()
    test.beforeAll(async ({ browser }) => {
      const context = await browser.newContext(wide)
      await enter(context)
      await keepFromServer(context)
      signedIn = await context.newPage()
    })
    test.afterAll(() => signedIn.context().close())

    for (const of of pages) {
      test(`${of.name} can be read by everybody, in light and dark, wide and narrow, and works with the keyboard alone`, async ({
        browser,
      }) => {
        // Everything a page can open is opened, and looked at in both themes.
        test.setTimeout(180_000)
        const page = of.signedOut ? await browser.newPage(wide) : signedIn
        if (wide.viewport) await page.setViewportSize(wide.viewport)
        await open(page, of, companyOfPages.origin, companyOfPages.story)
        await test.step('read', () => expectReadableInBothThemes(page))
        await test.step('narrow', () => expectReadableAt(page, narrow.viewport))
        if (wide.viewport) await page.setViewportSize(wide.viewport)
        await inTheme(page, 'light')
        await test.step('stops', () => expectEveryStop(page))
        if (app === 'office' && !of.signedOut) await test.step('skip link', () => expectSkipLink(page))
        await test.step('overlays', () =>
          expectOverlaysToHoldAndGiveBack(page, tried, (selector) => expectOverlayReadable(page, selector)))
        if (of.signedOut) await page.context().close()
      })
    }
  })
}
