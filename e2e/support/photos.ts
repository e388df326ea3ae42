import sharp from 'sharp'

/** A picture no other is like, as a camera would leave it: JPEG, four to three. */
export async function jpeg(seed: number): Promise<Buffer<ArrayBuffer>> {
  const colour = `hsl(${(seed * 47) % 360} 45% 55%)`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200">
    <rect width="1600" height="1200" fill="${colour}"/>
    <circle cx="${200 + seed * 90}" cy="600" r="${120 + seed * 12}" fill="white" fill-opacity="0.5"/>
    <path d="M0 ${900 - seed * 20} L1600 ${1000 + seed * 10}" stroke="black" stroke-width="24"/>
  </svg>`
  return Buffer.from(await sharp(Buffer.from(drawing)).jpeg({ quality: 80 }).toBuffer())
}

/** As a file input takes them. */
export async function photoFiles(count: number): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const files = []
  for (let seed = 1; seed <= count; seed++)
    files.push({ name: `IMG_${1000 + seed}.jpg`, mimeType: 'image/jpeg', buffer: await jpeg(seed) })
  return files
}
