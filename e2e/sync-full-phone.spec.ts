import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expectOnRecord, makeOwnJob, openVisit, photosShown } from './support/own-job.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

/** Room for the app, what it pulls and a few photos; a browser looks at it anew only when it is nearly used up. */
const room = 14_000_000

test('a phone that has no room for one more photo says so, keeps those it has, and takes it when there is room', async ({
  browser,
}) => {
  const { origin } = company
  const job = await makeOwnJob('Quinn Quota', 'Full phone in the boiler room')
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: room })
  await enterField(page, origin, job.email)
  await openVisit(page, origin, job)
  await context.setOffline(true)

  const full = page.getByText(/This phone has (no|too little) space/)
  let kept = 0
  while (!(await full.isVisible())) {
    await take(kept + 1)
    await expect(photosShown(page).nth(kept).or(full).first()).toBeVisible()
    kept = await photosShown(page).count()
    expect(kept, 'the room is used up').toBeLessThan(12)
  }
  expect(kept).toBeGreaterThan(0)
  await openVisit(page, origin, job)
  await expect(photosShown(page)).toHaveCount(kept)

  await session.send('Storage.overrideQuotaForOrigin', { origin })
  await take(kept + 1)
  await expect(photosShown(page)).toHaveCount(kept + 1)
  await context.setOffline(false)
  await expectOnRecord(job, [], kept + 1)
  await context.close()

  async function take(n: number): Promise<void> {
    const file = { name: `IMG_${n}.jpg`, mimeType: 'image/jpeg', buffer: await noise() }
    await page.locator('#photos').getByLabel('From gallery').setInputFiles(file)
  }
})

/** A picture of noise, which no encoder makes small. */
async function noise(): Promise<Buffer> {
  const [width, height] = [2000, 1500]
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer()
}
