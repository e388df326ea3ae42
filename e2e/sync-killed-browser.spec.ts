import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { expectOnRecord, makeOwnJob, note, noteShown, openVisit, photosShown } from './support/own-job.ts'
import { jpeg } from './support/photos.ts'
import { browser as ofTests } from './support/server.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

const rounds = 4
const notesEach = 4

test('what the phone showed as saved is there after its browser was killed in that moment, and reaches the office once', async () => {
  test.setTimeout(180_000)
  const job = await makeOwnJob('Kim Killed', 'Valve in the cellar drips')
  const profile = await mkdtemp(join(tmpdir(), 'roundtrip-profile-'))
  let context = await open(profile)
  try {
    const first = context.pages()[0] ?? (await context.newPage())
    await enterField(first, company.origin, job.email)
    await expect(first.getByRole('link', { name: new RegExp(job.title) })).toBeVisible()
    const saved: string[] = []
    for (let round = 1; round <= rounds; round++) {
      await context.setOffline(true)
      const page = context.pages()[0] ?? (await context.newPage())
      await openVisit(page, company.origin, job)
      for (const text of saved) await expect(noteShown(page, text)).toHaveCount(1)
      await expect(photosShown(page)).toHaveCount(round - 1)
      for (let n = 1; n < notesEach; n++) saved.push(await noted(page, `Round ${round}, note ${n}`))
      const buffer = await jpeg(20 + round)
      await page
        .locator('#photos')
        .getByLabel('From gallery')
        .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer })
      await photosShown(page)
        .nth(round - 1)
        .waitFor()
      // Every other time the last thing before the end is a photo.
      if (round % 2 === 0) saved.push(await noted(page, `Round ${round}, last words`))
      await kill(context)
      context = await open(profile)
    }
    const page = context.pages()[0] ?? (await context.newPage())
    await openVisit(page, company.origin, job)
    await expectOnRecord(job, saved, rounds)
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }

  async function noted(page: Parameters<typeof note>[0], text: string): Promise<string> {
    await note(page, text)
    return text
  }
})

async function open(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { ...ofTests?.launchOptions, ...phone, locale: 'en-GB' })
}

/** As the system does when it needs the memory: nothing is asked, nothing is closed. */
async function kill(context: BrowserContext): Promise<void> {
  const browser = context.browser()
  if (!browser) throw new Error('the browser is known')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const own = processInfo.find(({ type }) => type === 'browser')
  if (!own) throw new Error('the browser is a process')
  const closed = new Promise((resolve) => context.once('close', resolve))
  process.kill(own.id, 'SIGKILL')
  await closed
}
