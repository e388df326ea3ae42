import type { BrowserContextOptions, Page } from '@playwright/test'
import axe from 'axe-core'
import { inTheme } from './pages.ts'
import { expect } from './test.ts'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** WCAG 2.2 AA and everything before it, and what axe calls best practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is asked of which part of a page; null is all of it. */
type Asked = { of: string | null; options: axe.RunOptions }

const everything: axe.RunOptions = { runOnly: { type: 'tag', values: rules } }
const colours: axe.RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } }
const layout: axe.RunOptions = { ...everything, rules: { 'color-contrast': { enabled: false } } }
/** What lies open over a page is in no region of it. */
const overlay: axe.RunOptions = { ...everything, rules: { region: { enabled: false } } }

/** Asks axe in the page itself, which is in there until the page is left: with a runner around it, it took thrice as long. */
async function expectNoViolation(page: Page, asked: Asked): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const said = await page.evaluate(async ({ of, options }) => {
    const { violations } = await window.axe.run(of ?? document, { ...options, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 240)}\n${node.failureSummary}`),
    )
  }, asked)
  expect.soft(said).toEqual([])
}

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

/** Everything in light, then in dark what differs there: the colours. Leaves the page in light. */
export async function expectReadableInBothThemes(page: Page): Promise<void> {
  await inTheme(page, 'light')
  const paper = await background(page)
  await expectNoViolation(page, { of: null, options: everything })
  await inTheme(page, 'dark')
  expect(await background(page)).not.toBe(paper)
  await expectNoViolation(page, { of: null, options: colours })
  await inTheme(page, 'light')
}

/** The same page narrow: nothing is cut off, covered or to be scrolled sideways for. */
export async function expectReadableAt(page: Page, viewport: BrowserContextOptions['viewport']): Promise<void> {
  if (viewport) await page.setViewportSize(viewport)
  await expectNoViolation(page, { of: null, options: layout })
  expect(await sideways(page)).toBe(0)
}

/** What a page shows at this moment, in the theme it is in. */
export function expectReadable(page: Page): Promise<void> {
  return expectNoViolation(page, { of: null, options: everything })
}

/** What lies open over the page, by itself, as the page behind it was looked at before: in light, then the colours in dark. */
export async function expectOverlayReadable(page: Page, selector: string): Promise<void> {
  await expectNoViolation(page, { of: selector, options: overlay })
  await inTheme(page, 'dark')
  await expectNoViolation(page, { of: selector, options: colours })
  await inTheme(page, 'light')
}
