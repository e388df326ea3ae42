import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { drawingForPaper, photoForPaper } from './pictures.ts'
import { samplePictures } from './sample-pictures.ts'

describe('a photo for paper', () => {
  it('carries neither position nor camera, and stands upright', async () => {
    const original = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#a33' } })
      .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 32/1 40/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    assert.ok((await sharp(original).metadata()).exif)
    const picture = await photoForPaper(original)
    assert.ok(picture)
    assert.deepEqual([picture.width, picture.height], [608, 810])
    assert.equal((await sharp(picture.bytes).metadata()).exif, undefined)
  })

  it('that was made before passes unchanged', async () => {
    const bytes = await samplePictures(1600)('photo-0')
    assert.ok(bytes)
    const first = await photoForPaper(bytes)
    assert.ok(first)
    const second = await photoForPaper(first.bytes)
    assert.equal(second?.bytes, first.bytes)
  })

  it('is null for what is no photo: a drawing in XML, text, a cut-off file, a bomb of pixels', async () => {
    const photo = await samplePictures(700)('photo-0')
    assert.ok(photo)
    const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    assert.equal(
      await photoForPaper(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
      null,
    )
    assert.equal(await photoForPaper(new TextEncoder().encode('hello')), null)
    assert.equal(await photoForPaper(photo.subarray(0, 300)), null)
    assert.equal(await photoForPaper(bomb), null)
  })
})

describe('a drawing for paper', () => {
  it('is cut to its ink, so that a small signature on a large screen is as large as any', async () => {
    const ink = await sharp({ create: { width: 200, height: 80, channels: 4, background: '#112' } })
      .png()
      .toBuffer()
    const screen = await sharp({
      create: { width: 1600, height: 900, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .composite([{ input: ink, left: 700, top: 400 }])
      .png()
      .toBuffer()
    const drawing = await drawingForPaper(screen, 900)
    assert.deepEqual([drawing?.width, drawing?.height], [200, 80])
  })
})
