import { type BrowserContext, expect, type Page, test as base } from '@playwright/test'
import { type Api, password, signInOffice } from './api.ts'
import type { Company } from './company.ts'

export { expect }

type Own = { company: Company; api: Api }

export const test = base.extend<object, Own>({
  company: [
    async ({}, use) => {
      await use(JSON.parse(process.env['E2E_COMPANY'] ?? '') as Company)
    },
    { scope: 'worker' },
  ],
  /** What the dispatcher may do, without a screen: to arrange, and to look at what was recorded. */
  api: [
    async ({ company }, use) => {
      await use(await signInOffice(company.origin, company.dispatcher))
    },
    { scope: 'worker' },
  ],
})

/** Sizes people hold and sit in front of. */
export const desktop = { viewport: { width: 1440, height: 900 } }
export const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true }
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

/** Signs a browser in to the office; its screens are then open at any address. */
export async function enterOffice(context: BrowserContext, origin: string, email: string): Promise<void> {
  const response = await context.request.post(`${origin}/api/auth/office/sign-in`, {
    headers: { Origin: origin },
    data: { email, password },
  })
  expect(response.status()).toBe(200)
}

/** Signs in on the phone as people do, and waits until it holds its work and opens without a signal. */
export async function enterField(page: Page, origin: string, email: string): Promise<void> {
  await page.goto(`${origin}/field/`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}
