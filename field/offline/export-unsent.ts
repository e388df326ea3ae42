import type { OutboxFile } from '#core/sync/api.ts'
import { base64Of } from './base64.ts'
import type { Holdings } from './holdings.ts'
import { isOnlyHere, isUnsent } from './states.ts'
import type { Store } from './store.ts'

/**
 * What is only on this phone as one file (S26), for the day the phone cannot be saved otherwise: every command as it was
 * frozen, every picture as base64, also those the office could not keep; one whose bytes are gone is named. One piece a
 * photo, so that a full day does not need its size in memory twice.
 */
export async function exportUnsent(holdings: Holdings, store: Store, at: string): Promise<Blob> {
  const { device, member, name } = holdings.author
  const commands = holdings.commands().filter(isUnsent)
  const parts: BlobPart[] = [
    `{"format":"roundtrip-outbox-1","exportedAt":${JSON.stringify(at)},"device":${JSON.stringify(device)},`,
    `"member":${JSON.stringify(member)},"name":${JSON.stringify(name)},"commands":[`,
    commands.map(({ id, dseq, sha256, bytes }) => JSON.stringify({ id, dseq, sha256, bytes })).join(','),
    '],"files":[',
  ]
  const missing: NonNullable<OutboxFile['missing']> = []
  let first = true
  for (const { sha256, fact, mediaType } of holdings.blobs().filter(isOnlyHere)) {
    const bytes = await store.readBytes(sha256)
    if (!bytes) {
      missing.push({ sha256, fact, type: mediaType })
      continue
    }
    parts.push(
      `${first ? '' : ','}{"sha256":"${sha256}","fact":"${fact}","type":${JSON.stringify(mediaType)},"base64":"`,
    )
    parts.push(new Blob(base64Of(new Uint8Array(bytes))), '"}')
    first = false
  }
  parts.push(`],"missing":${JSON.stringify(missing)}}`)
  return new Blob(parts, { type: 'application/json' })
}
