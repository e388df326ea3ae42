import type { Browser, Locator, Page } from '@playwright/test'
import { addDays } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { newId } from '#server/platform/ids.ts'
import { signInOffice } from './support/api.ts'
import { openDesk, wednesday } from './support/board.ts'
import { company, desktop, enterOffice, expect, test } from './support/test.ts'

test('the dispatcher enters who is away, takes it back, and brings it back again', async ({ browser }) => {
  const page = await inPeople(browser, company.dispatcher)
  const roster = page.locator('#roster')
  await roster.getByRole('button', { name: 'Time off', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByRole('combobox', { name: 'Who' }), 'Marta Nowak')
  await choose(page, dialog.getByRole('combobox', { name: 'Reason' }), 'Sickness')
  await dialog.getByLabel('First day').fill('2031-03-03')
  await dialog.getByLabel('Last day').fill('2031-03-02')
  await expect(dialog.getByRole('button', { name: 'Add' })).toBeDisabled()
  await dialog.getByLabel('Last day').fill('2031-03-05')
  await dialog.getByRole('button', { name: 'Add' }).click()
  const row = roster.getByRole('row', { name: /Marta Nowak Sickness .*3 Mar 2031.*5 Mar 2031/ })
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: 'Remove Sickness of Marta Nowak' }).click()
  await expect(row).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()
  await page.context().close()
})

test('whoever enters an absence is told what is planned then already, and is led to it on the board', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(25))
  const ada = await desk.technician('Absent Ada')
  await desk.planned('Absent first', [ada], '09:00')
  const second = await desk.planned('Absent second', [ada], '13:00')
  const page = await inPeople(browser, company.dispatcher)
  await page.locator('#roster').getByRole('button', { name: 'Time off', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByRole('combobox', { name: 'Who' }), 'Absent Ada')
  await expect(dialog.getByText('planned then')).toHaveCount(0)
  await dialog.getByLabel('Last day').fill(desk.date)
  await expect(dialog.getByText('2 visits are planned then.')).toBeVisible()
  await dialog.getByLabel('First day').fill(addDays(desk.date, 1))
  await expect(dialog.getByText('planned then')).toHaveCount(0)
  await dialog.getByLabel('First day').fill(desk.date)
  await dialog.getByLabel('Last day').fill(desk.date)
  await dialog.getByRole('link', { name: 'See them on the board' }).click()
  await expect(page.locator(`[data-visit="${second.visit}"]`)).toBeAttached()
  await page.context().close()
})

