import type { Browser, Locator, Page } from '@playwright/test'
import type { Id } from '#core/kit/ids.ts'
import { addDays, type LocalDate, localDate, resolveLocal } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, send, signInOffice } from './support/api.ts'
import { zone } from './support/company.ts'
import { expectReadable } from './support/readable.ts'
import { raise } from './support/story.ts'
import { company, desktop, enterOffice, expect, test } from './support/test.ts'

test('work that waits is planned where it was suggested, and waits again when that is taken back', async ({
  browser,
}) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const workOrder = await raise(company, api, 'Tap in the laundry drips', { priority: 'P3', targetAt: null })
  const page = await board(browser)
  await waiting(page, workOrder).click()
  const panel = page.getByRole('complementary', { name: /^Tap in the laundry drips/ })
  await expect(panel.getByRole('heading', { name: 'Best places' })).toBeVisible()
  await expect(panel.getByText('No detour').first()).toBeVisible()
  await expect(page.locator('[data-place="1"]').first()).toBeVisible()
  await expectReadable(page)

  await panel
    .getByRole('button', { name: /^Plan for/ })
    .first()
    .click()
  await expect(page.getByRole('complementary', { name: /^Visit of/ })).toBeVisible()
  await expect(waiting(page, workOrder)).toHaveCount(0)
  await expect.poll(async () => (await visits(api, workOrder)).map(({ crew }) => crew.length)).toEqual([1])

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(waiting(page, workOrder)).toBeVisible()
  await expect.poll(async () => (await visits(api, workOrder)).map(({ state }) => state)).toEqual(['cancelled'])
})

test('an emergency shows who can be there first, or that nobody works now', async ({ browser }) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const workOrder = await raise(company, api, 'Gas smells in the cellar', { priority: 'P1' })
  const page = await board(browser)
  await waiting(page, workOrder).click()
  const first = page.getByRole('region', { name: 'Who can be there first' })
  const now = first.getByRole('button', { name: /^Plan now for/ })
  await expect(now.first().or(first.getByText('Nobody who could do it works now.'))).toBeVisible()
  if ((await now.count()) === 0) return
  await now.first().click()
  await expect.poll(async () => (await visits(api, workOrder)).map(({ state }) => state)).toEqual(['scheduled'])
})

test('with the keyboard alone the menu of a card unplans a visit that is on a phone, and undo sends it out again', async ({
  browser,
}) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const workOrder = await raise(company, api, 'Lamp of the cellar stairs is out')
  const visit = await dispatched(api, workOrder, company.luis.technician, 8)
  const page = await board(browser)
  await card(page, visit).focus()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem', { name: 'Open work order' })).toBeFocused()
  await expect(menu.getByRole('menuitem', { name: /^Dispatch/ })).toContainText('The visit is already dispatched.')
  await downTo(page, menu.getByRole('menuitem', { name: 'Unplan' }))
  await page.keyboard.press('Enter')
  await expect(waiting(page, workOrder)).toBeVisible()
  await expect(card(page, visit)).toHaveCount(0)
  await expect.poll(async () => (await visits(api, workOrder))[0]).toMatchObject({ start: null, state: 'scheduled' })

  const undo = page.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeEnabled()
  await undo.focus()
  await page.keyboard.press('Enter')
  await expect(card(page, visit)).toBeVisible()
  await expect
    .poll(async () => (await visits(api, workOrder))[0])
    .toMatchObject({
      state: 'dispatched',
      crew: [company.luis.technician],
    })
})

test('a visit is split into a shorter one and a return, and both are taken back at once', async ({ browser }) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const workOrder = await raise(company, api, 'Insulation of the pipes is loose')
  const visit = await dispatched(api, workOrder, company.marta.technician, 10)
  const page = await board(browser)
  await card(page, visit).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Split into a return visit' }).click()
  const dialog = page.getByRole('dialog', { name: /^Split/ })
  await dialog.getByLabel('This visit, in minutes').fill('20')
  await expect(dialog.getByLabel('The return, in minutes')).toHaveValue('40')
  await dialog.getByLabel('Start of the return, day').fill(dayAhead(3))
  await dialog.getByLabel('Start of the return, time').fill('09:00')
  await dialog.getByRole('button', { name: 'Split' }).click()
  await expect(dialog).toBeHidden()
  expect((await visits(api, workOrder)).map(({ minutes }) => minutes).toSorted()).toEqual([20, 40])

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Taken back/)).toBeVisible()
  const after = await visits(api, workOrder)
  expect(after.find(({ id }) => id === visit)).toMatchObject({ minutes: 60, state: 'dispatched' })
  expect(after.find(({ id }) => id !== visit)).toMatchObject({ state: 'cancelled' })
})

