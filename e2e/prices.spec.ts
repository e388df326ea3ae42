import type { Page } from '@playwright/test'
import { billingApi } from '#core/billing/api.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { addMinutes } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, password, send, signInOffice } from './support/api.ts'
import { makeTechnician, zone } from './support/company.ts'
import { dispatch, raise } from './support/story.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

/** A customer of a test alone, so that nobody else's work is priced by what is agreed here. */
async function makeCustomerOfOurOwn(api: Api, name: string) {
  const [customer, site] = [newId(), newId()]
  await api.call(customersApi.makeCustomer, { body: { id: customer, name } })
  await api.call(customersApi.makeSite, { body: { id: site, customerId: customer, name: `${name}, works`, zone } })
  return { customer, site, assets: [], jobType: null }
}

test('a rate, a discount and a price agreed with a customer are on the next bill, each line says how, and no further than the role may', async ({
  browser,
}) => {
  const api = await signInOffice(company.origin, company.owner)
  const details = await makeCustomerOfOurOwn(api, 'Brauerei Stern')
  const context = await browser.newContext({ ...desktop, baseURL: company.origin })
  await enterOffice(context, company.origin, company.dispatcher)
  const page = await context.newPage()
  await page.goto(`/customers/${details.customer}`)

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Off labour, %').fill('10')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('#prices-and-terms').getByText('10 % off')).toBeVisible()

  await page.getByRole('button', { name: 'Add a rate card' }).click()
  const card = page.getByRole('dialog')
  await card.getByLabel('Name').fill('Stern 2020')
  await card.getByLabel('Valid from').fill('2020-01-01')
  await card.getByLabel('An hour, EUR').fill('80')
  await card.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.locator('#own-rates').getByText('Stern 2020')).toBeVisible()

  await page.getByRole('button', { name: 'Add a price' }).click()
  const price = page.getByRole('dialog')
  await price.getByRole('combobox', { name: 'Item' }).fill('electrode')
  await page.getByRole('option', { name: /Ignition electrode/ }).click()
  await price.getByLabel('EUR a each').fill('30')
  await price.getByLabel('Valid from').fill('2020-01-01')
  await price.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.locator('#item-prices').getByText('€30.00')).toBeVisible()

  const workOrder = await workFor(api, details)
  await page.goto(`/review/${workOrder}`)
  const bill = page.locator('#bill')
  await expect(
    bill.getByText('1 h, rate Stern 2020 for Brauerei Stern; 10 % discount on labour off 80.00'),
  ).toBeVisible()
  await expect(bill.getByText('Price agreed with the customer from 1 Jan 2020')).toBeVisible()
  await expect(
    bill.getByText('Odd gasket has no price. Put it in the price book, or give the line a price.'),
  ).toBeVisible()

  const { version } = await api.call(priceTermsApi.readPriceSettings, {})
  const limit = { percent: 1000, amount: null }
  const limits = { dispatcher: limit, billing: limit }
  await api.call(priceTermsApi.editPriceSettings, { body: { version, overrideLimits: limits } })
  await change(page, 'Labour, Luis Ortega', '50')
  await expect(page.getByText(/^This goes further than your role may change a price\. Owner, Admin/)).toBeVisible()
  await page.getByRole('dialog').getByLabel('EUR an hour').fill('70')
  await page.getByRole('dialog').getByRole('button', { name: 'Change', exact: true }).click()
  await expect(bill.getByText(/changed by Nora Brandt: Agreed by phone/)).toBeVisible()
  await api.call(priceTermsApi.editPriceSettings, { body: { version: version + 1, overrideLimits: {} } })

  await page.getByRole('button', { name: 'Agreed', exact: true }).click()
  const terms = page.getByRole('dialog')
  await terms.getByLabel('Fixed price, EUR').fill('150')
  await terms.getByLabel('Parts are in it').check()
  await terms.getByRole('button', { name: 'Save' }).click()
  await expect(bill.getByText('Fixed price as agreed')).toBeVisible()
  const { priced } = await api.call(billingApi.priceWorkOrder, { params: { id: workOrder } })
  expect(priced.lines.find((line) => line.key === 'fixed')?.net).toBe(15_000)
  await context.close()
})

