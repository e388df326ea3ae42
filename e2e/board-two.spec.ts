import { at, cardOf, heard, openBoard, openDesk, wednesday } from './support/board.ts'
import { send } from './support/api.ts'
import { company, expect, test } from './support/test.ts'

test('two dispatchers see each other’s moves, and who moves second overwrites nothing', async ({ browser }) => {
  const desk = await openDesk(wednesday(14))
  const [ada, ben] = [await desk.technician('Both Ada'), await desk.technician('Both Ben')]
  const { order, visit } = await desk.planned('Both works', [ada], '10:00')
  const nora = await openBoard(browser, `from=${desk.date}`)
  const anna = await openBoard(browser, `from=${desk.date}`, company.owner)
  await expect(cardOf(anna, visit, ada)).toBeVisible()

  await test.step('one moves it, the other sees it', async () => {
    await cardOf(nora, visit, ada).focus()
    for (const key of ['m', 'ArrowDown', 'Enter']) await nora.keyboard.press(key)
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '10:00', minutes: 60, crew: [ben] })
    // How soon is measured by the bench of the board.
    await expect(cardOf(anna, visit, ben)).toBeVisible()
    await expect(cardOf(anna, visit, ada)).toHaveCount(0)
    // Said in words too, once for all of a few seconds.
    await expect(heard(anna)).toContainText(/^By somebody else: WO-\d+ moved: Both Ben, 10:00 – 11:00/)
  })

  await test.step('who planned from an older picture is refused and sees the plan there is', async () => {
    await anna.context().setOffline(true)
    await cardOf(anna, visit, ben).focus()
    await anna.keyboard.press('m')
    await anna.keyboard.press('Shift+ArrowRight')
    await cardOf(nora, visit, ben).focus()
    for (const key of ['m', 'ArrowUp', 'Enter']) await nora.keyboard.press(key)
    await expect.poll(async () => (await desk.planOf(order))?.crew).toEqual([ada])
    // The news is on its way when the other drops.
    await anna.route('**/api/board?**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      await route.continue()
    })
    await anna.context().setOffline(false)
    await anna.keyboard.press('Enter')
    await expect(anna.getByRole('alert')).toContainText('Somebody else changed this plan in the meantime')
    expect(await desk.planOf(order)).toEqual({ time: '10:00', minutes: 60, crew: [ada] })
    await anna.unrouteAll({ behavior: 'ignoreErrors' })
    await expect(cardOf(anna, visit, ada)).toBeVisible()
  })
  await nora.context().close()
  await anna.context().close()
})

test('a step is not taken back where somebody else moved on', async ({ browser }) => {
  const desk = await openDesk(wednesday(15))
  const [ada, ben] = [await desk.technician('Moved Ada'), await desk.technician('Moved Ben')]
  const { order, visit } = await desk.planned('Moved works', [ada], '10:00')
  const page = await openBoard(browser, `from=${desk.date}`)
  await cardOf(page, visit, ada).focus()
  for (const key of ['m', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
  await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 60, crew: [ada] })
  const plan = { visit, start: at(desk.date, '14:00'), minutes: 60, window: null, crew: [ben], lead: ben }
  await send(desk.api, order, 'replan_visit', plan)
  await expect(cardOf(page, visit, ben)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('alert')).toContainText('Somebody else changed this plan in the meantime')
  expect(await desk.planOf(order)).toEqual({ time: '14:00', minutes: 60, crew: [ben] })
  await expect(cardOf(page, visit, ben)).toBeVisible()
  await page.context().close()
})

test('an answer lost on the way is asked for again: the move is done once, and can be taken back', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(16))
  const [ada, ben] = [await desk.technician('Lost Ada'), await desk.technician('Lost Ben')]
  const { order, visit } = await desk.planned('Lost answer', [ada], '10:00')
  const nora = await openBoard(browser, `from=${desk.date}`)
  await nora.route(
    '**/api/work-orders/*/commands',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await cardOf(nora, visit, ada).focus()
  for (const key of ['m', 'ArrowDown', 'Enter']) await nora.keyboard.press(key)
  await expect(cardOf(nora, visit, ben)).toBeVisible()
  await expect(nora.getByRole('button', { name: 'Undo' })).toBeEnabled()
  expect(await desk.planOf(order)).toEqual({ time: '10:00', minutes: 60, crew: [ben] })
  await nora.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await desk.planOf(order))?.crew).toEqual([ada])
  await nora.context().close()
})

test('a move whose new plan could not be read in part is shown where it went all the same', async ({ browser }) => {
  const desk = await openDesk(wednesday(17))
  const [ada, ben] = [await desk.technician('Unread Ada'), await desk.technician('Unread Ben')]
  const { visit } = await desk.planned('Unread move', [ada], '10:00')
  const nora = await openBoard(browser, `from=${desk.date}`)
  let failed = 0
  await nora.route(/\/api\/board\?.*workOrders=/, async (route) => {
    failed += 1
    await route.abort()
  })
  await cardOf(nora, visit, ada).focus()
  for (const key of ['m', 'ArrowDown', 'Enter']) await nora.keyboard.press(key)
  await expect(nora.getByRole('button', { name: 'Undo' })).toBeEnabled()
  await expect.poll(() => failed).toBeGreaterThan(0)
  await expect(cardOf(nora, visit, ben)).toBeVisible()
  await expect(cardOf(nora, visit, ada)).toHaveCount(0)
  await nora.context().close()
})
