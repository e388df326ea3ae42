import { readFile } from 'node:fs/promises'
import { billingApi } from '#core/billing/api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, send, signInOffice } from './support/api.ts'
import { dispatch, raise } from './support/story.ts'
import { company, desktop, enterOffice, expect, test } from './support/test.ts'

/** An hour of work as the office writes it down from a sheet, approved. */
async function approved(api: Api, title: string, customer: Id): Promise<Id> {
  const id = await raise(company, api, title, { customer, site: null, assets: [] })
  const visit = await dispatch(api, id, company.luis.technician)
  const now = new Date().toISOString()
  const fact = { visit, technician: company.luis.technician, behalf: { source: 'paper', reason: 'Sheet' } } as const
  await send(api, id, 'arrive', { ...fact, at: addMinutes(now, -60) })
  const ended = { outcome: 'done', returnReason: null, note: '', missing: [], evidence: [] } as const
  await send(api, id, 'finish', { ...fact, ...ended, missing: [], evidence: [], at: addMinutes(now, -1) })
  const page = await api.call(workOrderApi.readWorkOrder, { params: { id } })
  for (const flag of page.work.flags.filter((one) => !one.settled))
    await send(api, id, 'settle_flag', { flag: flag.id, note: '' })
  const { version } = await api.call(workOrderApi.readWorkOrder, { params: { id } })
  await send(api, id, 'approve', { version })
  return id
}

