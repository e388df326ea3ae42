import { hashNamedBy } from './named-bytes.ts'
import type { BlobRow, CommandRow } from './store.ts'

/** Where something captured is (S26). `held`: stored by the server, a person in the office settles it. */
export type FactState = 'on_phone' | 'received' | 'on_record' | 'held'
/** Neither is shown as a fact. Only an intention can be refused; `put_aside`: it was held, and a person let it be. */
export type CommandState = FactState | 'refused' | 'put_aside'

export function stateOf(row: CommandRow): CommandState {
  if (row.settlement) return row.settlement.as === 'applied' ? 'on_record' : 'put_aside'
  const outcome = row.outcome === 'duplicate' ? (row.first ?? 'applied') : row.outcome
  switch (outcome) {
    case 'held':
    case 'id_conflict':
      return 'held'
    case 'refused':
      return 'refused'
    case null:
      // A reply was lost, but a document shows that the server has it.
      return row.settledAt === null ? 'on_phone' : 'received'
    default:
      return row.settledAt === null ? 'received' : 'on_record'
  }
}

export function isShownAsFact(state: CommandState): state is FactState {
  return state !== 'refused' && state !== 'put_aside'
}

/** The bytes kept here are not those that were taken. */
export const bytesDamaged = 'bytes_damaged'

/** Not acknowledged yet: it goes up with the next push. */
export function isUnsent(row: CommandRow): boolean {
  return row.outcome === null
}

/** The office could not take it so far, and is offered it again (S9). */
export function isPutOff(row: CommandRow): boolean {
  return isUnsent(row) && row.declined !== null
}

/** Its bytes go up as soon as a fact that names them is acknowledged. */
export function isUnsentBlob(row: BlobRow): boolean {
  return row.state === 'on_phone' && row.kept
}

/** A pull said the last word about its bytes: they are kept for a while, and may go early when space is short (S22). */
export function isEnded(row: BlobRow): boolean {
  return row.state === 'stored' || row.state === 'over'
}

/** The phone has the only copy, also of what the server would not keep: that stays so until the office settled it. */
export function isOnlyHere(row: BlobRow): boolean {
  return isUnsentBlob(row) || (row.state === 'refused' && row.kept && !row.settled)
}

/** How many things are only here, as their author counts them: a photo with its bytes is one. */
export function countHere(commands: readonly CommandRow[], blobs: readonly BlobRow[]): number {
  const here = new Set(blobs.filter(isOnlyHere).map((blob) => blob.sha256))
  const named = commands.map((row) => ({ row, hash: hashNamedBy(row) }))
  const things = named.filter(({ row, hash }) => isUnsent(row) || (hash !== null && here.has(hash)))
  // Bytes whose fact was forgotten long ago.
  const others = [...here].filter((sha256) => !named.some(({ hash }) => hash === sha256))
  return things.length + others.length
}
