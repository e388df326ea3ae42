import { openBoard, openDesk, waitingCard, wednesday } from './support/board.ts'
import { expect, test } from './support/test.ts'

test('without a network the office says it is offline; with one it is live again and shows what happened meanwhile', async ({
  browser,
}) => {
  const desk = await openDesk(wednesday(23))
  const page = await openBoard(browser, `from=${desk.date}`)
  const mark = page.getByRole('navigation').getByRole('status')
  await expect(mark).toHaveText('Live')
  await page.context().setOffline(true)
  await expect(mark).toHaveText('Offline')
  await desk.waiting('Raised while nobody could see it')
  await page.context().setOffline(false)
  await expect(mark).toHaveText('Live')
  await expect(waitingCard(page, 'Raised while nobody could see it')).toBeVisible()
  await page.context().close()
})

test('a connection on which nothing is heard any more does not stay green', async ({ browser }) => {
  const desk = await openDesk(wednesday(23))
  const page = await openBoard(browser, `from=${desk.date}`)
  const mark = page.getByRole('navigation').getByRole('status')
  await expect(mark).toHaveText('Live')
  await page.clock.install()
  await page.reload()
  await expect(mark).toHaveText('Live')
  await page.route('**/api/live?**', (route) => route.abort())
  await page.clock.fastForward(50_000)
  await expect(mark).toHaveText('Reconnecting')
  await page.context().close()
})
