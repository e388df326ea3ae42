import type { Page } from '@playwright/test'
import sharp from 'sharp'
import {
  type Corner,
  cameraJpeg,
  corners,
  cornersOf,
  type Orientation,
  transparentPng,
} from './support/camera-pictures.ts'
import { makeOwnJob, openVisit } from './support/own-job.ts'
import { company, enterField, expect, phone, test } from './support/test.ts'

const white = [255, 255, 255]

/** What the phone keeps of its newest photo: what it says of it, its bytes and its thumbnail. */
async function newestPhoto(page: Page, count: number) {
  const read = () =>
    page.evaluate(async (wanted) => {
      const [{ name = '' } = {}] = (await indexedDB.databases()).filter((one) => one.name?.startsWith('roundtrip-'))
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      const all = (table: string) =>
        new Promise<Record<string, unknown>[]>((resolve, reject) => {
          const asked = database.transaction(table).objectStore(table).getAll()
          asked.onsuccess = () => resolve(asked.result)
          asked.onerror = () => reject(asked.error)
        })
      const base64 = async (parts: unknown[]) => {
        const bytes = new Uint8Array(await new Blob(parts.filter((one) => one instanceof ArrayBuffer)).arrayBuffer())
        let text = ''
        for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
        return btoa(text)
      }
      try {
        const photos = (await all('commands')).filter((row) => row['type'] === 'photo')
        const envelope = photos.length === wanted ? photos.at(-1)?.['bytes'] : undefined
        if (typeof envelope !== 'string') return null
        const { body } = JSON.parse(envelope)
        const of = (row: Record<string, unknown>) => row['sha256'] === body.sha256
        const pieces = (await all('pieces')).filter(of).map((row) => row['bytes'])
        const thumbnail = (await all('thumbnails')).filter(of).map((row) => row['bytes'])
        return { said: body, bytes: await base64(pieces), thumbnail: await base64(thumbnail) }
      } finally {
        database.close()
      }
    }, count)
  let photo = await read()
  // As long as the test may take.
  while (photo === null) photo = await read()
  return {
    said: photo.said as { width: number; height: number; type: string; size: number; at: string; noPosition?: string },
    bytes: Buffer.from(photo.bytes, 'base64'),
    thumbnail: Buffer.from(photo.thumbnail, 'base64'),
  }
}

/** JPEG is not exact. */
function expectCorners(shown: Record<Corner, readonly number[]>, wanted: Record<Corner, readonly number[]>): void {
  for (const [corner, colour] of Object.entries(wanted) as [Corner, readonly number[]][]) {
    const off = Math.max(...colour.map((value, channel) => Math.abs(value - (shown[corner][channel] ?? -999))))
    expect(off, `${corner}: ${shown[corner].join()} instead of ${colour.join()}`).toBeLessThan(24)
  }
}

test('S20: a photo is kept upright, 2,048 pixels at most, without where and with what it was taken; its thumbnail is the same in small', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const job = await makeOwnJob('Paula Frank', 'Nameplates cannot be read')
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  // As on a phone that opens its own camera from a page.
  await page.addInitScript(() => void Reflect.deleteProperty(MediaDevices.prototype, 'getUserMedia'))
  await enterField(page, company.origin, job.email)
  await openVisit(page, company.origin, job)
  // What is handed in is let go of one day; here it is looked at as it was kept.
  await context.setOffline(true)
  let count = 0
  const take = async (name: string, mimeType: string, buffer: Buffer, from = 'From gallery') => {
    await page.locator('#photos').getByLabel(from).setInputFiles({ name, mimeType, buffer })
    count += 1
    return newestPhoto(page, count)
  }
  const expectKept = async (
    { said, bytes, thumbnail }: Awaited<ReturnType<typeof newestPhoto>>,
    [width, height]: readonly [number, number],
    [smallWidth, smallHeight]: readonly [number, number],
    wanted: Record<Corner, readonly number[]> = corners,
  ) => {
    const [about, small] = [await sharp(bytes).metadata(), await sharp(thumbnail).metadata()]
    expect([about.format, about.width, about.height]).toEqual(['jpeg', width, height])
    expect([said.type, said.width, said.height, said.size]).toEqual(['image/jpeg', width, height, bytes.length])
    expect([small.format, small.width, small.height]).toEqual(['jpeg', smallWidth, smallHeight])
    for (const one of [about, small])
      expect([one.exif, one.orientation, one.xmp, one.iptc]).toEqual(Array(4).fill(undefined))
    expectCorners(await cornersOf(bytes), wanted)
    expectCorners(await cornersOf(thumbnail), wanted)
  }

  for (const orientation of [1, 3, 6, 8] satisfies Orientation[]) {
    await test.step(`a camera turned to ${orientation}`, async () => {
      const taken = await cameraJpeg(2400, 1600, orientation)
      expect((await sharp(taken).metadata()).orientation).toBe(orientation)
      await expectKept(await take(`IMG_${orientation}.jpg`, 'image/jpeg', taken), [2048, 1365], [320, 213])
    })
  }
  await test.step('upright, from the camera: when it was taken is now, where is what the technician allowed', async () => {
    const before = Date.now()
    const photo = await take('IMG_9.jpg', 'image/jpeg', await cameraJpeg(1200, 1600, 6), 'Camera')
    await expectKept(photo, [1200, 1600], [240, 320])
    expect(Date.parse(photo.said.at)).toBeGreaterThanOrEqual(before - 1000)
    expect(photo.said.noPosition).toBe('not_asked')
  })
  await test.step('48 megapixels, and from the gallery: where it was taken is not known', async () => {
    const photo = await take('IMG_10.jpg', 'image/jpeg', await cameraJpeg(8000, 6000, 1))
    await expectKept(photo, [2048, 1536], [320, 240])
    expect(photo.said.noPosition).toBe('from_gallery')
  })
  await test.step('a panorama and one of a few pixels', async () => {
    await expectKept(await take('IMG_11.jpg', 'image/jpeg', await cameraJpeg(6000, 300, 1)), [2048, 102], [320, 16])
    await expectKept(await take('IMG_12.jpg', 'image/jpeg', await cameraJpeg(24, 16, 1)), [24, 16], [24, 16])
  })
  await test.step('a PNG that lets something through is on white, as paper is', async () => {
    const photo = await take('plan.png', 'image/png', await transparentPng(400, 300))
    await expectKept(photo, [400, 300], [320, 240], { ...corners, bottomRight: white })
  })
  await test.step('what is no picture is said and not kept', async () => {
    const broken = Buffer.from('no picture at all')
    await page
      .locator('#photos')
      .getByLabel('From gallery')
      .setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: broken })
    await expect(page.getByText('This is not a picture, or it is broken.')).toBeVisible()
  })
  await context.close()
})
