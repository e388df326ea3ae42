import sharp, { type Sharp } from 'sharp'

/** Only these formats are opened: sharp would take SVG and a dozen others by default. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadWebpBuffer',
  ],
})
sharp.cache(false)
sharp.concurrency(1)

/** A 31 kB PNG can claim 16,000 by 16,000. */
const mostPixels = 50_000_000

export const fileTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const
export type FileType = (typeof fileTypes)[number]

/** By its first bytes, whatever its sender called it. */
export function typeByContent(head: Uint8Array): FileType | null {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1')
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp'
  if (text.startsWith('%PDF-')) return 'application/pdf'
  return null
}

export type Measured = { width: number; height: number } | { code: 'unreadable_picture' | 'too_many_pixels' }

/** Reads the header alone. */
export async function measure(path: string): Promise<Measured> {
  try {
    const { width, height, pages } = await sharp(path, { limitInputPixels: false }).metadata()
    if (width * height * (pages ?? 1) > mostPixels) return { code: 'too_many_pixels' }
    return { width, height }
  } catch {
    return { code: 'unreadable_picture' }
  }
}

export const variants = ['web', 'thumbnail'] as const
export type Variant = (typeof variants)[number]
const longEdge: Record<Variant, number> = { web: 2048, thumbnail: 400 }

/** A thumbnail somebody else made, made anew: what it shows and nothing else. Null when it cannot be decoded. */
export async function asThumbnail(bytes: Uint8Array): Promise<Buffer | null> {
  try {
    return await forEyes(sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }), 'thumbnail')
  } catch {
    return null
  }
}

/** A JPEG for eyes: upright, smaller, without EXIF, place or camera. Throws when the picture cannot be decoded. */
export async function render(path: string, variant: Variant): Promise<Buffer> {
  return forEyes(sharp(path, { limitInputPixels: mostPixels, failOn: 'error' }), variant)
}

function forEyes(picture: Sharp, variant: Variant): Promise<Buffer> {
  return picture
    .rotate()
    .resize(longEdge[variant], longEdge[variant], { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: variant === 'web' ? 82 : 74, mozjpeg: false })
    .toBuffer()
}
