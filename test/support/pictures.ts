import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import type { Id } from '#core/kit/ids.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import type { Api } from './server.ts'

export const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** A picture like no other: noise, so that no two have the same bytes. */
export async function picture(format: 'jpeg' | 'png' = 'jpeg'): Promise<Blob> {
  return new Blob([await pictureBytes(format)], { type: `image/${format}` })
}

export async function pictureBytes(format: 'jpeg' | 'png' = 'jpeg'): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [48, 36]
  const bytes = await sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer()
  return new Uint8Array(bytes)
}

/** The fact of a photo with these bytes, as a phone would word it. */
export const photoFact = (visit: Id, technician: Id, bytes: Uint8Array): CommandBody<'photo'> => ({
  visit,
  technician,
  at: '2026-11-23T09:00:00.000Z',
  sha256: hashOf(bytes),
  size: bytes.byteLength,
  type: 'image/jpeg',
  phase: 'after',
  caption: '',
  audience: 'customer',
  width: 48,
  height: 36,
  position: null,
})

/** Hands bytes in whole, under their hash. */
export const putBytes = (api: Api, bytes: Uint8Array<ArrayBuffer>): Promise<Response> =>
  api.fetch(`/api/files/${hashOf(bytes)}`, { method: 'PUT', body: bytes })
