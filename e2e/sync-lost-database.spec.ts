import { expectOnRecord, makeOwnJob, note, openVisit } from './support/own-job.ts'
import { inTheme } from './support/pages.ts'
import { expectReadable } from './support/readable.ts'
import type { Page } from '@playwright/test'
import { company, enterField, expect, phone, test } from './support/test.ts'

test('a browser that lost the phone’s database: what was only there is back, is said, and is handed in', async ({
  browser,
}, about) => {
  test.setTimeout(90_000)
  const job = await makeOwnJob('Lotte Lost', 'Pump hums in the cellar')
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, company.origin, job.email)
  await expect(page.getByRole('link', { name: 'All sent' })).toBeVisible()
  await context.setOffline(true)
  await openVisit(page, company.origin, job)
  await note(page, 'Bearing is worn.')
  await expect(page.locator('#handed-in').getByText('1 on this phone')).toBeVisible()
  // The journal follows at once; nothing on the screen waits for it.
  await expect.poll(() => inJournal(page, 'Bearing is worn.'), { timeout: 30_000 }).toBe(true)

  // The office is out of reach before the network is back: what is handed in cannot be lost.
  await page.route('**/api/**', (route) => route.abort())
  await context.setOffline(false)
  await page.route('**/nothing-here', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>None</title>' }),
  )
  await page.goto('/nothing-here')
  await page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases())
      await new Promise((resolve, reject) => {
        const gone = indexedDB.deleteDatabase(name)
        gone.onsuccess = resolve
        gone.onerror = reject
        gone.onblocked = reject
      })
  })
  await page.goto('/field/')
  await expect(page.getByText('The browser lost what this phone stored')).toBeVisible({ timeout: 20_000 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await inTheme(page, colorScheme)
    await expectReadable(page)
    await page.screenshot({ path: about.outputPath(`came-back-${colorScheme}.png`) })
  }
  await page.getByRole('button', { name: 'OK', exact: true }).click()
  await expect(page.getByText('The browser lost what this phone stored')).toHaveCount(0)
  await page.unroute('**/api/**')
  await page.goto('/field/outbox')
  await expect(page.getByRole('heading', { name: 'Nothing waits on this phone' })).toBeVisible({ timeout: 30_000 })
  await expectOnRecord(job, ['Bearing is worn.'])
  await context.close()
})

function inJournal(page: Page, text: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('journal', { create: true })
    for await (const file of folder.values())
      if (file instanceof FileSystemFileHandle && (await (await file.getFile()).text()).includes(wanted)) return true
    return false
  }, text)
}
