import { type BrowserContext, type BrowserContextOptions, expect, type Page, test } from '@playwright/test'
import { password } from './api.ts'
import type { Company } from './company.ts'
import type { Story } from './story.ts'

export { expect, test }

/** The company made before the first test. */
export const company = companyIn('E2E_COMPANY')
/** One like it, on a server of its own, in which nothing happens. */
export const companyOfPages = companyIn('E2E_PAGES_COMPANY')

/** Sizes people hold and sit in front of. */
export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
export const tablet: BrowserContextOptions = { viewport: { width: 820, height: 1180 }, hasTouch: true }
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

/** Signs a browser in to the office; its screens are then open at any address. */
export async function enterOffice(
  context: BrowserContext,
  origin: string,
  email: string,
  secret = password,
): Promise<void> {
  const response = await context.request.post(`${origin}/api/auth/office/sign-in`, {
    headers: { Origin: origin },
    data: { email, password: secret },
  })
  expect(response.status()).toBe(200)
}

/** Signs in on the phone as people do, and waits until it holds its work and opens without a signal. */
export async function enterField(page: Page, origin: string, email: string, secret = password): Promise<void> {
  await page.goto(`${origin}/field/`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}

function companyIn(variable: string): Company & { story: Story } {
  return JSON.parse(process.env[variable] ?? '{}') as Company & { story: Story }
}
