import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { localDate } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { signInOffice } from './support/api.ts'
import { zone } from './support/company.ts'
import { photoFiles } from './support/photos.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

const title = 'Boiler on house 3 keeps going out'

test('a work order goes from the caller to the invoice, through a day without a signal', async ({ browser }) => {
  test.setTimeout(150_000)
  const api = await signInOffice(company.origin, company.dispatcher)
  const officeContext = await browser.newContext(desktop)
  const fieldContext = await browser.newContext(phone)
  await enterOffice(officeContext, company.origin, company.dispatcher)
  const office = await officeContext.newPage()

  await test.step('the dispatcher raises it while the caller is on the phone', async () => {
    await office.goto('/raise')
    await office.getByLabel('Who calls, or where').fill('linden')
    await office
      .getByRole('option', { name: /Lindenhof Residences/ })
      .first()
      .click()
    await choose(office, 'Job type', 'Boiler service')
    await office.getByLabel('Title').fill(title)
    await office.getByRole('button', { name: 'Raise', exact: true }).click()
    await expect(office.getByRole('heading', { name: new RegExp(title) })).toBeVisible()
  })
  const workOrder = office.url().split('/').at(-1) ?? ''

  await test.step('plans a visit today with Luis, and dispatches it', async () => {
    await office.getByRole('button', { name: 'Plan a visit' }).click()
    const dialog = office.getByRole('dialog', { name: 'Plan a visit' })
    await dialog.getByLabel('Planned start, day').fill(localDate(new Date().toISOString(), zone))
    await dialog.getByLabel('Planned start, time').fill('12:00')
    await choose(office, 'Crew', 'Luis Ortega', dialog)
    await dialog.getByRole('button', { name: 'Plan', exact: true }).press('Enter')
    await expect(status(office, 'Scheduled')).toBeVisible()
    await office.getByRole('button', { name: 'Dispatch', exact: true }).click()
    await expect(office.getByText('Visit 1 dispatched')).toBeVisible()
  })

  let field = await fieldContext.newPage()
  const visitPath = await test.step('the technician sees it on the phone', async () => {
    await enterField(field, company.origin, company.luis.email)
    const card = field.getByRole('link', { name: new RegExp(title) })
    await expect(card).toBeVisible()
    return (await card.getAttribute('href')) ?? ''
  })

  await test.step('and loses the signal: travel, arrive, two tasks and six photos', async () => {
    await fieldContext.setOffline(true)
    await field.getByRole('link', { name: new RegExp(title) }).click()
    await field.getByRole('button', { name: 'Travel', exact: true }).click()
    await field.getByRole('button', { name: 'Arrive', exact: true }).click()
    await expect(field.getByRole('button', { name: 'Finish', exact: true })).toBeVisible()
    const tasks = field.locator('#tasks')
    await tasks.getByText('Yes', { exact: true }).click()
    await tasks.getByRole('textbox', { name: /Flue gas temperature/ }).fill('84')
    await tasks.getByRole('button', { name: 'Save' }).click()
    await expect(tasks.getByText('2 of 3')).toBeVisible()
    await takePhotos(field, 'Before', (await photoFiles(12)).slice(0, 6), 6)
  })

  await test.step('the phone dies in the middle and opens again, still without a signal', async () => {
    await field.close()
    field = await fieldContext.newPage()
    await field.goto(visitPath)
    await expect(field.getByRole('heading', { name: title })).toBeVisible()
    await expect(field.locator('#tasks').getByText('2 of 3')).toBeVisible()
    await expect(field.locator('#photos').getByRole('button', { name: /^Before/ })).toHaveCount(6)
  })

  await test.step('the rest: the last task, six photos, a note, a part', async () => {
    await field.locator('#tasks').getByRole('textbox', { name: 'What was found' }).fill('Electrode worn, gap 6 mm.')
    await field.locator('#tasks').getByRole('button', { name: 'Save' }).click()
    await takePhotos(field, 'After', (await photoFiles(12)).slice(6), 12)
    await field.locator('#notes').getByLabel('New note').fill('Showed Mrs Sommer how to reset the boiler.')
    await field.locator('#notes').getByRole('button', { name: 'Save note' }).click()
    await field.locator('#parts').getByRole('button', { name: 'Add' }).click()
    await field.getByLabel('Name, number or barcode').fill('ignit')
    await field.getByRole('button', { name: /Ignition electrode/ }).click()
    await field.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
    await expect(field.locator('#parts').getByText('Ignition electrode')).toBeVisible()
  })

  await test.step('the customer signs on the pad, and the visit is finished', async () => {
    await field.locator('#sign-off').getByRole('link').click()
    await field.getByRole('button', { name: 'Sign', exact: true }).click()
    const pad = field.getByRole('dialog')
    await pad.getByRole('textbox', { name: 'Name' }).fill('Helga Sommer')
    await drawOn(field, pad.getByRole('img'))
    await pad.getByRole('button', { name: 'Sign', exact: true }).click()
    await expect(field.locator('#sign-off').getByText('Helga Sommer')).toBeVisible()
    await field.getByRole('button', { name: 'Finish', exact: true }).click()
    await field.getByRole('button', { name: 'Finish: Done' }).click()
    await expect(field.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
  })

  await test.step('everything is on this phone alone, and the outbox says so', async () => {
    await field.goto('/field/outbox')
    await expect(field.getByRole('heading', { name: 'No signal' })).toBeVisible()
    await expect(counted(field, 'On this phone').last()).toHaveText(/^13 files,/)
    await expect(counted(field, 'Received').first()).toHaveText('0')
    await expect(office.getByRole('heading', { name: 'Evidence' })).toBeVisible()
    await expect(office.locator('#evidence').getByText('0 of 0')).toBeVisible()
    const { work } = await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
    expect(work.photos).toEqual([])
  })

  await test.step('with a signal it goes by itself, and the office sees it come without a reload', async () => {
    const marker = await office.evaluate(() => performance.timeOrigin)
    await fieldContext.setOffline(false)
    await expect(field.getByRole('heading', { name: 'Nothing waits on this phone' })).toBeVisible({ timeout: 45_000 })
    await expect(status(office, 'Work complete')).toBeVisible()
    await expect(office.locator('#evidence').getByText('13 of 13')).toBeVisible()
    await expect(office.getByText('Showed Mrs Sommer how to reset the boiler.').first()).toBeVisible()
    expect(await office.evaluate(() => performance.timeOrigin)).toBe(marker)
  })

  await test.step('the office reviews and approves it', async () => {
    await office
      .getByRole('link', { name: /^Review/ })
      .first()
      .click()
    await office.getByRole('link', { name: new RegExp(title) }).click()
    await expect(office.locator('#bill').getByText('Ignition electrode')).toBeVisible()
    await office.getByRole('button', { name: /^Approve/ }).click()
    await office.getByRole('link', { name: 'Open the invoice draft' }).click()
  })

  await test.step('issues the invoice', async () => {
    await office.getByRole('button', { name: /^Issue/ }).click()
    await expect(office.getByRole('heading', { name: /INV-\d+/, level: 1 })).toBeVisible()
  })

  await test.step('and downloads the report', async () => {
    await office.goto(`/work-orders/${workOrder}`)
    await office.getByRole('button', { name: 'Make a report' }).click()
    await office.getByRole('menuitem', { name: 'Of the whole order' }).click()
    const saving = office.waitForEvent('download')
    await office.locator('#reports').getByRole('link', { name: 'Download' }).click({ timeout: 45_000 })
    const bytes = await readFile(await (await saving).path())
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })

  await officeContext.close()
  await fieldContext.close()
})

/** Chooses in a field that offers what fits while one types. */
async function choose(page: Page, label: string, option: string, within: Page | Locator = page): Promise<void> {
  await within
    .getByRole('combobox', { name: label })
    .or(within.getByRole('textbox', { name: label }))
    .first()
    .click()
  await page.getByRole('option', { name: option }).click()
}

function status(page: Page, word: string): Locator {
  return page.getByRole('main').getByText(word, { exact: true }).first()
}

type Files = Awaited<ReturnType<typeof photoFiles>>

/** From the gallery, several at once; each shows as soon as it is kept on the phone. */
async function takePhotos(page: Page, phase: 'Before' | 'After', files: Files, then: number): Promise<void> {
  const photos = page.locator('#photos')
  await photos.getByText(phase, { exact: true }).first().click()
  await photos.getByLabel('From gallery').setInputFiles(files)
  await expect(photos.getByRole('button', { name: /^(Photo, )?(Before|After)/i })).toHaveCount(then)
}

async function drawOn(page: Page, pad: Locator): Promise<void> {
  const box = await pad.boundingBox()
  if (!box) throw new Error('The pad is not on the screen.')
  const [left, middle] = [box.x + 40, box.y + box.height / 2]
  await page.mouse.move(left, middle)
  await page.mouse.down()
  for (let step = 1; step <= 30; step++) await page.mouse.move(left + step * 8, middle + Math.sin(step / 2) * 50)
  await page.mouse.up()
}

function counted(page: Page, term: string): Locator {
  return page.locator('dl > div').filter({ hasText: term }).locator('dd')
}