test('the bookkeeper gathers two jobs into one invoice, credits a line of it, and records what is paid', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const api = await signInOffice(company.origin, company.dispatcher)
  const customer = newId()
  await api.call(customersApi.makeCustomer, { body: { id: customer, name: 'Gathered Gardens' } })
  await approved(api, 'Pump of the pond', customer)
  await approved(api, 'Heater of the greenhouse', customer)
  const context = await browser.newContext(desktop)
  await enterOffice(context, company.origin, company.dispatcher)
  const page = await context.newPage()

  await test.step('sees both under one customer, with what they come to', async () => {
    await page.goto('/invoices')
    await page.getByRole('link', { name: 'Ready to invoice' }).click()
    const group = page.locator('tbody', { hasText: 'Gathered Gardens' })
    await expect(group.getByText('2 work orders')).toBeVisible()
    await group.getByRole('button', { name: 'One invoice of 2' }).click()
    await expect(page.getByRole('heading', { name: 'Invoice draft', level: 1 })).toBeVisible()
    await expect(page.getByText('Heater of the greenhouse')).toBeVisible()
  })

  await test.step('leaves a line for later, puts it back, and issues', async () => {
    const lines = page.locator('#lines')
    await lines.getByRole('checkbox').first().check()
    await lines.getByRole('button', { name: 'Leave the line for later' }).click()
    await expect(lines.getByText('A line is left for a later invoice.')).toBeVisible()
    await lines.getByRole('button', { name: 'Put back' }).click()
    await expect(lines.getByText('left for a later invoice')).toBeHidden()
    await page.getByRole('button', { name: 'Issue', exact: true }).click()
    await expect(page.getByRole('heading', { name: /^INV-/, level: 1 })).toBeVisible()
  })
  const invoice = page.url().split('/').at(-1) ?? ''
  const gross = (await api.call(billingApi.readInvoice, { params: { id: invoice } })).gross

  await test.step('credits one line, with a reason', async () => {
    await page.getByRole('button', { name: 'Credit', exact: true }).click()
    const dialog = page.getByRole('dialog')
    for (const box of (await dialog.getByRole('table').getByRole('checkbox').all()).slice(1)) await box.uncheck()
    await dialog.getByLabel('Reason, as the customer reads it').fill('The pump was under warranty')
    await dialog.getByRole('button', { name: 'Issue the credit note' }).click()
    await expect(page.getByRole('heading', { name: /^CN-/, level: 1 })).toBeVisible()
    await expect(page.locator('#details').getByText('The pump was under warranty')).toBeVisible()
    await page.locator('#details').getByRole('link', { name: /^INV-/ }).click()
    await expect(page.getByRole('heading', { name: /^INV-/, level: 1 })).toBeVisible()
  })

  await test.step('records the rest as paid: nothing is open, and the statement ends at zero', async () => {
    const payments = page.locator('#payments')
    await payments.getByRole('button', { name: 'Record a payment' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click()
    await expect(payments.getByText('€0.00')).toBeVisible()
    await page.goto(`/customers/${customer}/statement`)
    await expect(page.getByRole('row', { name: /Balance €0\.00$/ }).last()).toBeVisible()
    await expect(page.getByText('Everything is paid.')).toBeVisible()
  })
  const paid = await api.call(billingApi.readInvoice, { params: { id: invoice } })
  expect([paid.gross, paid.gross + paid.credited - paid.paid]).toEqual([gross, 0])
  await context.close()
})

test('nothing leaves for Xero unmapped; as CSV it leaves, and the accounts’ own list shows what differs', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const api = await signInOffice(company.origin, company.dispatcher)
  const customer = newId()
  await api.call(customersApi.makeCustomer, { body: { id: customer, name: 'Handed House' } })
  const workOrder = await approved(api, 'Doorbell', customer)
  const { invoice } = await api.call(billingApi.draftInvoice, { params: { id: workOrder } })
  const draft = await api.call(billingApi.readInvoice, { params: { id: invoice ?? '' } })
  const sent = { params: { id: draft.id }, body: { version: draft.version } }
  const { number, gross } = await api.call(billingApi.issueInvoice, sent)
  const context = await browser.newContext(desktop)
  await enterOffice(context, company.origin, company.dispatcher)
  const page = await context.newPage()
  await page.goto('/exports')
  const panel = page.locator('#to-hand-over')

  await test.step('what is unmapped is named, with the way to mend it', async () => {
    await panel.getByRole('combobox', { name: 'Format' }).click()
    await page.getByRole('option', { name: /Xero/ }).click()
    await expect(panel.getByText(/no account yet/).first()).toBeVisible()
    await expect(panel.getByRole('link', { name: 'Map it' }).first()).toHaveAttribute('href', /section=accounts/)
    await expect(panel.getByRole('button', { name: /^Export/ })).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('as CSV it leaves, and its file holds the invoice', async () => {
    await panel.getByRole('combobox', { name: 'Format' }).click()
    await page.getByRole('option', { name: /^CSV/ }).click()
    await expect(panel.getByText(/no account yet/)).toHaveCount(0)
    await panel.getByRole('button', { name: /^Export/ }).click()
    await expect(page.getByRole('heading', { name: /^Batch/ })).toBeVisible()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(await readFile(await file.path(), 'utf8')).toContain(`,${number},`)
  })

  await test.step('what the accounts said of one is still there to be sent again when it did not arrive', async () => {
    const lost = '**/api/exports/**'
    await page.route(lost, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await page.getByRole('button', { name: `${number} was refused` }).click()
    const dialog = page.getByRole('dialog')
    const words = dialog.getByRole('textbox', { name: 'What the accounts said' })
    await words.fill('Unknown customer')
    await dialog.getByRole('button', { name: 'It was refused' }).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await expect(words).toHaveValue('Unknown customer')
    await page.unroute(lost)
    await page.keyboard.press('Escape')
  })

  await test.step('the accounts’ list says it is there and paid: both are taken over', async () => {
    await page.goto('/exports/compare')
    const amount = (gross / 100).toFixed(2)
    const list = `InvoiceNumber,InvoiceDate,Total,InvoiceAmountPaid,Status\n${number},${draft.madeAt.slice(0, 10)},${amount},${amount},Paid\n`
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
    await page.getByRole('button', { name: 'Compare 1 invoice' }).click()
    const mine = page.getByRole('row', { name: new RegExp(number ?? '') })
    await expect(mine).toHaveCount(2)
    await page.getByRole('button', { name: /^Take over/ }).click()
    await expect(mine).toHaveCount(0)
    await page.goto(`/invoices/${draft.id}`)
    await expect(page.getByText('Acknowledged', { exact: true })).toBeVisible()
    await expect(page.locator('#payments').getByText('from the accounts')).toBeVisible()
  })
  await context.close()
})
