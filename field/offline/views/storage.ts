import type { Holdings } from '../holdings.ts'
import { isOnlyHere } from '../states.ts'
import type { StorageView } from './types.ts'

/** What pictures and files take on this phone, by whether they may go when space is short (S22). */
export function storageOf(holdings: Holdings): StorageView {
  const kept = holdings.blobs().filter((blob) => blob.kept)
  return {
    onlyHere: sizeOf(kept.filter(isOnlyHere)),
    handedIn: sizeOf(kept.filter((blob) => !isOnlyHere(blob))),
    copies: sizeOf(holdings.copies()),
  }
}

function sizeOf(rows: readonly { size: number }[]): { files: number; bytes: number } {
  return { files: rows.length, bytes: rows.reduce((total, row) => total + row.size, 0) }
}