test('a technician who may see prices reads them where a part is chosen, and before it is fitted that it is more than was agreed; a mate does not', async ({
  browser,
}) => {
  const api = await signInOffice(company.origin, company.owner)
  const details = await makeCustomerOfOurOwn(api, 'Kino Astra')
  const coach = await makeCoach(api)
  const mate = await makeTechnician(api, 'Jonas Mate', 'orange')
  const title = 'Projector room too warm'
  const workOrder = await raise(company, api, title, details)
  await send(api, workOrder, 'edit_details', { changes: {}, money: { notToExceed: 5000 } })
  const visit = newId()
  const crew = [coach.technician, mate.technician]
  const start = new Date().toISOString()
  await send(api, workOrder, 'plan_visit', { visit, start, minutes: 60, window: null, crew, lead: coach.technician })
  await send(api, workOrder, 'dispatch_visit', { visit })

  const seen = async (email: string) => {
    const context = await browser.newContext(phone)
    const page = await context.newPage()
    await enterField(page, company.origin, email)
    await page.goto(`${company.origin}/field/visit/${workOrder}/${visit}`)
    await page.locator('#parts').getByRole('button', { name: 'Add' }).click()
    const pump = page.getByRole('button', { name: /Circulation pump/ })
    await expect(pump).toBeVisible()
    return { context, page, pump }
  }
  const allowed = await seen(coach.email)
  await expect(allowed.pump).toContainText('€249.00')
  await allowed.pump.click()
  await expect(allowed.page.getByText(/^€249\.00 each, as of /)).toBeVisible()
  await expect(allowed.page.getByText('Above what was agreed')).toBeVisible()
  await expect(allowed.page.getByText(/^At most €50\.00 without tax; with this it is €249\.00\./)).toBeVisible()
  await allowed.context.close()

  const other = await seen(mate.email)
  await expect(other.pump).not.toContainText('€')
  await other.pump.click()
  await expect(other.page.getByRole('textbox', { name: 'Quantity' })).toBeVisible()
  await expect(other.page.getByText('Above what was agreed')).toBeHidden()
  await other.context.close()
})

/** Works on visits and keeps the books. */
async function makeCoach(api: Api) {
  const technician = newId()
  const email = 'petra.coach@keller-haustechnik.example'
  await api.call(peopleApi.makeTechnician, { body: { id: technician, name: 'Petra Coach' } })
  await api.call(peopleApi.makeMember, {
    body: {
      id: newId(),
      name: 'Petra Coach',
      email,
      roles: ['technician', 'billing'],
      password,
      technicianId: technician,
    },
  })
  return { technician, email }
}

/** An hour of Luis last Monday morning, with two parts, one of which nobody has a price for. */
async function workFor(api: Api, details: Parameters<typeof raise>[3]): Promise<string> {
  const workOrder = await raise(company, api, 'Cooling of the cellar fails', details)
  const { technician } = company.luis
  const visit = await dispatch(api, workOrder, technician)
  const at = '2026-11-16T09:00:00.000Z'
  const fact = { visit, technician, behalf: { source: 'paper' as const, reason: 'Sheet handed in' } }
  await send(api, workOrder, 'arrive', { ...fact, at })
  const part = { sku: '', quantity: 1000, unit: 'each', serial: '', note: '' }
  await send(api, workOrder, 'part', { ...fact, at, ...part, item: company.electrode, name: 'Ignition electrode' })
  await send(api, workOrder, 'part', { ...fact, at, ...part, item: null, name: 'Odd gasket' })
  const done = { outcome: 'done' as const, returnReason: null, note: '', missing: [], evidence: [] }
  await send(api, workOrder, 'finish', { ...fact, at: addMinutes(at, 60), ...done })
  return workOrder
}

async function change(page: Page, line: string, rate: string): Promise<void> {
  await page.getByRole('button', { name: `Change ${line}` }).click()
  await page.getByRole('menuitem', { name: 'Change' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('EUR an hour').fill(rate)
  await dialog.getByLabel('Reason').fill('Agreed by phone')
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
}
