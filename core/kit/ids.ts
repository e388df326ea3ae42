/** A UUIDv7 in lower case. Made where the thing is made: on the phone, in the browser, on the server. */
export type Id = string

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isId(text: unknown): text is Id {
  return typeof text === 'string' && pattern.test(text)
}

/**
 * UUIDv7 of RFC 9562: 48 bits of Unix milliseconds, then random bits.
 * @param milliseconds since 1970, UTC
 * @param random at least 10 bytes
 */
export function uuidv7(milliseconds: number, random: Uint8Array): Id {
  const bytes = new Uint8Array(16)
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(milliseconds / 2 ** (8 * (5 - i))) % 256
  for (let i = 0; i < 10; i++) bytes[6 + i] = random[i] ?? 0
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