test('a rota that hands over in an hour that is there twice asks which of the two is meant', async ({ browser }) => {
  const page = await inPeople(browser, company.dispatcher)
  await page.locator('#roster').getByRole('button', { name: 'On call in turn' }).click()
  const dialog = page.getByRole('dialog')
  const who = dialog.getByRole('combobox', { name: 'Technicians, in the order of their turns' })
  await choose(page, who, 'Luis Ortega')
  await choose(page, who, 'Marta Nowak')
  await dialog.getByLabel('First day').fill('2032-10-30')
  await dialog.getByLabel('Until').fill('2032-11-01')
  await dialog.getByLabel('Days each').fill('1')
  await dialog.getByLabel('Handing over at').fill('02:30')
  await expect(dialog.getByText(/02:30 exists twice on Sun,? 31 Oct 2032/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Enter' })).toBeDisabled()
  await dialog.getByRole('radio', { name: '02:30 CET' }).check()
  await dialog.getByRole('button', { name: 'Enter 2 turns' }).click()
  await expect(page.getByText('2 turns on call entered')).toBeVisible()
  await expect(
    page
      .locator('#roster')
      .getByRole('row', { name: /Luis Ortega On call .*30 Oct 2032, 02:30 – .*31 Oct 2032, 02:30 CET/ }),
  ).toBeVisible()
  await page.context().close()
})

test('a certificate that has expired says so in a word, and own hours that end before they begin cannot be saved', async ({
  browser,
}) => {
  const owner = await signInOffice(company.origin, company.owner)
  const skill = `Gas ${newId().slice(-6)}`
  await owner.call(peopleApi.makeSkill, { body: { id: newId(), name: skill } })
  await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Carla Certified' } })
  const page = await inPeople(browser, company.owner)
  await page.getByRole('button', { name: 'Edit Carla Certified' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByRole('combobox', { name: 'Add a skill' }), skill)
  await dialog.getByLabel(`Last day the certificate of ${skill} counts`).fill('2024-02-29')
  await expect(dialog.getByText(/^Expired 29 Feb 2024$/)).toBeVisible()
  await dialog.getByLabel('As the company').uncheck()
  await dialog.getByLabel('Tuesday to').fill('06:00')
  await expect(dialog.getByText('The end comes after the beginning.')).toBeVisible()
  await expect(dialog.getByText('Look at the hours of Tuesday.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await dialog.getByLabel('Tuesday to').fill('00:00')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const row = page.locator('#technicians').getByRole('row', { name: /Carla Certified/ })
  await expect(row).toContainText('Expired 29 Feb 2024')
  await expect(row).toContainText('Tue 08:00 – midnight')
  await page.context().close()
})

test('a holiday being typed stays when somebody else saves other settings meanwhile, and both are saved', async ({
  browser,
}) => {
  const owner = await signInOffice(company.origin, company.owner)
  const page = await inPeople(browser, company.owner)
  await page.goto('/settings?section=hours')
  await page.getByRole('button', { name: 'Add a holiday' }).click()
  const name = page.getByLabel(/^Name of holiday/).last()
  await name.fill('Company outing')
  const heard = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/organization')
  const { version } = await owner.call(peopleApi.readOrganization, {})
  const website = `${newId().slice(-6)}.example`
  await owner.call(peopleApi.editOrganization, { body: { version, website } })
  await heard
  await expect(name).toHaveValue('Company outing')
  await page
    .getByLabel(/^Day of holiday/)
    .last()
    .fill('2031-07-18')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  await expect
    .poll(async () => {
      const saved = await owner.call(peopleApi.readOrganization, {})
      return [saved.website, saved.holidays.at(-1)]
    })
    .toEqual([website, { date: '2031-07-18', name: 'Company outing' }])
  await expect(name).toHaveValue('Company outing')
  await page.context().close()
})

test('a phone number being typed stays when somebody else saves another setting meanwhile; of the same one by two, the second decides', async ({
  browser,
}) => {
  const owner = await signInOffice(company.origin, company.owner)
  const page = await inPeople(browser, company.owner)
  await page.goto('/settings')
  const phone = page.getByLabel('Phone', { exact: true })
  await phone.fill('+49 30 5550100')
  const heard = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/organization')
  const { version } = await owner.call(peopleApi.readOrganization, {})
  const website = `${newId().slice(-6)}.example`
  await owner.call(peopleApi.editOrganization, { body: { version, website } })
  await heard
  await expect(phone).toHaveValue('+49 30 5550100')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  const saved = await owner.call(peopleApi.readOrganization, {})
  expect([saved.website, saved.phone]).toEqual([website, '+49 30 5550100'])

  // The same line by two: who is second decides.
  await phone.fill('+49 30 5550111')
  await page.getByLabel('E-mail').fill('desk@keller.example')
  await owner.call(peopleApi.editOrganization, { body: { version: saved.version, phone: '+49 30 5550122' } })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Phone: now +49 30 5550122' })).toBeVisible()
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(phone).toHaveValue('+49 30 5550122')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => {
      const { phone: number, email } = await owner.call(peopleApi.readOrganization, {})
      return [number, email]
    })
    .toEqual(['+49 30 5550122', 'desk@keller.example'])
  await page.context().close()
})

async function inPeople(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext({ ...desktop, baseURL: company.origin })
  await enterOffice(context, company.origin, email)
  const page = await context.newPage()
  await page.goto('/people')
  await expect(page.getByRole('heading', { name: 'Time off and on call' })).toBeVisible()
  return page
}

async function choose(page: Page, input: Locator, option: string): Promise<void> {
  await input.click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
