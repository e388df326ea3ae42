import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { fieldPages, goesTo, inTheme, officePages, open, type PageOf } from './support/pages.ts'
import type { Screens } from './support/ready-for-screens.ts'
import { desktop, enterField, enterOffice, expect, phone, tablet, test } from './support/test.ts'

const { empty, demo } = JSON.parse(process.env['SCREENS'] ?? '{}') as Screens
const onDesk = { desktop, tablet }
const inHand = { phone, tablet }

/** Every size in every theme, from one visit to the page. */
async function take(page: Page, name: string, sizes: Record<string, BrowserContextOptions>): Promise<void> {
  for (const [size, { viewport }] of Object.entries(sizes)) {
    if (viewport) await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await inTheme(page, colorScheme)
      await page.screenshot({
        path: `screens/${name}-${size}-${colorScheme}.png`,
        animations: 'disabled',
        fullPage: size === 'phone',
      })
    }
  }
}

type Kind = {
  place: string
  pages: readonly PageOf[]
  sizes: Record<string, BrowserContextOptions>
  enter: (context: BrowserContext) => Promise<void>
  shoot: (page: Page, of: PageOf) => Promise<void>
}

/** A picture a page; all of them as one person, who signs in once. */
function pictures({ place, pages, sizes, enter, shoot }: Kind): void {
  test.describe(place, () => {
    const size = Object.values(sizes)[0]
    let signedIn: BrowserContext
    test.beforeAll(async ({ browser }) => {
      signedIn = await browser.newContext(size)
      await enter(signedIn)
    })
    test.afterAll(() => signedIn.close())
    for (const of of pages) {
      test(of.name, async ({ browser }) => {
        const context = of.signedOut ? await browser.newContext(size) : signedIn
        const page = await context.newPage()
        await shoot(page, of)
        await take(page, `${place}/${of.name}`, sizes)
        await page.close()
        if (of.signedOut) await context.close()
      })
    }
  })
}

const needsNothing = (of: PageOf) => typeof of.path === 'string' && !of.signedOut
const asks = (of: PageOf) => of.asks !== undefined
const enterDemo = (context: BrowserContext) => enterOffice(context, demo.origin, demo.owner, demo.password)

async function onPhone(context: BrowserContext, origin: string, email: string, password?: string): Promise<void> {
  const page = await context.newPage()
  await enterField(page, origin, email, password)
  await expect(page.getByRole('link', { name: 'All sent' })).toBeVisible()
  await page.close()
}

pictures({
  place: 'office/full',
  pages: officePages,
  sizes: onDesk,
  enter: enterDemo,
  shoot: (page, of) => open(page, of, demo.origin, demo.story),
})

pictures({
  place: 'office/empty',
  pages: officePages.filter(needsNothing),
  sizes: onDesk,
  enter: (context) => enterOffice(context, empty.origin, empty.owner),
  shoot: (page, of) => open(page, of, empty.origin),
})

pictures({
  place: 'office/failing',
  pages: officePages.filter(asks),
  sizes: onDesk,
  enter: enterDemo,
  async shoot(page, of) {
    await page.route(
      (url) => of.asks !== undefined && goesTo(of.asks, url),
      (route) => route.abort(),
    )
    await open(page, of, demo.origin, demo.story)
  },
})

pictures({
  place: 'field/full',
  pages: fieldPages,
  sizes: inHand,
  enter: (context) => onPhone(context, demo.origin, demo.technician, demo.password),
  shoot: (page, of) => open(page, of, demo.origin, demo.story),
})

pictures({
  place: 'field/empty',
  pages: fieldPages.filter(needsNothing),
  sizes: inHand,
  enter: (context) => onPhone(context, empty.origin, empty.technician),
  shoot: (page, of) => open(page, of, empty.origin),
})

/** A phone has no query that could fail; what can fail is its network. */
pictures({
  place: 'field/failing',
  pages: fieldPages.filter((of) => !of.signedOut),
  sizes: { phone },
  async enter(context) {
    await onPhone(context, demo.origin, demo.technician, demo.password)
    await context.route(/\/api\//, (route) => route.fulfill({ status: 503, body: 'Upstream is away' }))
  },
  shoot: (page, of) => open(page, of, demo.origin, demo.story),
})
