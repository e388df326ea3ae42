import { openBoard, openDesk, wednesday } from './support/board.ts'
import { expect, test } from './support/test.ts'
import { workOrderApi } from '#core/work-orders/api.ts'

test('Dispatch sends what the shown rows hold, and its count is of those', async ({ browser }) => {
  const desk = await openDesk(wednesday(22))
  const [ada, ben] = [await desk.technician('Sender Ada'), await desk.technician('Sender Ben')]
  const orders = [
    await desk.planned('Sent alone', [ada], '09:00'),
    await desk.planned('Sent together', [ben, ada], '11:00'),
    await desk.planned('Not sent', [ben], '14:00'),
  ]
  const states = () =>
    Promise.all(
      orders.map(async ({ order }) => {
        const { work } = await desk.api.call(workOrderApi.readWorkOrder, { params: { id: order } })
        return work.visits[0]?.plan.state
      }),
    )
  const page = await openBoard(browser, `from=${desk.date}`)
  await expect(page.getByRole('button', { name: 'Dispatch 3', exact: true })).toBeVisible()
  await page.getByLabel('Find a technician').fill('Sender Ada')
  await page.getByRole('button', { name: 'Dispatch 2 shown', exact: true }).click()
  await expect.poll(states).toEqual(['dispatched', 'dispatched', 'scheduled'])
  await expect(page.getByRole('button', { name: 'All shown dispatched' })).toBeDisabled()
  await page.getByLabel('Find a technician').fill('')
  await expect(page.getByRole('button', { name: 'Dispatch 1', exact: true })).toBeEnabled()
  await page.context().close()
})
