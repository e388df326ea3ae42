import { cardOf, openBoard, openDesk, wednesday } from './support/board.ts'
import { expectReadable } from './support/readable.ts'
import { company, expect, test } from './support/test.ts'

test('the day of one technician is printed by itself: their visits in the order of time, and no one else’s', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(24))
  const [ada, ben] = [await desk.technician('Printer Ada'), await desk.technician('Printer Ben')]
  await desk.planned('Printed second', [ada, ben], '13:00', 90)
  const first = await desk.planned('Printed first', [ada], '09:00')
  await desk.planned('Printed elsewhere', [ben], '09:00')
  const page = await openBoard(browser, `from=${desk.date}`)
  await expect(cardOf(page, first.visit, ada)).toBeAttached()
  await page.getByRole('link', { name: 'Print' }).click()
  await expect(page.getByRole('heading', { name: 'Printed day' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Technician' }).click()
  await page.getByRole('option', { name: 'Printer Ada' }).click()
  const sheet = page.getByRole('article')
  await expect(sheet).toHaveCount(1)
  await expect(sheet.getByRole('heading', { name: 'Printer Ada' })).toBeVisible()
  await expect(sheet).toContainText(/Printed first.*Printed second/s)
  await expect(sheet).toContainText(company.site.name)
  await expect(sheet).toContainText('Printer Ben')
  await expect(sheet).not.toContainText('Printed elsewhere')
  await expectReadable(page)

  await page.emulateMedia({ media: 'print' })
  await expect(sheet).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Printed day' })).toBeHidden()
  await expect(page.getByRole('combobox', { name: 'Technician' })).toBeHidden()
  await expect(page.getByRole('navigation').first()).toBeHidden()
  await page.context().close()
})
