import type { Page } from '@playwright/test'
import { openLine } from './support/line.ts'
import { expectOnRecord, makeOwnJob, note, openVisit } from './support/own-job.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

test('the app can be installed: a manifest the browser takes, icons of the sizes it names, a worker for all of its addresses', async ({
  browser,
}) => {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await page.goto(`${company.origin}/field/`)
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
  expect(scope).toBe(`${company.origin}/field/`)

  const browserSays = await context.newCDPSession(page)
  const { url, errors, data } = await browserSays.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const manifest = JSON.parse(data ?? '')
  expect(manifest).toMatchObject({ id: '/field/', start_url: '/field/', scope: '/field/', display: 'standalone' })
  expect(manifest.name).not.toBe('')
  const icons: { src: string; sizes: string; type: string; purpose: string }[] = manifest.icons
  for (const purpose of ['any', 'maskable'])
    expect(icons.some((icon) => icon.purpose === purpose && icon.sizes === '512x512')).toBe(true)
  expect(icons.some((icon) => icon.sizes === '192x192')).toBe(true)
  for (const { src, sizes, type } of icons) {
    const address = new URL(src, url).href
    const answer = await page.request.get(address)
    expect([answer.status(), answer.headers()['content-type']?.split(';')[0]], src).toEqual([200, type])
    if (sizes === 'any') continue
    const shown = await page.evaluate(async (from) => {
      const image = new Image()
      image.src = from
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, address)
    expect(shown, src).toBe(sizes)
  }

  // A window of a test keeps nothing, and into such a one no browser installs anything.
  await expect
    .poll(async () =>
      (await browserSays.send('Page.getInstallabilityErrors')).installabilityErrors.map((error) => error.errorId),
    )
    .toEqual(['in-incognito'])
  await context.close()
})

test('without a network the app opens at each of its addresses', async ({ browser }) => {
  const job = await makeOwnJob('Olga Offline', 'Lift machine room, no signal')
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, company.origin, job.email)
  await expect(page.getByRole('link', { name: new RegExp(job.title) })).toBeVisible()
  await context.setOffline(true)
  const heads: [path: string, heading: string][] = [
    ['/field/', 'Today'],
    [job.path, job.title],
    [`${job.path}/sign-off`, 'Summary of the visit'],
    [`/field/order/${job.workOrder}`, job.title],
    ['/field/search', 'Search'],
    ['/field/make', 'New work order'],
    ['/field/time', 'My time'],
    ['/field/outbox', 'Outbox'],
    ['/field/settings', 'You and this phone'],
    ['/field/no-such-page', 'Today'],
  ]
  for (const [path, heading] of heads) {
    const opened = await context.newPage()
    await opened.goto(`${company.origin}${path}`)
    await expect(opened.getByRole('heading', { name: heading }).first(), path).toBeVisible()
    await opened.close()
  }
  await context.close()
})

test('an update waits while a visit is open, one that cannot be fetched whole changes nothing, and what was captured under the old one is handed in by the new', async ({
  browser,
}) => {
  const job = await makeOwnJob('Uma Update', 'Update in the middle of a visit')
  const line = await openLine(company.origin)
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, line.origin, job.email)
  await page.reload()
  await openVisit(page, line.origin, job)
  await page.getByRole('button', { name: 'Travel', exact: true }).click()
  await page.getByRole('button', { name: 'Arrive', exact: true }).click()
  const generation = await generations(page)

  await test.step('a version that cannot be fetched whole is given up', async () => {
    line.edit = nextVersion('half')
    line.instead = (path) =>
      path.includes('/new-part-half.js') ? { status: 404, type: 'text/plain', body: 'gone' } : null
    await update(page)
    await expect.poll(() => workers(page)).toEqual({ active: true, installing: false, waiting: false })
    expect(await generations(page)).toEqual(generation)
  })

  await test.step('a whole one waits: the visit goes on in the old one, without a network too', async () => {
    line.edit = nextVersion('whole')
    line.instead = (path) =>
      path.includes('/new-part-whole.js') ? { status: 200, type: 'text/javascript', body: 'export {}' } : null
    await update(page)
    await expect.poll(() => workers(page)).toEqual({ active: true, installing: false, waiting: true })
    await context.setOffline(true)
    await page.reload()
    await expect(page.getByRole('heading', { name: job.title })).toBeVisible()
    await expect(page.getByText('An update is ready')).toHaveCount(0)
    await note(page, 'Captured under the old one')
    expect((await workers(page)).waiting).toBe(true)
  })

  await test.step('once nothing is open it is offered, and taken when somebody agrees', async () => {
    await page.getByRole('button', { name: 'Finish', exact: true }).click()
    await page.getByRole('button', { name: 'Finish: Done' }).click()
    await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
    const opened = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Use it now' }).click()
    await opened
    await expect.poll(() => workers(page)).toEqual({ active: true, installing: false, waiting: false })
    await openVisit(page, line.origin, job)
    await context.setOffline(false)
    await expectOnRecord(job, ['Captured under the old one'])
  })
  await context.close()
  await line.close()
})

/** The worker as a later build would have it: one more part to keep. */
function nextVersion(name: string) {
  const part = `{url:"new-part-${name}.js",revision:"1"}`
  return (path: string, text: string) =>
    path === '/field/service-worker.js'
      ? text.replace(/\[(\{["']?(?:url|revision)["']?:)/, (_, first) => `[${part},${first}`)
      : text
}

async function update(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    // One whose install fails may say so here.
    await registration.update().catch(() => undefined)
  })
}

const workers = (page: Page) =>
  page.evaluate(async () => {
    const { active, installing, waiting } = await navigator.serviceWorker.ready
    return { active: active !== null, installing: installing !== null, waiting: waiting !== null }
  })

const generations = (page: Page) => page.evaluate(() => caches.keys())
