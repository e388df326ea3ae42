import { expectOnRecord, makeOwnJob, note, openVisit } from './support/own-job.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

test('a mate who signs in on a phone with unsent work sees nothing of it, and it is handed in under its author', async ({
  browser,
}) => {
  const first = await makeOwnJob('Ada Author', 'Radiator nobody else sees')
  const second = await makeOwnJob('Bo Borrower', 'Pump of the borrower')
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, company.origin, first.email)
  await expect(page.getByRole('link', { name: new RegExp(first.title) })).toBeVisible()
  await openVisit(page, company.origin, first)

  await context.setOffline(true)
  await note(page, 'Only on this phone')
  await page.goto(`${company.origin}/field/settings`)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const asked = page.getByRole('dialog', { name: 'Not everything is sent' })
  await asked.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Email')).toBeVisible()

  await context.setOffline(false)
  await enterField(page, company.origin, second.email)
  await expect(page.getByRole('link', { name: new RegExp(second.title) })).toBeVisible()
  await expect(page.getByText(first.title)).toHaveCount(0)
  await page.goto(`${company.origin}${first.path}`)
  await expect(page.getByText('Only on this phone')).toHaveCount(0)

  await openVisit(page, company.origin, second)
  await note(page, 'From the borrower')
  await expectOnRecord(first, ['Only on this phone'])
  await expectOnRecord(second, ['From the borrower'])
  const [{ technician } = { technician: null }] = (await first.onRecord()).notes
  expect(technician).toBe(first.technician)
  await context.close()
})
