import type { Locator, Page } from '@playwright/test'
import { cardOf, heard, openBoard, openDesk, waitingCard, wednesday } from './support/board.ts'
import { expect, test } from './support/test.ts'

test('the keyboard walks from card to card: along a row by time, and to what is nearest in time of another', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(3))
  const [ada, ben] = [await desk.technician('Walker Ada'), await desk.technician('Walker Ben')]
  const first = await desk.planned('Walk one', [ada], '09:00')
  const second = await desk.planned('Walk two', [ada], '13:00')
  const below = await desk.planned('Walk three', [ben], '12:30')
  const page = await openBoard(browser, `from=${desk.date}`)
  await expect(cardOf(page, second.visit, ada)).toBeVisible()

  // One stop of Tab leads into all the cards there are.
  await expect(page.locator('[data-visit][tabindex="0"]')).toHaveCount(1)
  await cardOf(page, first.visit, ada).focus()
  await page.keyboard.press('ArrowRight')
  await expect(cardOf(page, second.visit, ada)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(cardOf(page, below.visit, ben)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(cardOf(page, second.visit, ada)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(cardOf(page, first.visit, ada)).toBeFocused()
  await expect(page.locator('[data-visit][tabindex="0"]')).toHaveCount(1)
  await expect(cardOf(page, first.visit, ada)).toHaveAttribute('tabindex', '0')
  // Left of the first card is what can be done with the row.
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('button', { name: 'Dispatch 2 of Walker Ada' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(cardOf(page, first.visit, ada)).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(cardOf(page, first.visit, ada)).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('complementary').filter({ hasText: 'Walk one' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await expect(page.locator('[data-visit][aria-pressed="true"]')).toHaveCount(2)
  await page.context().close()
})

test('work that waits is planned with the keyboard alone, and every place on the way is said', async ({ browser }) => {
  const desk = await openDesk(wednesday(4))
  const [ada, ben] = [await desk.technician('Planner Ada'), await desk.technician('Planner Ben')]
  const anchor = await desk.planned('Planner anchor', [ada], '10:00')
  const order = await desk.waiting('Planner waits')
  const page = await openBoard(browser, `from=${desk.date}`)
  await cardOf(page, anchor.visit, ada).focus()
  await waitingCard(page, 'Planner waits').focus()
  await page.keyboard.press('Enter')
  await expect(heard(page)).toContainText(/picked up\. Arrows carry it.*Planner Ada.*08:00 – 09:00 CET/)
  await page.keyboard.press('ArrowRight')
  await expect(heard(page)).toContainText('08:05 – 09:05')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(heard(page)).toContainText(/09:05 – 10:05.*Overlaps .* by 5 min/)
  await page.keyboard.press('ArrowDown')
  await expect(heard(page)).toContainText('Planner Ben')
  await expect(heard(page)).not.toContainText('Overlaps')
  await page.keyboard.press('PageDown')
  await expect(heard(page)).toHaveText(/^The board ends here/)
  await page.keyboard.press('Enter')
  await expect(heard(page)).toContainText('planned for Planner Ben')
  await expect.poll(() => desk.planOf(order)).toEqual({ time: '09:05', minutes: 60, crew: [ben] })
  // The keyboard is on what it planned.
  await expect(page.locator(`[data-row="${ben}"][data-visit]`)).toBeFocused()
  await page.context().close()
})

test('a visit is moved, lengthened, crewed, copied, dispatched, recalled and unplanned by keyboard, and taken back', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const desk = await openDesk(wednesday(5))
  const [ada, ben] = [await desk.technician('Mover Ada'), await desk.technician('Mover Ben')]
  const { order, visit } = await desk.planned('Mover works', [ada], '10:00')
  await desk.planned('Mover other', [ben], '14:00')
  const page = await openBoard(browser, `from=${desk.date}`)
  await cardOf(page, visit, ada).focus()

  await test.step('Escape leaves it as it was', async () => {
    await press(page, 'm', 'ArrowRight', 'Escape')
    await expect(heard(page)).toHaveText('Left as it was')
    await expect(cardOf(page, visit, ada)).toBeFocused()
  })
  await test.step('to another technician and an hour later', async () => {
    await press(page, 'm', 'ArrowDown', 'Shift+ArrowRight', 'Enter')
    await expect(heard(page)).toContainText('moved')
    await expect(cardOf(page, visit, ben)).toBeFocused()
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 60, crew: [ben] })
  })
  await test.step('longer and shorter, as fast as keys are pressed', async () => {
    // It is as long as this only after the last of them.
    await press(page, '+', '+', '-', '+', '+')
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 75, crew: [ben] })
    await expect(heard(page)).toContainText('takes 75 min')
  })
  await test.step('a second technician', async () => {
    await press(page, 'a', 'ArrowUp')
    await expect(heard(page)).toContainText('Also Mover Ada')
    await press(page, 'ArrowRight')
    await expect(heard(page)).toContainText('It stays at its time')
    await press(page, 'Enter')
    await expect.poll(async () => (await desk.planOf(order))?.crew.toSorted()).toEqual([ada, ben].toSorted())
  })
  await test.step('dispatched and recalled', async () => {
    await press(page, 'd')
    await expect(heard(page)).toContainText('dispatched')
    await expect(cardOf(page, visit, ada)).toContainText('Mover works')
    await press(page, 'd')
    await expect(heard(page)).toContainText(/dispatched already|already/i)
    await press(page, 'r')
    await expect(heard(page)).toContainText('recalled')
  })
  await test.step('once more', async () => {
    await press(page, 'c', 'Shift+ArrowRight', 'Shift+ArrowRight')
    await expect(heard(page)).toContainText('Once more')
    await press(page, 'Enter')
    await expect.poll(() => desk.visitsOf(order)).toBe(2)
  })
  await test.step('unplanned, and all of it taken back', async () => {
    await press(page, 'Delete')
    await expect(heard(page)).toContainText('unplanned')
    await press(page, 'Control+z', 'Control+z')
    await expect(said(page, /^Taken back: .*planned once more/)).toBeVisible()
    await expect.poll(() => desk.visitsOf(order)).toBe(1)
    // Recalled, dispatched, and the second technician.
    await press(page, 'Control+z', 'Control+z', 'Control+z')
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 75, crew: [ben] })
    await press(page, 'Control+Shift+z')
    await expect.poll(async () => (await desk.planOf(order))?.crew.length).toBe(2)
  })
  await page.context().close()
})

test('keys rest while somebody types or a dialog is open', async ({ browser }) => {
  const desk = await openDesk(wednesday(6))
  const ada = await desk.technician('Typer Ada')
  const { visit, order } = await desk.planned('Typer works', [ada], '10:00')
  const page = await openBoard(browser, `from=${desk.date}`)
  await expect(cardOf(page, visit, ada)).toBeVisible()
  const find = page.getByRole('textbox', { name: 'Find a technician' })
  await find.focus()
  await press(page, 't', 'd', 'm')
  await expect(find).toHaveValue('tdm')
  await expect(page).toHaveURL(new RegExp(`from=${desk.date}`))
  await find.fill('')
  await cardOf(page, visit, ada).focus()
  await press(page, '?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await press(page, 'Delete', 'd')
  await press(page, 'Escape')
  await expect(cardOf(page, visit, ada)).toBeFocused()
  expect(await desk.planOf(order)).toEqual({ time: '10:00', minutes: 60, crew: [ada] })
  await press(page, 't')
  await expect(page).not.toHaveURL(/from=/)
  await page.context().close()
})

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** What is said beside the page, and read out. */
function said(page: Page, words: RegExp): Locator {
  return page.locator('[aria-live="polite"]').getByText(words)
}
