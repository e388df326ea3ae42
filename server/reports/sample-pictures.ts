import sharp from 'sharp'
import type { ImageSource } from './collect-images.ts'

/**
 * Pictures for the sample papers, the same for the same name: photos as a phone takes them (12 megapixels unless asked
 * otherwise, grain, one in four upright), a logo and a signature. Names that begin with `photo-` are photos.
 */
export function samplePictures(longEdge = 4000): ImageSource {
  return async (image) => {
    if (image === 'logo') return drawing(logo)
    if (image === 'signature') return drawing(signature)
    const index = /^photo-(\d+)$/.exec(image)?.[1]
    return index === undefined ? null : photo(Number(index), longEdge)
  }
}

const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="980" height="240" viewBox="0 0 490 120">
  <path d="M20 88 Q42 62 64 88 T108 88" fill="none" stroke="#0b6e6e" stroke-width="11" stroke-linecap="round"/>
  <path d="M20 60 Q42 34 64 60 T108 60" fill="none" stroke="#0b6e6e" stroke-width="11" stroke-linecap="round"/>
  <path d="M20 32 Q42 6 64 32 T108 32" fill="none" stroke="#e07a1f" stroke-width="11" stroke-linecap="round"/>
  <text x="132" y="62" font-family="sans-serif" font-size="46" font-weight="700" fill="#12343b">Harbour</text>
  <text x="134" y="96" font-family="sans-serif" font-size="24" fill="#4b5a5e">Heating &amp; Cooling</text></svg>`

const signature = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="340">
  <path d="M60 240 C110 60 150 40 158 90 C166 150 110 260 96 262 C84 262 170 170 226 168 C250 168 214 236 240 232 C274 224 282 160 306 166
    C322 172 300 226 330 222 C372 214 372 120 384 70 C388 130 372 210 392 222 C430 226 452 164 482 164 C506 170 452 232 488 230
    C540 222 560 168 590 172 C606 178 580 226 616 220 C668 208 700 176 820 150" fill="none" stroke="#1a2a6c" stroke-width="7" stroke-linecap="round"/></svg>`

function drawing(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).png().toBuffer()
}

const walls = ['#8d9499', '#a39a8c', '#7f8b8f', '#b3aca1', '#6f7a80']
const paints = ['#c0392b', '#2c6fa6', '#d9a21b', '#3b7d4f', '#8b5a2b']

async function photo(index: number, longEdge: number): Promise<Uint8Array> {
  const upright = index % 4 === 3
  const [width, height] = upright ? [longEdge * 0.75, longEdge] : [longEdge, longEdge * 0.75]
  const scene = sharp(Buffer.from(plantRoom(index, width, height)))
  const tile = { raw: { width: grainEdge, height: grainEdge, channels: 3 as const } }
  return scene
    .composite([{ input: grain(index), ...tile, tile: true, blend: 'soft-light' }])
    .flatten({ background: '#888888' })
    .withExif({
      IFD0: { Make: 'Phone', Model: 'Sample' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 32/1 40/1' },
    })
    .jpeg({ quality: 88 })
    .toBuffer()
}

const grainEdge = 250

/** The noise of a sensor, the same for the same seed (Park and Miller's generator, four draws to a pixel). */
function grain(seed: number): Buffer {
  const pixels = Buffer.alloc(grainEdge * grainEdge * 3)
  let state = seed + 1
  for (let i = 0; i < pixels.length; i++) {
    let sum = 0
    for (let draw = 0; draw < 4; draw++) {
      state = (state * 48_271) % 2_147_483_647
      sum += state / 2_147_483_647
    }
    pixels[i] = 128 + Math.round((sum - 2) * 24)
  }
  return pixels
}

/** A tank, pipes and a gauge, different with each index. */
function plantRoom(index: number, width: number, height: number): string {
  const wall = walls[index % walls.length]
  const paint = paints[(index * 3) % paints.length]
  const left = 12 + (index % 4) * 9
  const needle = -70 + ((index * 47) % 140)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 ${(height / width) * 100}" preserveAspectRatio="xMidYMid slice">
    <defs>
      <linearGradient id="w" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#e8e6e1"/><stop offset="1" stop-color="${wall}"/></linearGradient>
      <linearGradient id="t" x1="0" x2="1"><stop offset="0" stop-color="#000" stop-opacity=".45"/><stop offset=".35" stop-color="#fff" stop-opacity=".35"/><stop offset="1" stop-color="#000" stop-opacity=".5"/></linearGradient>
      <filter id="b"><feGaussianBlur stdDeviation=".5"/></filter>
    </defs>
    <rect width="100" height="200" fill="url(#w)"/><rect y="58" width="100" height="200" fill="#5d5a55"/><rect y="57.4" width="100" height=".9" fill="#3b3935"/>
    <g filter="url(#b)" opacity=".35"><rect x="${left + 4}" y="22" width="30" height="46" rx="9" fill="#000"/></g>
    <rect x="${left}" y="17" width="30" height="46" rx="9" fill="${paint}"/><rect x="${left}" y="17" width="30" height="46" rx="9" fill="url(#t)"/>
    <rect x="${left + 12}" y="4" width="5" height="14" fill="#9c6b3c"/><rect x="${left + 12}" y="4" width="60" height="5" fill="#a9743f"/>
    <rect x="${left + 46}" y="4" width="4.5" height="58" fill="#b98149"/><rect x="${left + 46}" y="4" width="4.5" height="58" fill="url(#t)"/>
    <circle cx="${left + 48}" cy="34" r="8.5" fill="#2b2b2b"/><circle cx="${left + 48}" cy="34" r="7.2" fill="#f4f3ee"/>
    <path d="M${left + 48} 34 l0 -5.6" stroke="#b00" stroke-width=".9" transform="rotate(${needle} ${left + 48} 34)"/>
    <rect x="${left + 6}" y="34" width="18" height="10" fill="#f1efe8"/><path d="M${left + 8} 37h13M${left + 8} 39.5h10M${left + 8} 42h12" stroke="#333" stroke-width=".7"/></svg>`
}
