import type { Position } from '#core/kit/fields.ts'

/** `52.5163, 13.3777`: as maps write and copy it. */
export function positionText(position: Position | null): string {
  return position ? `${position.lat}, ${position.lon}` : ''
}

/** What was typed or pasted: nothing, a position, or neither (undefined). A comma or a space parts the two. */
export function readPosition(text: string): Position | null | undefined {
  const typed = text.trim().replace(/^\(|\)$/g, '')
  if (typed === '') return null
  const parts = /^(-?\d{1,2}(?:\.\d+)?)°?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)°?$/.exec(typed)
  if (!parts) return undefined
  const [lat, lon] = [Number(parts[1]), Number(parts[2])]
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined
}
