import type { Id } from '#core/kit/ids.ts'
import { addDays, localDate } from '#core/kit/time.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { cardOf, type Desk, openBoard, openDesk, rowOf, waitingCard, wednesday } from './support/board.ts'
import { zone } from './support/company.ts'
import { drag, place } from './support/dragging.ts'
import { expectReadable } from './support/readable.ts'
import { company, expect, test } from './support/test.ts'

async function propose(desk: Desk, title: string, dueFrom: string, dueTo: string): Promise<Id> {
  const id = newId()
  const source = 'Agreement 12, yearly'
  const body = { id, siteId: company.site.id, title, source, minutes: 60, dueFrom, dueTo }
  await desk.api.call(proposalApi.makeProposedVisit, { body })
  return id
}

/** What became of a proposal: the plan of the work order that was raised from it. */
async function becameOf(desk: Desk, proposal: Id) {
  const { items } = await desk.api.call(proposalApi.listProposedVisits, { query: { site: company.site.id } })
  const workOrder = items.find(({ id }) => id === proposal)?.workOrder
  if (!workOrder) return null
  const { work } = await desk.api.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  const plan = work.visits.at(-1)?.plan
  return { title: work.details.title, kind: work.details.kind, start: plan?.start ?? null, crew: plan?.crew ?? [] }
}

test('what an obligation proposes appears in the tray, says its best places while it is due, and becomes work by one of them', async ({
  browser,
}) => {
  const date = wednesday(20)
  const desk = await openDesk(date)
  const page = await openBoard(browser, `from=${date}&days=7`)
  const proposal = await propose(desk, 'Suggested inspection', addDays(date, 1), addDays(date, 2))
  await waitingCard(page, 'Suggested inspection').click()
  const panel = page.getByRole('complementary', { name: /^Suggested inspection/ })
  await expect(panel.getByRole('heading', { name: 'Best places' })).toBeVisible()
  await expect(panel.getByText(/Due by /).first()).toBeVisible()
  await expect(page.locator('[data-place="1"]').first()).toBeAttached()
  await expectReadable(page)
  await panel
    .getByRole('button', { name: /^Plan for/ })
    .first()
    .click()
  await expect(waitingCard(page, 'Suggested inspection')).toHaveCount(0)
  await expect(page.getByRole('complementary', { name: /^Visit of/ })).toBeVisible()
  await expect
    .poll(() => becameOf(desk, proposal))
    .toMatchObject({ title: 'Suggested inspection', kind: 'contract', crew: [expect.any(String)] })
  const start = (await becameOf(desk, proposal))?.start ?? ''
  expect([addDays(date, 1), addDays(date, 2)]).toContain(localDate(start, zone))
  await page.context().close()
})

test('what an obligation proposes is dragged onto a row and becomes work there; undone, the work waits', async ({
  browser,
}) => {
  const date = wednesday(21)
  const desk = await openDesk(date)
  const ada = await desk.technician('Proposer Ada')
  const anchor = await desk.planned('Proposer anchor', [ada], '10:00')
  const proposal = await propose(desk, 'Dragged inspection', date, date)
  const page = await openBoard(browser, `from=${date}`)
  await page.getByLabel('Find a technician').fill('Proposer')
  const ruler = cardOf(page, anchor.visit, ada)
  await drag(page, waitingCard(page, 'Dragged inspection'), await place(ruler, rowOf(page, ada), 60))
  await expect.poll(() => becameOf(desk, proposal)).toMatchObject({ title: 'Dragged inspection', crew: [ada] })
  await expect(page.locator(`[data-row="${ada}"][data-visit]`).filter({ hasText: 'Dragged inspection' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(waitingCard(page, 'Dragged inspection')).toContainText(/WO-\d+/)
  await page.context().close()
})