test('a time that the clocks skip is asked about before a visit is set to it', async ({ browser }) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const workOrder = await raise(company, api, 'Meter is to be read at night')
  const visit = await dispatched(api, workOrder, company.luis.technician, 12)
  const page = await board(browser)
  await card(page, visit).click()
  const panel = page.getByRole('complementary', { name: /^Visit of/ })
  await panel.getByRole('button', { name: 'What can be done' }).click()
  await page.getByRole('menuitem', { name: 'Set time' }).click()
  const dialog = page.getByRole('dialog', { name: /^Time of/ })
  await dialog.getByLabel('Planned start, day').fill('2027-03-28')
  await dialog.getByLabel('Planned start, time').fill('02:30')
  await expect(dialog.getByText('02:30 does not exist on this day', { exact: false })).toBeVisible()
  await expect(dialog.getByText('Choose which of the two times is meant.')).toBeVisible()
  await dialog.getByRole('radio', { name: /03:30/ }).check()
  await dialog.getByRole('button', { name: 'Set time' }).click()
  await expect(dialog).toBeHidden()
  expect((await visits(api, workOrder))[0]).toMatchObject({ start: '2027-03-28T01:30:00.000Z' })
})

test('several visits are chosen, moved to another day and unplanned together', async ({ browser }) => {
  const api = await signInOffice(company.origin, company.dispatcher)
  const orders = [await raise(company, api, 'Valve one sticks'), await raise(company, api, 'Valve two sticks')]
  const planned: Id[] = []
  for (const workOrder of orders) planned.push(await dispatched(api, workOrder, company.marta.technician, 14))
  const page = await board(browser)
  for (const visit of planned) await card(page, visit).click({ modifiers: ['Shift'] })
  const panel = page.getByRole('complementary', { name: 'Chosen visits' })
  await expect(panel.getByRole('heading', { name: '2 visits' })).toBeVisible()
  await panel.getByRole('button', { name: 'Move', exact: true }).click()
  const moved = dayAhead(3)
  for (const workOrder of orders)
    await expect
      .poll(async () => localDate((await visits(api, workOrder))[0]?.start ?? '', zone), { timeout: 10_000 })
      .toBe(moved)
  await panel.getByRole('button', { name: 'Unplan' }).click()
  for (const workOrder of orders) await expect(waiting(page, workOrder)).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
})

/** The week from today on, wide enough for all of its cards to be pressed. */
async function board(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ ...desktop, viewport: { width: 2200, height: 1000 } })
  await enterOffice(context, company.origin, company.dispatcher)
  const page = await context.newPage()
  await page.goto('/board?days=7')
  await expect(page.getByRole('heading', { name: 'Board', exact: true })).toBeVisible()
  return page
}

function waiting(page: Page, workOrder: Id): Locator {
  return page.locator(`[data-waiting="${workOrder}"]`)
}

function card(page: Page, visit: Id): Locator {
  return page.locator(`[data-visit="${visit}"]`)
}

function dayAhead(days: number): LocalDate {
  return addDays(localDate(new Date().toISOString(), zone), days)
}

/** On a phone, the day after tomorrow at this hour, where no other test has anything. */
async function dispatched(api: Api, workOrder: Id, technician: Id, hour: number): Promise<Id> {
  const visit = newId()
  const found = resolveLocal(dayAhead(2), `${String(hour).padStart(2, '0')}:00`, zone)
  const start = found.kind === 'one' ? found.instant : ''
  const crew = { crew: [technician], lead: technician }
  await send(api, workOrder, 'plan_visit', { visit, start, minutes: 60, window: null, ...crew })
  await send(api, workOrder, 'dispatch_visit', { visit })
  return visit
}

async function downTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('ArrowDown')
  }
  await expect(wanted).toBeFocused()
}

async function visits(api: Api, workOrder: Id) {
  const { work } = await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  return work.visits.map(({ id, plan }) => ({ id, ...plan }))
}
