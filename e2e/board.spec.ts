import { addDays, localDate } from '#core/kit/time.ts'
import { newId } from '#server/platform/ids.ts'
import { send } from './support/api.ts'
import { at, cardOf, heard, openBoard, openDesk, rowOf, waitingCard, wednesday } from './support/board.ts'
import { drag, hold, moveTo, place } from './support/dragging.ts'
import { zone } from './support/company.ts'
import { company, enterOffice, expect, tablet, test } from './support/test.ts'

test('work is dragged from the tray onto a row, along time, to another row, longer, and taken back', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const desk = await openDesk(wednesday(8))
  const [ada, ben] = [await desk.technician('Dragger Ada'), await desk.technician('Dragger Ben')]
  const anchor = await desk.planned('Dragger anchor', [ada], '10:00')
  const order = await desk.waiting('Dragger waits')
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Dragger')
  const ruler = cardOf(page, anchor.visit, ada)
  const card = (row: string) => page.locator(`[data-row="${row}"][data-visit]`).filter({ hasText: 'Dragger waits' })

  await test.step('from the tray', async () => {
    await drag(page, waitingCard(page, 'Dragger waits'), await place(ruler, rowOf(page, ben), 60))
    await expect(card(ben)).toBeVisible()
    await expect(heard(page)).toContainText('planned for Dragger Ben')
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 60, crew: [ben] })
  })
  await test.step('along time', async () => {
    await drag(page, card(ben), await place(ruler, rowOf(page, ben), 180), 'left')
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '13:00', minutes: 60, crew: [ben] })
  })
  await test.step('to another row', async () => {
    await drag(page, card(ben), await place(ruler, rowOf(page, ada), 180), 'left')
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '13:00', minutes: 60, crew: [ada] })
  })
  await test.step('longer by its end', async () => {
    await drag(page, card(ada).locator('[data-end]'), await place(ruler, rowOf(page, ada), 270))
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '13:00', minutes: 90, crew: [ada] })
  })
  await test.step('Alt adds whoever has the row, Ctrl plans the same once more', async () => {
    await page.keyboard.down('Alt')
    await drag(page, card(ada), await place(ruler, rowOf(page, ben), 300), 'left')
    await page.keyboard.up('Alt')
    await expect.poll(async () => (await desk.planOf(order))?.crew.toSorted()).toEqual([ada, ben].toSorted())
    await page.keyboard.down('Control')
    await drag(page, card(ada), await place(ruler, rowOf(page, ada), 330), 'left')
    await page.keyboard.up('Control')
    await expect.poll(() => desk.visitsOf(order)).toBe(2)
  })
  await test.step('taken back step by step, and done again', async () => {
    const undo = page.getByRole('button', { name: 'Undo' })
    for (let step = 0; step < 5; step++) await undo.click()
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 60, crew: [ben] })
    await expect(card(ben)).toBeVisible()
    await page.getByRole('button', { name: 'Redo' }).click()
    await expect.poll(() => desk.planOf(order)).toEqual({ time: '13:00', minutes: 60, crew: [ben] })
  })
  await page.context().close()
})

test('while something is dragged the ghost says what is wrong; who plans it in spite of that is on the record', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(9))
  const ada = await desk.technician('Warner Ada')
  const anchor = await desk.planned('Warner anchor', [ada], '10:00')
  const order = await desk.waiting('Warner waits', { targetAt: at(desk.date, '08:00') })
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Warner')
  const ruler = cardOf(page, anchor.visit, ada)
  const ghost = page.locator('[data-ghost]')
  await hold(page, waitingCard(page, 'Warner waits'), await place(ruler, rowOf(page, ada), 30))
  await expect(ghost).toContainText(/Overlaps WO-\d+ by 30 min/)
  await expect(ghost).toContainText('Misses the target by 2 h 30 min')
  await moveTo(page, await place(ruler, rowOf(page, ada), 7 * 60 - 15))
  await expect(ghost).toContainText('Outside working hours')
  await moveTo(page, await place(ruler, rowOf(page, ada), 30))
  await expect(ghost).toContainText('Overlaps')
  await page.mouse.up()
  await expect(heard(page)).toContainText(/In spite of: Overlaps WO-\d+ by 30 min/)
  await expect.poll(() => desk.overridden(order)).toHaveLength(1)
  const [kept] = await desk.overridden(order)
  expect(kept?.by).toBe('Nora Brandt')
  expect(kept?.despite).toEqual([expect.stringMatching(/^Overlaps WO-/), 'Misses the target by 2 h 30 min'])
  await expect(page.getByRole('button', { name: /Warner waits.*Overlaps WO-/ })).toBeVisible()
  await page.context().close()
})

