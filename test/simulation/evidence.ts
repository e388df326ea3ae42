import { createHash } from 'node:crypto'
import type { Id } from '#core/kit/ids.ts'
import type { Asked, Draft, Pressed } from './facts.ts'

/** From one piece to ten, as a camera makes them. */
const asACamera = [40, 3_000, 70_000, 150_000, 400_000, 640_000]

export function photograph(asked: Asked, plain: Draft, visit: Id): Pressed {
  const { file, photo } = pictureOf(asked)
  return {
    fact: { ...plain, photo },
    answer: asked.phone.capturePhoto({
      workOrder: plain.workOrder ?? '',
      visit,
      file,
      phase: 'after',
      caption: asked.token,
      audience: 'customer',
      position: null,
    }),
  }
}

export function attach(asked: Asked, plain: Draft, visit: Id): Pressed {
  const { file, photo } = pictureOf(asked)
  const workOrder = plain.workOrder ?? ''
  return {
    fact: { ...plain, photo },
    answer: asked.phone.captureFile({ workOrder, visit, file, name: asked.token, audience: 'crew' }),
  }
}

export function sign(asked: Asked, plain: Draft, visit: Id): Pressed {
  const { file, photo } = pictureOf(asked)
  const summary = JSON.stringify({ token: asked.token })
  const shown = { summary, summaryHash: sha256(Buffer.from(summary)), language: 'en', template: 'summary-1' }
  const by = { name: asked.token, capacity: 'Janitor', strokes: [[1, 2, 3]], consent: 'I agree', position: null }
  return {
    fact: { ...plain, photo },
    answer: asked.phone.captureSignature({
      workOrder: plain.workOrder ?? '',
      image: file,
      sign: { visit, ...shown, ...by },
    }),
  }
}

function pictureOf({ random, token, picture, pictureBytes = asACamera }: Asked) {
  const tail = random.bytes(random.pick(pictureBytes))
  const bytes = Buffer.concat([picture, Buffer.from(token), tail])
  const file = new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' })
  return { file, photo: { sha256: sha256(bytes), size: bytes.byteLength } }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
