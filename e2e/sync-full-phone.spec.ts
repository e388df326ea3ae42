import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import sharp from 'sharp'
import { expectOnRecord, makeOwnJob, note, openVisit, photosShown } from './support/own-job.ts'
import { browser as ofTests } from './support/server.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

/** Room for the app, what it pulls and a few photos; a browser looks at it anew only when it is nearly used up. */
const room = 14_000_000

test('S31: the app asks the browser to keep what it stores, and opens also where the browser says no', async ({
  browser,
}) => {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  let asked = 0
  await page.exposeFunction('persistenceAsked', () => void (asked += 1))
  await page.addInitScript(() => {
    StorageManager.prototype.persist = async () => {
      await Reflect.get(window, 'persistenceAsked')()
      return false
    }
  })
  await page.goto(`${company.origin}/field/`)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(asked).toBe(1)
  await context.close()
})

test('a full phone refuses a photo with a sentence, still keeps notes, times and the finish, hands them in, and takes photos when there is room', async () => {
  const { origin } = company
  const job = await makeOwnJob('Quinn Quota', 'Full phone in the boiler room')
  // On a disk, as on a phone: what goes is free later there than in a browser that keeps everything in memory.
  const profile = await mkdtemp(join(tmpdir(), 'roundtrip-full-'))
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    ...ofTests?.launchOptions,
    ...phone,
    locale: 'en-GB',
  })
  try {
    const page = context.pages()[0] ?? (await context.newPage())
    const session = await context.newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: room })
    await enterField(page, origin, job.email)
    await expect(page.getByRole('link', { name: 'All sent' })).toBeVisible()
    await openVisit(page, origin, job)
    await context.setOffline(true)

    const kept = await takeUntilFull(page)
    expect(kept).toBeGreaterThan(0)
    const notes = Array.from({ length: 4 }, (_, n) => `Note ${n + 1}, ${'without room for a photo '.repeat(40)}`.trim())
    for (const step of ['Travel', 'Arrive']) await page.getByRole('button', { name: step, exact: true }).click()
    for (const text of notes) await note(page, text)
    await refusesPhoto(page, kept)
    await page.getByRole('button', { name: 'Finish', exact: true }).click()
    await page.getByRole('button', { name: 'Finish: Done' }).click()
    await expect(page.getByText('Finished: Done.')).toBeVisible()
    await openVisit(page, origin, job)
    await expect(photosShown(page)).toHaveCount(kept)

    // Nothing became free: what it captured goes up, and what the office answers finds room.
    await context.setOffline(false)
    await expectOnRecord(job, notes, kept)
    const steps = async () => (await job.onRecord()).visits[0]?.steps.map((step) => step.kind)
    await expect.poll(steps, { timeout: 30_000 }).toEqual(['travel', 'arrive', 'finish'])

    await session.send('Storage.overrideQuotaForOrigin', { origin })
    await take(page)
    await expectOnRecord(job, notes, kept + 1)
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

const refused = (page: Page) => page.getByText(/This phone has too little space for photos/)

async function takeUntilFull(page: Page): Promise<number> {
  let kept = 0
  for (;;) {
    await take(page)
    await expect(photosShown(page).nth(kept).or(refused(page)).first()).toBeVisible()
    if (await refused(page).isVisible()) return kept
    kept = await photosShown(page).count()
    expect(kept, 'the room is used up').toBeLessThan(12)
  }
}

async function refusesPhoto(page: Page, kept: number): Promise<void> {
  await page.reload()
  await expect(photosShown(page)).toHaveCount(kept)
  await expect(refused(page)).toHaveCount(0)
  await take(page)
  await expect(refused(page)).toBeVisible()
  await expect(photosShown(page)).toHaveCount(kept)
}

async function take(page: Page): Promise<void> {
  const file = { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await noise() }
  await page.locator('#photos').getByLabel('From gallery').setInputFiles(file)
}

/** A picture of noise, which no encoder makes small. */
async function noise(): Promise<Buffer> {
  const [width, height] = [2000, 1500]
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer()
}
