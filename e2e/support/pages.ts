import { expect, type Page } from '@playwright/test'
import { accountsApi } from '#core/billing/accounts-api.ts'
import { ledgerApi } from '#core/billing/ledger-api.ts'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import type { Contract } from '#core/kit/contract.ts'
import { peopleApi } from '#core/people/api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { boardApi } from '#core/scheduling/board-api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { daySheetApi } from '#core/scheduling/day-sheet-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { followUpApi } from '#core/work-orders/follow-up-api.ts'
import { signOffApi } from '#core/work-orders/sign-off-api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import type { Story } from './story.ts'

/** One page of an app: its name in pictures, where it is, and what it mainly asks the server for. */
export type PageOf = {
  name: string
  /** A page of one thing is found through the story, so an empty organization has none. */
  path: string | ((story: Story) => string)
  asks?: Contract
  signedOut?: boolean
}

export const officePages: readonly PageOf[] = [
  { name: 'sign-in', path: '/sign-in', signedOut: true },
  { name: 'first-owner', path: '/first-owner#not-a-token', signedOut: true },
  { name: 'today', path: '/', asks: workOrderApi.readToday },
  { name: 'work-orders', path: '/work-orders', asks: workOrderApi.listWorkOrders },
  { name: 'work-order', path: ({ done }) => `/work-orders/${done}`, asks: workOrderApi.readWorkOrder },
  { name: 'work-order-planned', path: ({ planned }) => `/work-orders/${planned}` },
  { name: 'work-order-flagged', path: ({ flagged }) => `/work-orders/${flagged}` },
  { name: 'follow-ups', path: '/follow-ups', asks: followUpApi.listFollowUps },
  { name: 'verify-sign-off', path: '/sign-offs' },
  { name: 'sign-off', path: ({ signOff }) => `/sign-offs/${signOff}`, asks: signOffApi.readSignOff },
  { name: 'raise', path: '/raise', asks: workOrderCatalogueApi.listJobTypes },
  { name: 'raise-for-customer', path: ({ customer, site }) => `/raise?customer=${customer}&site=${site}` },
  { name: 'schedule', path: '/schedule', asks: schedulingApi.readSchedule },
  { name: 'board', path: '/board', asks: boardApi.readBoard },
  { name: 'printed-day', path: '/board/print', asks: daySheetApi.readDaySheets },
  { name: 'customers', path: '/customers', asks: customersApi.listCustomers },
  { name: 'customer', path: ({ customer }) => `/customers/${customer}`, asks: customersApi.readCustomer },
  { name: 'site', path: ({ site }) => `/sites/${site}`, asks: customersApi.readSite },
  { name: 'asset', path: ({ asset }) => `/assets/${asset}`, asks: customersApi.readAsset },
  { name: 'review', path: '/review', asks: workOrderApi.listReview },
  { name: 'review-order', path: ({ done }) => `/review/${done}`, asks: billingApi.priceWorkOrder },
  { name: 'invoices', path: '/invoices', asks: billingApi.listInvoices },
  { name: 'invoice', path: ({ invoice }) => `/invoices/${invoice}`, asks: billingApi.readInvoice },
  { name: 'unbilled-work', path: '/ledger?place=ready', asks: ledgerApi.listLedger },
  { name: 'ready-to-invoice', path: '/invoices/ready', asks: billingApi.listReady },
  { name: 'statement', path: ({ customer }) => `/customers/${customer}/statement`, asks: billingApi.readStatement },
  { name: 'settings-accounts', path: '/settings?section=accounts', asks: accountsApi.readAccounts },
  { name: 'compare-with-accounts', path: '/exports/compare' },
  { name: 'payroll', path: '/payroll', asks: fieldworkApi.listWorked },
  { name: 'exports', path: '/exports', asks: billingApi.listExports },
  { name: 'attention', path: '/attention', asks: workOrderApi.readAttention },
  { name: 'people', path: '/people', asks: peopleApi.listMembers },
  { name: 'settings', path: '/settings', asks: peopleApi.readOrganization },
  { name: 'settings-hours', path: '/settings?section=hours' },
  { name: 'settings-rates', path: '/settings?section=rates', asks: billingCatalogueApi.listRateCards },
  { name: 'settings-price-rules', path: '/settings?section=price-rules', asks: priceTermsApi.readPriceSettings },
  { name: 'settings-targets', path: '/settings?section=targets' },
  { name: 'settings-territories', path: '/settings?section=territories', asks: territoryApi.listTerritories },
  { name: 'settings-job-types', path: '/settings?section=job-types' },
  { name: 'form', path: ({ jobType }) => `/settings/job-types/${jobType}/form` },
  { name: 'nowhere', path: '/no-such-page' },
]

/** A phone asks its own disk, so that no page of it can fail for want of an answer. */
export const fieldPages: readonly PageOf[] = [
  { name: 'sign-in', path: '/field/', signedOut: true },
  { name: 'today', path: '/field/' },
  { name: 'visit', path: ({ onPhone }) => `/field/visit/${onPhone.workOrder}/${onPhone.visit}` },
  { name: 'sign-off', path: ({ onPhone }) => `/field/visit/${onPhone.workOrder}/${onPhone.visit}/sign-off` },
  { name: 'order', path: ({ onPhone }) => `/field/order/${onPhone.workOrder}` },
  { name: 'search', path: '/field/search' },
  { name: 'make', path: '/field/make' },
  { name: 'time', path: '/field/time' },
  { name: 'outbox', path: '/field/outbox' },
  { name: 'settings', path: '/field/settings' },
]

/** Opens a page and waits until it shows what it has. */
export async function open(page: Page, of: PageOf, origin: string, story?: Story): Promise<void> {
  const path = typeof of.path === 'string' ? of.path : story && of.path(story)
  if (path === undefined) throw new Error(`${of.name} is a page of one thing, and there is none.`)
  await page.goto(`${origin}${path}`)
  await shows(page)
}

/** A heading or what went wrong, and nothing that is still being fetched. */
export async function shows(page: Page): Promise<void> {
  await expect(page.getByRole('heading').or(page.getByRole('alert')).first()).toBeVisible()
  await expect(page.locator('[class*="_skeleton_"]')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
  })
}

/** Light or dark as the system would have it, at once: no colour is still on its way. */
export async function inTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(withoutTransitions)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  // The office's library hears of it and says so in its own time.
  await page.waitForFunction((wanted) => {
    const heard = document.documentElement.dataset['mantineColorScheme']
    return heard === undefined || heard === wanted
  }, colorScheme)
}

/** In the page, once: to finish hundreds of transitions one after the other took seconds. */
function withoutTransitions(): void {
  const rule = '*, ::before, ::after, ::backdrop { transition: none !important }'
  const has = document.adoptedStyleSheets.some(({ cssRules }) => cssRules[0]?.cssText.startsWith('*'))
  if (has) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rule)
  document.adoptedStyleSheets.push(sheet)
}

/** Whether a request goes to an endpoint. */
export function goesTo(contract: Contract, url: URL): boolean {
  return new RegExp(`^${contract.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url.pathname)
}
