import type { Refusal } from '#core/kit/refusal.ts'

/** A picture as evidence: upright, its long edge at most 2,048 px, without place and camera (S20). */
export type Picture = { bytes: ArrayBuffer; thumbnail: ArrayBuffer; width: number; height: number; mediaType: string }

/** Decoding and encoding, so that tests can bring bytes of their own. */
export type Pictures = {
  photo: (file: Blob) => Promise<Picture | { refusal: Refusal }>
}

const longEdge = 2048
const thumbnailEdge = 320
const quality = 0.82

export const browserPictures: Pictures = {
  async photo(file) {
    const bitmap = await decode(file)
    if (!bitmap) return { refusal: { code: isHeic(file) ? 'heic_unreadable' : 'unreadable_picture' } }
    try {
      const full = await drawn(bitmap, longEdge)
      const small = await drawn(bitmap, thumbnailEdge)
      return {
        bytes: full.bytes,
        thumbnail: small.bytes,
        width: full.width,
        height: full.height,
        mediaType: 'image/jpeg',
      }
    } finally {
      bitmap.close()
    }
  },
}

async function decode(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

function isHeic(file: Blob): boolean {
  return /hei[cf]/i.test(file.type) || (file instanceof File && /\.hei[cf]$/i.test(file.name))
}

async function drawn(
  bitmap: ImageBitmap,
  edge: number,
): Promise<{ bytes: ArrayBuffer; width: number; height: number }> {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  ]
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser cannot draw')
  // A JPEG is never clear: what a PNG lets through would turn black.
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
  return { bytes: await blob.arrayBuffer(), width, height }
}
