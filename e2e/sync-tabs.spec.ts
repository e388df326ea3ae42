import type { Page, Request, Route } from '@playwright/test'
import { expectOnRecord, makeOwnJob, note, noteShown, openVisit } from './support/own-job.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

const isPush = (request: Request) => new URL(request.url()).pathname === '/api/sync/push'

test('in three tabs at once everything is kept and shown in each, and one of them alone hands it in, once', async ({
  browser,
}) => {
  const job = await makeOwnJob('Tia Tabs', 'Three tabs about one tap')
  const context = await browser.newContext(phone)
  const first = await context.newPage()
  await enterField(first, company.origin, job.email)
  const tabs = [first, await context.newPage(), await context.newPage()]
  for (const tab of tabs) await openVisit(tab, company.origin, job)

  const sent: string[] = []
  let underWay = 0
  let most = 0
  context.on('request', (request) => {
    if (isPush(request)) most = Math.max(most, ++underWay)
  })
  context.on('requestfailed', (request) => {
    if (isPush(request)) underWay--
  })
  context.on('requestfinished', (request) => {
    if (!isPush(request)) return
    underWay--
    const { commands }: { commands: { id: string }[] } = JSON.parse(request.postData() ?? '')
    sent.push(...commands.map((command) => command.id))
  })

  const texts = (n: number) => tabs.map((_, tab) => `Tab ${tab + 1} says ${n}`)
  await context.setOffline(true)
  await Promise.all(tabs.map((tab, n) => note(tab, texts(1)[n] ?? '')))
  await context.setOffline(false)
  await Promise.all(tabs.map((tab, n) => note(tab, texts(2)[n] ?? '')))

  const all = [...texts(1), ...texts(2)]
  for (const tab of tabs) for (const text of all) await expect(noteShown(tab, text)).toHaveCount(1)
  await expectOnRecord(job, all)
  expect(most, 'one network loop').toBe(1)
  expect(sent.toSorted(), 'nothing was sent twice').toEqual([...new Set(sent)].toSorted())
  await context.close()
})

test('a tab that the browser froze while it was handing in is taken over by another, and everything arrives once', async ({
  browser,
}) => {
  const job = await makeOwnJob('Fia Frozen', 'The tab that stood still')
  const context = await browser.newContext(phone)
  const frozen = await context.newPage()
  await enterField(frozen, company.origin, job.email)
  await expect(frozen.getByRole('link', { name: 'All sent' })).toBeVisible()
  await openVisit(frozen, company.origin, job)

  const push = await standStill(frozen)
  await note(frozen, 'Before the frost')
  await push.waits
  // What is captured in another tab does not wait for the answer this one waits for.
  const other = await context.newPage()
  await other.clock.install()
  await openVisit(other, company.origin, job)
  await note(other, 'While the first one waits')
  await expect(noteShown(frozen, 'While the first one waits')).toHaveCount(1)
  const session = await context.newCDPSession(frozen)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })

  await expect(noteShown(other, 'Before the frost')).toHaveCount(1)
  await note(other, 'In another tab')
  // It looks whether the one at it shows life, twice, a while apart.
  for (let looks = 0; looks < 4; looks++) {
    await other.waitForTimeout(300)
    await other.clock.fastForward(17_000)
  }
  await expectOnRecord(job, ['Before the frost', 'While the first one waits', 'In another tab'])

  await push.breakOff()
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await expect(noteShown(frozen, 'In another tab')).toHaveCount(1)
  await note(frozen, 'After the thaw')
  await expectOnRecord(job, ['Before the frost', 'While the first one waits', 'In another tab', 'After the thaw'])
  await context.close()
})

/** What the tab hands in from now on is not answered, until it is broken off. */
async function standStill(tab: Page): Promise<{ waits: Promise<void>; breakOff: () => Promise<void> }> {
  const held: Route[] = []
  let reached = () => {}
  const waits = new Promise<void>((resolve) => (reached = resolve))
  await tab.route('**/api/sync/push', (route) => {
    held.push(route)
    reached()
  })
  return {
    waits,
    async breakOff() {
      for (const route of held) await route.abort()
      await tab.unroute('**/api/sync/push')
    },
  }
}
