/** Whole triples a piece, so that the pieces join without padding between them. */
const piece = 3 * 8192

/** In pieces, so that something large needs no text of its whole length at once. */
export function base64Of(bytes: Uint8Array): string[] {
  const found: string[] = []
  for (let at = 0; at < bytes.length; at += piece)
    found.push(btoa(String.fromCharCode(...bytes.subarray(at, at + piece))))
  return found
}

export function fromBase64(text: string): ArrayBuffer {
  const letters = atob(text)
  const bytes = new Uint8Array(letters.length)
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at)
  return bytes.buffer
}
