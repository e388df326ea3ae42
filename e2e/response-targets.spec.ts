import type { Page } from '@playwright/test'
import { peopleApi } from '#core/people/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { signInOffice } from './support/api.ts'
import { raise } from './support/story.ts'
import { company, desktop, enterOffice, expect, test } from './support/test.ts'

test('the owner says what a priority promises; raising shows it, a length nobody can read is not taken', async ({
  browser,
}) => {
  const owner = await signInOffice(company.origin, company.owner)
  const context = await browser.newContext({ ...desktop, baseURL: company.origin })
  await enterOffice(context, company.origin, company.owner)
  const page = await context.newPage()
  await page.goto('/settings?section=targets')
  await choose(page, 'P4, counted', 'Around the clock')
  const arrive = page.getByLabel('P4, arrive within')
  await arrive.fill('12')
  await expect(page.getByText('Write lengths as 4 h or 30 min.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await arrive.fill('100:30')
  await page.getByLabel('P4, resolve within').fill('4 h')
  await expect(page.getByText('P4: resolving is not due before what comes before it.')).toBeVisible()
  await page.getByLabel('P4, resolve within').fill('200 h')
  await page.getByLabel('Parts').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  await expect(arrive).toHaveValue('100 h 30 min')
  const saved = await owner.call(peopleApi.readOrganization, {})
  expect(saved.responseTargets.P4).toEqual({
    calendar: 'around_the_clock',
    acknowledge: 18 * 60,
    arrive: 6_030,
    resolve: 12_000,
  })
  expect(saved.pausingReasons).toContain('parts')

  await page.goto('/raise')
  await page.getByText('When convenient').click()
  await expect(page.getByText(/To arrive by .*: 100 h 30 min around the clock\. To finish by .*: 200 h/)).toBeVisible()
  await context.close()
})

test('work on hold for the customer says that its clock stands, for what and with how much left; released it goes on', async ({
  browser,
}) => {
  const owner = await signInOffice(company.origin, company.owner)
  const requestedAt = new Date(Date.now() - 60 * 60_000).toISOString()
  const id = await raise(company, owner, `Clock ${newId().slice(-6)}`, { priority: 'P1', requestedAt, targetAt: null })
  const context = await browser.newContext({ ...desktop, baseURL: company.origin })
  await enterOffice(context, company.origin, company.dispatcher)
  const page = await context.newPage()
  await page.goto(`/work-orders/${id}`)
  await expect(page.getByText('3 h to arrive')).toBeVisible()
  await expect(page.getByText('4 h around the clock', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Hold', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, 'Waits for', 'Access')
  await expect(dialog.getByText('The clocks of its response targets stand still.')).toBeVisible()
  await dialog.getByLabel('Reason').fill('No key')
  await dialog.getByRole('button', { name: 'Hold' }).click()
  await expect(page.getByText('Clock stands')).toBeVisible()
  await expect(page.getByText(/Stands for access since .*, (3 h|2 h 59 min|2 h 58 min) left/)).toBeVisible()
  await expect(page.getByText('On hold for access')).toBeVisible()
  const { items } = await owner.call(workOrderApi.listWorkOrders, { query: { status: 'on_hold', limit: 200 } })
  expect(items.find((row) => row.id === id)?.due?.paused).toBe(true)
  await page.getByRole('button', { name: 'Release' }).click()
  await expect(page.getByText('3 h to arrive')).toBeVisible()
  await context.close()
})

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
