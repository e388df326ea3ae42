import { openLine } from './support/line.ts'
import { expectOnRecord, makeOwnJob, note, openVisit, photosShown } from './support/own-job.ts'
import { jpeg } from './support/photos.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

test('behind a captive portal that answers everything with its own page, nothing counts as sent, and all of it goes afterwards', async ({
  browser,
}) => {
  const job = await makeOwnJob('Cap Portal', 'Hotel with a portal')
  const line = await openLine(company.origin)
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, line.origin, job.email)
  await expect(page.getByRole('link', { name: new RegExp(job.title) })).toBeVisible()
  await openVisit(page, line.origin, job)

  let asked = 0
  line.instead = (path) => {
    if (path.startsWith('/api/sync/push')) asked++
    return { status: 200, type: 'text/html', body: '<h1>Welcome to the hotel’s network</h1>' }
  }
  await note(page, 'Written in the lobby')
  const buffer = await jpeg(31)
  await page
    .locator('#photos')
    .getByLabel('From gallery')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer })
  await expect(photosShown(page)).toHaveCount(1)
  await expect.poll(() => asked).toBeGreaterThan(1)
  await openVisit(page, line.origin, job)
  await expect(photosShown(page)).toHaveCount(1)
  await page.goto(`${line.origin}/field/`)
  await expect(page.getByRole('link', { name: 'Offline · 2 here' })).toBeVisible()

  line.instead = null
  await page.goto(`${line.origin}/field/outbox`)
  await expectOnRecord(job, ['Written in the lobby'], 1)
  await context.close()
  await line.close()
})
