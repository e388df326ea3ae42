import { expectReadable } from './support/readable.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

const customer = 'Bakery Oezdemir'
const street = 'Sonnenallee 12'

test('a technician makes a job at a place nobody knows, with its boiler and its owner, and the office takes all of it up', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const fieldContext = await browser.newContext(phone)
  const field = await fieldContext.newPage()
  await enterField(field, company.origin, company.luis.email)
  await expect(field.getByRole('link', { name: 'All sent' })).toBeVisible()
  await fieldContext.setOffline(true)

  await test.step('without a signal: the job, and who called', async () => {
    await field.goto('/field/make')
    await field.getByText('New place', { exact: true }).click()
    await field.getByLabel('Customer').fill(customer)
    await field.getByLabel('Address').fill(street)
    await field.getByLabel('Contact').fill('Emre Oezdemir')
    await field.getByRole('textbox', { name: 'Phone' }).fill('030 5550 142')
    await field.getByLabel('Title').fill('Oven heats unevenly')
    await field.getByRole('button', { name: 'Make and open visit' }).click()
    await expect(field.getByRole('heading', { name: 'Oven heats unevenly' })).toBeVisible()
    await expect(field.locator('#contacts').getByText('Emre Oezdemir')).toBeVisible()
  })

  await test.step('the equipment nobody had listed', async () => {
    await field.locator('#equipment').getByRole('button', { name: 'Add equipment' }).click()
    const sheet = field.getByRole('dialog', { name: 'New equipment' })
    await expectReadable(field)
    await sheet.getByLabel('Name').fill('Deck oven')
    await sheet.getByLabel('Make').fill('Miwe')
    await sheet.getByLabel('Model').fill('Condo 3')
    await sheet.getByLabel('Serial number').fill('AB-77/41')
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(field.locator('#equipment').getByText('Serial AB-77/41')).toBeVisible()
    await field.locator('#contacts').getByRole('button', { name: 'Add contact' }).click()
    const person = field.getByRole('dialog', { name: 'New contact' })
    await expectReadable(field)
    await person.getByLabel('Name').fill('Mia Brandt')
    await person.getByLabel('Role').fill('caretaker')
    await person.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(field.locator('#contacts').getByText('Mia Brandt')).toBeVisible()
    await expectReadable(field)
  })
  const visit = field.url()

  await test.step('is found on the phone, and put right', async () => {
    await field.goto('/field/search')
    await field.getByRole('searchbox').fill('ab7741')
    await expect(field.getByRole('button', { name: /Deck oven/ })).toBeVisible()
    await field.goto(visit)
    await field
      .locator('#equipment')
      .getByRole('button', { name: /Deck oven/ })
      .click()
    await field.getByRole('dialog').getByLabel('Where').fill('bakehouse')
    await field.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(field.locator('#equipment').getByText('Miwe · Condo 3 · bakehouse')).toBeVisible()
  })

  await fieldContext.setOffline(false)
  const officeContext = await browser.newContext(desktop)
  await enterOffice(officeContext, company.origin, company.dispatcher)
  const office = await officeContext.newPage()

  await test.step('the office adds the customer from its list of what needs somebody, and the site from the work order', async () => {
    await office.goto('/attention')
    const line = (text: string) =>
      office.locator('#flags [class*="_line_"]').filter({ hasText: text }).filter({ hasText: 'Oven' })
    await expect(line('The customer reported is not in the list')).toBeVisible({ timeout: 30_000 })
    await line('The customer reported').getByRole('button', { name: 'Add as new' }).click()
    await expect(office.getByText('Customer added and linked')).toBeVisible()
    await office.goto(`/work-orders/${visit.split('/').at(-2)}`)
    await expect(office.locator('#details').getByText('Deck oven')).toBeVisible()
    await office.locator('#flags').getByRole('button', { name: 'Add as new' }).click()
    await expect(office.getByText('Site added and linked')).toBeVisible()
  })

  await test.step('and has the oven and both people in its lists, with who made them', async () => {
    await expect(office.getByText('Equipment added: Deck oven').first()).toBeVisible()
    await office.getByRole('link', { name: street }).first().click()
    await expect(office.locator('#assets').getByText('Deck oven')).toBeVisible()
    await expect(office.locator('#assets').getByText(/Made on the phone\s+by Luis Ortega/)).toBeVisible()
    await expect(office.locator('#contacts').getByText('Mia Brandt')).toBeVisible()
    await expect(office.locator('#contacts').getByText('Emre Oezdemir')).toBeVisible()
    await office.locator('#assets').getByRole('link', { name: 'Deck oven' }).click()
    await expect(office.locator('#details').getByText('by Luis Ortega')).toBeVisible()
  })
  await officeContext.close()
  await fieldContext.close()
})
