import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expectOnRecord, makeOwnJob, note, openVisit, photosShown } from './support/own-job.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

test('a phone without room for a photo says so, keeps notes and what it has, and takes the photo when there is room', async ({
  browser,
}) => {
  const job = await makeOwnJob('Quinn Quota', 'Full phone in the boiler room')
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await enterField(page, company.origin, job.email)
  await openVisit(page, company.origin, job)
  await context.setOffline(true)
  const photos = page.locator('#photos')
  const take = async () => {
    const file = { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await noise() }
    await photos.getByLabel('From gallery').setInputFiles(file)
  }
  await take()
  await expect(photosShown(page)).toHaveCount(1)

  const session = await context.newCDPSession(page)
  const { origin } = company
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin })
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + roomForNotes })
  await take()
  await expect(page.getByText(/This phone has (no|too little) space/)).toBeVisible()
  await expect(photosShown(page)).toHaveCount(1)
  await note(page, 'No room for the second photo')
  await openVisit(page, company.origin, job)
  await expect(photosShown(page)).toHaveCount(1)

  await session.send('Storage.overrideQuotaForOrigin', { origin })
  await take()
  await expect(photosShown(page)).toHaveCount(2)
  await context.setOffline(false)
  await expectOnRecord(job, ['No room for the second photo'], 2)
  await context.close()
})

const roomForNotes = 400_000

/** A picture of noise, which no encoder makes small: more than there is room for. */
async function noise(): Promise<Buffer> {
  const [width, height] = [1600, 1200]
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer()
}
