import { readFile } from 'node:fs/promises'
import { workOrderApi } from '#core/work-orders/api.ts'
import { signInOffice } from './support/api.ts'
import { photoFiles } from './support/photos.ts'
import { dispatch, raise } from './support/story.ts'
import { expectReadable } from './support/readable.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

test('what is on a lost phone: it says so, is saved as a file, comes in after the phone was signed out, and counts once', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const api = await signInOffice(company.origin, company.dispatcher)
  const workOrder = await raise(company, api, 'Valve sticks in the attic')
  const visit = await dispatch(api, workOrder, company.luis.technician)
  const fieldContext = await browser.newContext(phone)
  const field = await fieldContext.newPage()
  await enterField(field, company.origin, company.luis.email)
  await expect(field.getByRole('link', { name: 'All sent' })).toBeVisible()
  await fieldContext.setOffline(true)

  const saved =
    await test.step('without a signal: a note and a photo, and the outbox says where they are', async () => {
      await field.goto(`/field/visit/${workOrder}/${visit}`)
      await field.locator('#notes').getByLabel('New note').fill('Valve is stuck half open.')
      await field.locator('#notes').getByRole('button', { name: 'Save note' }).click()
      await field
        .locator('#photos')
        .getByLabel('From gallery')
        .setInputFiles(await photoFiles(1))
      await expect(field.locator('#handed-in').getByText('2 on this phone')).toBeVisible()
      await field.goto('/field/outbox')
      await expect(field.getByRole('heading', { name: 'No signal' })).toBeVisible()
      await expect(field.getByText('2 items safe on this phone.')).toBeVisible()
      await expectReadable(field)
      const saving = field.waitForEvent('download')
      await field.getByRole('button', { name: 'Save what is unsent' }).click()
      return readFile(await (await saving).path())
    })

  await test.step('signing out says what is unsent, and keeps it', async () => {
    await field.goto('/field/settings')
    await field.getByRole('button', { name: 'Sign out' }).click()
    const asked = field.getByRole('dialog', { name: 'Not everything is sent' })
    await expect(asked.getByRole('listitem')).toHaveText(/Valve sticks in the attic.*2 items/)
    await asked.getByRole('button', { name: 'Close' }).click()
  })

  const officeContext = await browser.newContext(desktop)
  await enterOffice(officeContext, company.origin, company.owner)
  const office = await officeContext.newPage()
  await test.step('the office signs the phone out', async () => {
    await office.goto('/people')
    const lost = office.locator('#phones').getByRole('button', { name: /^Sign out .* of Luis Ortega/ })
    await lost.first().click()
    await expect(office.getByText('it waits in Attention until you take it in')).toBeVisible()
    await office.getByRole('button', { name: 'Sign out the phone' }).click()
    await expect(office.getByText(/of Luis Ortega is signed out/)).toBeVisible()
  })

  await test.step('it finds a signal: what it holds comes in by its key, and waits for a person', async () => {
    await field.goto('/field/outbox')
    await fieldContext.setOffline(false)
    await expect(field.getByRole('heading', { name: 'Sign in to see news' })).toBeVisible({ timeout: 20_000 })
    await expect(field.getByText('It has this, and decides.').first()).toBeVisible()
    await office.goto('/attention')
    const card = office.locator('#held').getByText('2 entries from a phone of Luis Ortega that was signed out.')
    await expect(card).toBeVisible()
    await office.locator('#held').getByRole('button', { name: 'Take all its work in' }).click()
    await expect(card).toHaveCount(0)
  })

  await test.step('the saved file afterwards: everything was here already', async () => {
    await office.getByRole('button', { name: 'Take in a saved file' }).click()
    const dialog = office.getByRole('dialog', { name: 'Take in a saved file' })
    const choose = dialog.getByLabel('A file saved on a phone')
    await choose.setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
    await expect(dialog.getByRole('alert')).toHaveText('notes.json is no file that a phone saved from its outbox.')
    await choose.setInputFiles({ name: 'outbox.json', mimeType: 'application/json', buffer: saved })
    await expect(dialog.getByText('2 of 2 entries on record, 1 of 1 photos and files here')).toBeVisible()
    await expect(dialog.getByText('Was here already')).toHaveCount(2)
    await expectReadable(office)
    const { work, evidence } = await api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
    expect([work.notes.length, work.photos.length, evidence.stored]).toEqual([1, 1, 1])
  })
  await officeContext.close()
  await fieldContext.close()
})

test('a notice that is pushed shows in words of its visit and leads there', async ({ browser }) => {
  const context = await browser.newContext(phone)
  await context.grantPermissions(['notifications'], { origin: company.origin })
  const page = await context.newPage()
  await enterField(page, company.origin, company.marta.email)
  const { workOrder, visit } = company.story.onPhone
  const path = `/field/visit/${workOrder}/${visit}`
  const notice = { title: 'Visit moved', body: 'Now Tue, 24 Nov 2026, 09:00 CET', tag: visit, path }
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const data = JSON.stringify(JSON.stringify(notice))
  await worker.evaluate(`void self.dispatchEvent(new PushEvent('push', { data: ${data} }))`)
  const shown = () =>
    page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications()
      return all.map(({ title, body, tag, data: of }) => ({ title, body, tag, path: of }))
    })
  await expect.poll(shown).toEqual([notice])
  // A tap, as far as a test can make one: only a person's gives the window the focus.
  await worker.evaluate(
    `self.registration.getNotifications().then(([notification]) =>
      void self.dispatchEvent(new NotificationEvent('notificationclick', { notification })))`,
  )
  await expect(page).toHaveURL(`${company.origin}${path}`)
  await expect.poll(shown).toEqual([])
  await context.close()
})
