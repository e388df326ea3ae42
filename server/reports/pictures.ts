import sharp from 'sharp'
import { inkBox } from '#core/kit/ink.ts'

/** A picture as a page needs it. */
export type Picture = { bytes: Uint8Array; extension: 'jpg' | 'png'; width: number; height: number }

/** How large a photo may be: pixels on its longer edge, and bytes. */
export type PhotoBudget = { edge: number; bytes: number }

/** 245 dots an inch where a photo is printed largest, 84 mm wide; 60 of them stay below 10 MB together. */
const usual: PhotoBudget = { edge: 810, bytes: 150_000 }
const usualCount = 100

/** Past a hundred photos they share what a hundred may take: the compiler holds each of them decoded, 1.5 MB at full size. */
export function photoBudget(count: number): PhotoBudget {
  if (count <= usualCount) return usual
  return {
    edge: Math.max(240, Math.round(usual.edge * Math.sqrt(usualCount / count))),
    bytes: Math.max(20_000, Math.round((usual.bytes * usualCount) / count)),
  }
}

const mostPixels = 50_000_000
/** Drawings are looked at in at most this many pixels an edge, more than any phone's screen has. */
const screenEdge = 3000

/**
 * A photo for paper: upright, at most 810 pixels on its longer edge and 150 kB, without EXIF, position or camera. One that
 * is like that already passes unchanged, so a copy made once, when the photo arrived, makes later papers cheap. Null when
 * the bytes are no JPEG, PNG or WebP that can be read.
 */
export async function photoForPaper(bytes: Uint8Array, budget: PhotoBudget = usual): Promise<Picture | null> {
  return readable(bytes, async () => {
    const ready = await asItIs(bytes, budget)
    if (ready) return ready
    const small = await sharp(bytes, { limitInputPixels: mostPixels })
      .autoOrient()
      .resize({ width: budget.edge, height: budget.edge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = small.info
    for (const quality of [78, 62, 46, 30, 15]) {
      const jpeg = await sharp(small.data, { raw: { width, height, channels } }).jpeg({ quality }).toBuffer()
      if (jpeg.byteLength <= budget.bytes || quality === 15) return { bytes: jpeg, extension: 'jpg', width, height }
    }
    return null
  })
}

/** A logo or signature: keeps its transparency, cut to its ink so that its size on paper is the size of what is seen. */
export async function drawingForPaper(bytes: Uint8Array, widest: number): Promise<Picture | null> {
  return readable(bytes, async () => {
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels })
      .autoOrient()
      .resize({ width: screenEdge, height: screenEdge, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    // sharp's own `trim` takes 30 ms here, this 2.
    const ink = inkBox(data, info.width, info.height)
    const cut = await sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } })
      .extract(ink)
      .resize({ width: widest, height: widest, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 3 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: cut.data, extension: 'png', width: cut.info.width, height: cut.info.height }
  })
}

async function asItIs(bytes: Uint8Array, budget: PhotoBudget): Promise<Picture | null> {
  if (bytes.byteLength > budget.bytes || !isJpeg(bytes)) return null
  const about = await sharp(bytes, { limitInputPixels: mostPixels }).metadata()
  const plain = !about.exif && !about.xmp && !about.iptc && !about.icc && about.space === 'srgb' && about.channels === 3
  if (!plain || Math.max(about.width, about.height) > budget.edge) return null
  return { bytes, extension: 'jpg', width: about.width, height: about.height }
}

async function readable(bytes: Uint8Array, read: () => Promise<Picture | null>): Promise<Picture | null> {
  if (!isJpeg(bytes) && !isPng(bytes) && !isWebp(bytes)) return null
  try {
    return await read()
  } catch (error) {
    // What sharp says of bytes it cannot decode; the paper names the photo as unreadable instead.
    if (error instanceof Error) return null
    throw error
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return signature.every((value, index) => bytes[at + index] === value)
}

const isJpeg = (bytes: Uint8Array): boolean => startsWith(bytes, [0xff, 0xd8, 0xff])
const isPng = (bytes: Uint8Array): boolean => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])
const isWebp = (bytes: Uint8Array): boolean =>
  startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8)
