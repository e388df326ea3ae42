import type { BlobRow, CommandRow } from './store.ts'

const known = new WeakMap<CommandRow, string | null>()

/** The hash of the bytes a fact names; null where it names none. One picture may be named by several (S20). */
export function hashNamedBy(row: CommandRow): string | null {
  const before = known.get(row)
  if (before !== undefined) return before
  const hash = hashIn(row)
  known.set(row, hash)
  return hash
}

function hashIn({ type, bytes }: CommandRow): string | null {
  if (type !== 'photo' && type !== 'file' && type !== 'sign') return null
  const { body }: { body?: { sha256?: unknown; image?: unknown } } = JSON.parse(bytes)
  const hash = type === 'sign' ? body?.image : body?.sha256
  return typeof hash === 'string' ? hash : null
}

/** The facts that name each hash, in their order. Those long settled are forgotten, and their bytes with the server. */
export function factsByHash(commands: readonly CommandRow[]): Map<string, CommandRow[]> {
  const found = new Map<string, CommandRow[]>()
  for (const row of commands) {
    const hash = hashNamedBy(row)
    if (hash === null) continue
    const others = found.get(hash)
    if (others) others.push(row)
    else found.set(hash, [row])
  }
  return found
}

/** Every stream that names the bytes. */
export function streamsNaming(blob: BlobRow, commands: readonly CommandRow[]): Set<string> {
  const naming = commands.filter((row) => hashNamedBy(row) === blob.sha256)
  return new Set([blob.stream, ...naming.map((row) => row.stream)])
}