test('Escape leaves what is dragged as it was', async ({ browser }) => {
  const desk = await openDesk(wednesday(10))
  const ada = await desk.technician('Leaver Ada')
  const { order, visit } = await desk.planned('Leaver works', [ada], '10:00')
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Leaver')
  const card = cardOf(page, visit, ada)
  await hold(page, card, await place(card, rowOf(page, ada), 120))
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-ghost]')).toHaveCount(0)
  await page.mouse.up()
  expect(await desk.planOf(order)).toEqual({ time: '10:00', minutes: 60, crew: [ada] })
  await page.context().close()
})

test('five hundred visits on one row show a few and how many more; a name of two hundred characters breaks nothing', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const desk = await openDesk(wednesday(11))
  const long = `Crowded ${'Maximiliane '.repeat(16)}`.slice(0, 200).trim()
  const ada = await desk.technician('Crowded Ada')
  const order = await desk.waiting(long)
  const plan = { start: at(desk.date, '10:00'), minutes: 60, window: null, crew: [ada], lead: ada }
  const orders = [order]
  for (let n = 1; n < 25; n++) orders.push(await desk.waiting(`${long.slice(0, 190)} ${n}`))
  await Promise.all(
    orders.map(async (one) => {
      for (let n = 0; n < 20; n++) await send(desk.api, one, 'plan_visit', { ...plan, visit: newId() })
    }),
  )
  const page = await openBoard(browser, `from=${desk.date}`)
  await page.getByLabel('Find a technician').fill('Crowded')
  const row = rowOf(page, ada)
  await expect(row.locator('[data-visit]')).toHaveCount(4)
  const more = page.getByRole('button', { name: '496 more of Crowded Ada' })
  await more.click()
  await expect(row.locator('[data-visit]').first()).toBeVisible()
  await expect(more).toHaveCount(0)
  const [first] = await row.locator('[data-visit]').all()
  const words = first?.locator('span:has(> b)')
  const [box, card] = [await words?.boundingBox(), await first?.boundingBox()]
  expect(box && card && box.x >= card.x && box.x + box.width <= card.x + card.width).toBe(true)
  expect(await words?.evaluate((one) => [getComputedStyle(one).overflow, one.scrollWidth > one.clientWidth])).toEqual([
    'hidden',
    true,
  ])
  await page.context().close()
})

test('a week shows every day; a visit of yesterday stands where it was, and a plan in the past says so', async ({
  browser,
}) => {
  const yesterday = addDays(localDate(new Date().toISOString(), zone), -1)
  const desk = await openDesk(yesterday)
  const ada = await desk.technician('Past Ada')
  const anchor = await desk.planned('Past anchor', [ada], '10:00')
  await desk.waiting('Past waits')
  const page = await openBoard(browser, `from=${yesterday}&days=7`)
  await page.getByLabel('Find a technician').fill('Past')
  await expect(page.getByText(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2,4}$/)).toHaveCount(7)
  const ruler = cardOf(page, anchor.visit, ada)
  // It opens at now; yesterday is further left.
  await page.getByRole('region', { name: 'Visits' }).evaluate((board) => board.scrollTo({ left: 0 }))
  await hold(page, waitingCard(page, 'Past waits'), await place(ruler, rowOf(page, ada), 120))
  await expect(page.locator('[data-ghost]')).toContainText('Begins in the past')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.context().close()
})

test('on a tablet a finger that holds a visit carries it; one that moves at once scrolls', async ({ browser }) => {
  const desk = await openDesk(wednesday(12))
  const ada = await desk.technician('Finger Ada')
  const { order, visit } = await desk.planned('Finger works', [ada], '10:00')
  const context = await browser.newContext(tablet)
  await enterOffice(context, company.origin, company.dispatcher)
  const page = await context.newPage()
  await page.goto(`${company.origin}/board?from=${desk.date}`)
  const card = cardOf(page, visit, ada)
  await expect(card).toBeVisible()
  await card.scrollIntoViewIfNeeded()
  const box = await card.boundingBox()
  if (!box) throw new Error('The card is not on the screen.')
  const touch = await context.newCDPSession(page)
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  const [x, y] = [box.x + 10, box.y + box.height / 2]
  await finger('touchStart', x, y)
  // Held as long as it takes until the board says that it is carried.
  await expect(card).toHaveAttribute('data-carried', 'true')
  for (let step = 1; step <= 4; step++) await finger('touchMove', x + (step * (box.width + 1)) / 4, y)
  await expect(page.locator('[data-ghost]')).toContainText('11:00')
  await finger('touchEnd', 0, 0)
  await expect.poll(() => desk.planOf(order)).toEqual({ time: '11:00', minutes: 60, crew: [ada] })
  await context.close()
})
