import { workOrderApi } from '#core/work-orders/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { signInOffice } from './support/api.ts'
import { expectReadable } from './support/readable.ts'
import { dispatch, raise } from './support/story.ts'
import { company, desktop, enterField, enterOffice, expect, phone, test } from './support/test.ts'

test('the owner makes a form with a risk assessment, sees it asked as on a phone, and is refused one that waits for itself', async ({
  browser,
}) => {
  const owner = await signInOffice(company.origin, company.owner)
  const id = newId()
  await owner.call(workOrderCatalogueApi.makeJobType, { body: { id, name: `Gas check ${id.slice(-6)}` } })
  const context = await browser.newContext({ ...desktop, baseURL: company.origin })
  await enterOffice(context, company.origin, company.owner)
  const page = await context.newPage()
  await page.goto('/settings?section=job-types')
  await page.getByRole('link', { name: `Form of Gas check ${id.slice(-6)}` }).click()
  const preview = page.getByRole('region', { name: 'As on a phone' })

  await page.getByRole('button', { name: 'Add a risk assessment' }).click()
  await page.getByRole('button', { name: 'Add a question to Before the work' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill('Gas smelt')
  await page.getByRole('combobox', { name: 'Work must not start when it is answered with' }).click()
  await page.getByRole('option', { name: 'Yes', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(preview.getByText('Before work starts: 1 to answer')).toBeVisible()
  await preview.getByText('Yes', { exact: true }).click()
  await expect(preview.getByText('Work must not start: Gas smelt')).toBeVisible()

  await page.getByRole('button', { name: 'Add a question to Before the work' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill('Windows open')
  await choose('Shown', 'When: Gas smelt')
  await expect(preview.getByRole('group', { name: 'Windows open' })).toBeVisible()
  await preview.getByText('No', { exact: true }).first().click()
  await expect(preview.getByRole('group', { name: 'Windows open' })).toBeHidden()
  await expect(preview.getByText('Work must not start: Gas smelt')).toBeHidden()
  await expectReadable(page)

  await test.step('by keyboard: in front of the other, and back', async () => {
    const handle = page.getByRole('button', { name: /^Move Windows open/ })
    await handle.focus()
    await page.keyboard.press('ArrowUp')
    await expect(questions()).toHaveText([/^Windows open/, /^Gas smelt/])
    await expect(handle).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(questions()).toHaveText([/^Gas smelt/, /^Windows open/])
  })

  await test.step('waiting for each other, they are not kept', async () => {
    await page.getByRole('button', { name: /^Gas smelt/ }).click()
    await choose('Shown', 'When: Windows open')
    await expect(
      page
        .getByText('“Gas smelt” waits for “Windows open”, which waits for it in turn. Show one of them always.')
        .first(),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
    await choose('Shown', 'Always')
  })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Version 2')).toBeVisible()
  const { items } = await owner.call(workOrderCatalogueApi.listJobTypes, {})
  const saved = items.find((one) => one.id === id)
  expect(saved?.sections.map((section) => section.purpose)).toEqual(['risk_assessment'])
  expect(saved?.tasks.map((task) => [task.label, task.blocksStart, task.shownBy?.is])).toEqual([
    ['Gas smelt', ['yes'], undefined],
    ['Windows open', undefined, ['yes']],
  ])
  await context.close()

  function questions() {
    return page.locator('[id^="section-"] li button[aria-expanded]')
  }
  async function choose(label: string, option: string) {
    await page.getByRole('combobox', { name: label }).last().click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
})

test('without a signal the risk assessment stops the start, then lets it; what is found and needed becomes work in the office, and the refusal is verified', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const dispatcher = await signInOffice(company.origin, company.dispatcher)
  const [gas, why, pressure] = [newId(), newId(), newId()]
  const section = { id: newId(), title: 'Before the work', purpose: 'risk_assessment' as const }
  const tasks = [
    { id: gas, label: 'Gas smelt', kind: 'check' as const, required: true, section: section.id, blocksStart: ['yes'] },
    { id: pressure, label: 'Pressure', kind: 'reading' as const, unit: 'bar', min: '1', max: '2.5', required: true },
    {
      id: why,
      label: 'Why so low or high',
      kind: 'text' as const,
      required: true,
      shownBy: { task: pressure, is: ['out_of_range'] },
    },
  ]
  const title = `Boiler hums ${newId().slice(-6)}`
  const workOrder = await raise(company, dispatcher, title, {}, { tasks, sections: [section], formVersion: 1 })
  const visit = await dispatch(dispatcher, workOrder, company.luis.technician)

  const fieldContext = await browser.newContext(phone)
  const field = await fieldContext.newPage()
  await enterField(field, company.origin, company.luis.email)
  await expect(field.getByRole('link', { name: 'All sent' })).toBeVisible()
  await field.goto(`${company.origin}/field/visit/${workOrder}/${visit}`)
  await expect(field.getByRole('heading', { name: title })).toBeVisible()
  await fieldContext.setOffline(true)

  const sheet = field.getByRole('dialog')
  await test.step('the start is stopped, and let go', async () => {
    await field.getByRole('button', { name: 'Travel', exact: true }).click()
    await field.getByRole('button', { name: 'Arrive', exact: true }).click()
    await expect(sheet.getByRole('heading', { name: 'Before work starts' })).toBeVisible()
    await expect(sheet.getByRole('button', { name: 'Start work' })).toBeDisabled()
    await sheet.getByText('Yes', { exact: true }).click()
    await expect(sheet.getByText('Work must not start')).toBeVisible()
    await expectReadable(field)
    await sheet.getByRole('button', { name: 'Finish: Unsafe' }).click()
    await expect(field.getByRole('button', { name: 'Finish: Unsafe' })).toBeVisible()
    await field.keyboard.press('Escape')
    await field.getByRole('button', { name: 'Risk assessment', exact: true }).click()
    await sheet.getByText('No', { exact: true }).click()
    await sheet.getByRole('button', { name: 'Start work' }).click()
    await expect(field.getByRole('button', { name: 'Finish', exact: true })).toBeVisible()
  })

  await test.step('a reading outside its range asks why', async () => {
    const question = field.locator(`#task-${pressure}`)
    await question.getByRole('textbox').fill('0,4')
    await expect(question.getByText('Expected 1 to 2.5 bar.')).toBeVisible()
    await question.getByRole('button', { name: 'Save' }).click()
    await expect(question.getByText('Outside the range')).toBeVisible()
    await expect(field.locator('#missing').getByText('Why so low or high')).toBeVisible()
  })

  await test.step('a finding, a part with what came out, and one to order', async () => {
    await field.locator('#findings').getByRole('button', { name: 'Add a finding' }).click()
    await sheet.getByLabel('What is wrong').fill('Expansion tank is full of water')
    await sheet.getByText('Serious', { exact: true }).click()
    await sheet.getByLabel('What should be done').fill('Replace the expansion tank')
    await sheet.getByRole('button', { name: 'Keep' }).click()
    await expect(field.locator('#findings').getByText('Expansion tank is full of water')).toBeVisible()
    await field.locator('#parts').getByRole('button', { name: 'Add', exact: true }).click()
    await sheet.getByLabel('Name, number or barcode').fill('Gauge')
    await sheet.getByText('Use “Gauge”').click()
    await sheet.getByLabel('Serial number in').fill('G-2')
    await sheet.getByLabel('Serial number out').fill('G-1')
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(field.locator('#parts').getByText('Serial G-2 in, serial G-1 out')).toBeVisible()
    await field.locator('#parts-to-order').getByRole('button', { name: 'Add a part to order' }).click()
    await sheet.getByLabel('Name, number or barcode').fill('Tank 25 l')
    await sheet.getByText('Use “Tank 25 l”').click()
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(field.locator('#parts-to-order').getByText('Not ordered yet')).toBeVisible()
    await expectReadable(field)
  })

  await test.step('the customer refuses, and the visit waits for the part', async () => {
    await field.locator('#sign-off').getByRole('link', { name: 'Show summary and sign' }).click()
    await expect(field.getByText('Replace the expansion tank')).toBeVisible()
    await field.getByRole('button', { name: 'Does not sign' }).click()
    await sheet.getByText('Does not agree with the work').click()
    await sheet.getByRole('button', { name: 'Save' }).click()
    await field.getByRole('button', { name: 'Finish', exact: true }).click()
    await sheet.getByText('Needs return', { exact: true }).click()
    await sheet.getByText('Parts', { exact: true }).first().click()
    await sheet.getByRole('button', { name: 'Finish: Needs return' }).click()
    await expect(field.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
  })
  await fieldContext.setOffline(false)
  await expect(field.getByRole('link', { name: 'All sent' })).toBeVisible({ timeout: 30_000 })
  await fieldContext.close()

  const context = await browser.newContext({ ...desktop, baseURL: company.origin })
  await enterOffice(context, company.origin, company.dispatcher)
  const office = await context.newPage()
  await test.step('ordered and arrived, the return is ready to be planned', async () => {
    await office.goto('/follow-ups')
    const line = office.locator('#parts-to-order').getByText('Tank 25 l')
    await expect(line).toBeVisible()
    await office.goto(`/work-orders/${workOrder}`)
    await expect(office.getByText('It waits for a part.')).toBeVisible()
    const parts = office.locator('#parts-to-order')
    await parts.getByRole('button', { name: 'Ordered' }).click()
    await office.getByRole('dialog').getByLabel('Expected').fill('2030-05-02')
    await office.getByRole('dialog').getByRole('button', { name: 'Ordered' }).click()
    await expect(parts.getByText(/Ordered, expected .*2030/)).toBeVisible()
    await parts.getByRole('button', { name: 'Arrived' }).click()
    await expect(office.getByText('The parts for it are here.')).toBeVisible()
    await expect(office.locator('#tasks').getByText('0,4 bar')).toBeVisible()
    await expectReadable(office)
  })

  await test.step('verified: the record says what was shown, until the office corrects it', async () => {
    await office.getByRole('link', { name: /^Verify the summary/ }).click()
    await expect(office.getByText('What is on record now is what was shown then.')).toBeVisible()
    await expect(office.locator('#signed').getByText('Expansion tank is full of water')).toBeVisible()
    await expectReadable(office)
    const { work } = await dispatcher.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
    const hash = work.visits[0]?.signOffs[0]?.summaryHash ?? ''
    await office.goto('/sign-offs')
    await office.getByLabel('Hash of the summary').fill(hash.slice(0, 16).replace(/(.{4})/g, '$1 '))
    await office.getByRole('button', { name: 'Look' }).click()
    await expect(office.getByRole('link', { name: 'Sign-off refused' })).toBeVisible()
  })

  await test.step('one press makes work of the finding, and the two name each other', async () => {
    await office.goto(`/work-orders/${workOrder}`)
    await office.locator('#findings').getByRole('link', { name: 'Raise work' }).click()
    await expect(office.getByLabel('Title')).toHaveValue('Replace the expansion tank')
    await office.getByRole('button', { name: 'Raise', exact: true }).click()
    await expect(office.getByRole('heading', { level: 1, name: /Replace the expansion tank/ })).toBeVisible()
    await office.getByRole('link', { name: 'another work order' }).click()
    await expect(office.locator('#findings').getByText(/^Work raised:/)).toBeVisible()
  })
  await context.close()
})
