import type { Browser, Locator, Page } from '@playwright/test'
import { openPhone, signInOffice } from './support/api.ts'
import { makeOwnJob } from './support/own-job.ts'
import { raise, workAfterCancellation } from './support/story.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

test('the dispatcher raises, plans and dispatches with the keyboard alone', async ({ browser }) => {
  const page = await inOffice(browser)
  await page.goto('/raise')
  await expect(page.getByLabel('Who calls, or where')).toBeFocused()
  await page.keyboard.type('lindenhof res')
  await expect(page.getByRole('option', { name: /^Lindenhof Residences/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Somebody else')).toBeVisible()
  await tabTo(page, page.getByLabel('Title'))
  await page.keyboard.type('Door of the boiler room sticks')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /Door of the boiler room sticks/ })).toBeVisible()

  await pressAt(page, page.getByRole('button', { name: 'Plan a visit' }))
  const dialog = page.getByRole('dialog', { name: 'Plan a visit' })
  await expect(dialog).toBeVisible()
  await tabTo(page, dialog.getByRole('combobox', { name: 'Crew' }).or(dialog.getByRole('textbox', { name: 'Crew' })))
  await page.keyboard.type('Marta')
  await expect(page.getByRole('option', { name: 'Marta Nowak' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await tabTo(page, dialog.getByLabel('Dispatch it at once'))
  await page.keyboard.press('Space')
  await pressAt(page, dialog.getByRole('button', { name: 'Plan and dispatch' }))
  await expect(page.getByText('Visit planned and dispatched')).toBeVisible()
})

test('the office settles a flag and approves the work with the keyboard alone', async ({ browser }) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const marta = await openPhone(company.origin, company.marta.email, company.marta.technician)
  const workOrder = await raise(company, api, 'Valve drips after the service')
  await workAfterCancellation(api, marta, workOrder)

  const page = await inOffice(browser)
  await page.goto(`/work-orders/${workOrder}`)
  const settle = page.getByRole('button', { name: 'Settle' })
  await expect(settle.first()).toBeVisible()
  for (let open = await settle.count(); open > 0; open--) {
    await pressAt(page, settle.first())
    await expect(settle).toHaveCount(open - 1)
  }
  await page.goto(`/review/${workOrder}`)
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeEnabled()
  await page.keyboard.press('a')
  await expect(page.getByText(/^Approved by/)).toBeVisible()
})

test('a technician travels, arrives and finishes with the keyboard alone', async ({ browser }) => {
  const { email } = await makeOwnJob('Kai Keys', 'Filter of the fountain is full')

  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, company.origin, email)
  const visit = page.getByRole('link', { name: /Filter of the fountain is full/ })
  await expect(visit).toBeVisible()
  await pressAt(page, visit)
  await expect(page.getByRole('heading', { name: 'Filter of the fountain is full' })).toBeVisible()
  for (const step of ['Travel', 'Arrive', 'Finish'])
    await pressAt(page, page.getByRole('button', { name: step, exact: true }))
  await pressAt(page, page.getByRole('button', { name: 'Finish: Done' }))
  await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
  await context.close()
})

async function inOffice(browser: Browser): Promise<Page> {
  const context = await browser.newContext(desktop)
  await enterOffice(context, company.origin, company.dispatcher)
  return context.newPage()
}

/** Goes on with Tab, as somebody without a mouse does, and fails where it cannot be reached. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible()
  const reached = () => wanted.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 200; presses++) {
    if (await reached()) return
    await page.keyboard.press('Tab')
  }
  await expect(wanted).toBeFocused()
}

async function pressAt(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.press('Enter')
}
