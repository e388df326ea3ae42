import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { sites } from '../cast.ts'
import { between } from '../seeded.ts'
import { pictureKeys } from './keys.ts'
import { logo, nameplate } from './plates.ts'
import { scene } from './subjects.ts'
import { signatureStrokes, strokesSvg } from './strokes.ts'

/** What was drawn into the folder this process is given. */
export type Drawn = {
  file: string
  kind: 'photo' | 'nameplate' | 'signature' | 'logo'
  subject: string
  strokes?: number[][]
}

/** `plates`: assets whose plate was photographed, of the first sites. */
const amounts = { full: { variants: 2, signatures: 9, plates: 26 }, small: { variants: 1, signatures: 2, plates: 2 } }

async function main(folder: string, { variants, signatures, plates }: typeof amounts.full): Promise<void> {
  sharp.concurrency(1)
  const drawn: Drawn[] = []
  const keep = async (about: Drawn, bytes: Buffer) => {
    await writeFile(join(folder, about.file), bytes)
    drawn.push(about)
  }
  await keep({ file: 'logo.png', kind: 'logo', subject: '' }, await sharp(Buffer.from(logo)).png().toBuffer())
  for (let n = 0; n < signatures; n++) {
    const strokes = signatureStrokes(`signature/${n}`)
    await keep(
      { file: `signature-${n}.png`, kind: 'signature', subject: '', strokes },
      await sharp(Buffer.from(strokesSvg(strokes)))
        .png({ palette: true })
        .toBuffer(),
    )
  }
  const photos = pictureKeys.flatMap((key) => Array.from({ length: variants }, (_, n) => ({ key, n })))
  await together(photos, async ({ key, n }) =>
    keep({ file: `${key}-${n}.jpg`, kind: 'photo', subject: key }, await photo(scene(key, n), `${key}/${n}`)),
  )
  const assets = sites.flatMap((site) => site.assets).slice(0, plates)
  await together(assets, async (asset) =>
    keep(
      { file: `plate-${asset.id}.jpg`, kind: 'nameplate', subject: asset.id },
      await photo(nameplate(asset), asset.id),
    ),
  )
  await writeFile(join(folder, 'drawn.json'), JSON.stringify(drawn))
}

/** With grain, so that it looks taken rather than drawn. */
async function photo(svg: string, name: string): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#777777' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  addGrain(data, between(name, 1, 2 ** 31 - 2))
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .resize(1600, 1200, { kernel: 'linear' })
    .jpeg({ quality: 68 })
    .toBuffer()
}

/** The same noise for the same seed. */
function addGrain(pixels: Buffer, seed: number): void {
  let state = seed
  for (let i = 0; i < pixels.length; i += 3) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const change = (state >>> 24) / 16 - 8
    for (let c = i; c < i + 3; c++) pixels[c] = Math.max(0, Math.min(255, (pixels[c] ?? 0) + change))
  }
}

async function together<T>(things: readonly T[], draw: (thing: T) => Promise<void>): Promise<void> {
  const waiting = [...things]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await draw(next)
  }
  await Promise.all([worker(), worker()])
}

const [folder, size] = process.argv.slice(2)
if (import.meta.main && folder) await main(folder, size === 'small' ? amounts.small : amounts.full)
