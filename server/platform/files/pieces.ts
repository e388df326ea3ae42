import { randomUUID } from 'node:crypto'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { missingRuns, pieceSize, piecesOf, type Run, runsOf } from '#core/sync/chunks.ts'
import { reached } from '../kill-points.ts'
import { ifThere, makeFolder, syncFolder } from './folders.ts'

/** What has arrived of a file: how large the whole is said to be, and which pieces are on disk for good. */
export type Arrived = { size: number; have: Run[]; isComplete: boolean }

/** Files that are on their way: pieces by organization and hash, in `incoming/<organization>/<sha256>/`. */
export type Pieces = {
  /** Null where nothing is there. */
  arrived: (orgId: string, sha256: string) => Promise<Arrived | null>
  /** Keeps pieces in a row from `first` on, durable when it returns. Those that are there already stay as they are. */
  keep: (orgId: string, sha256: string, given: { size: number; first: number; bytes: Uint8Array }) => Promise<Arrived>
  /** The whole, in order. */
  read: (orgId: string, sha256: string) => AsyncIterable<Uint8Array>
  drop: (orgId: string, sha256: string) => Promise<void>
  /** Everything that is on its way. */
  all: () => Promise<{ orgId: string; sha256: string }[]>
  /** Lets go of what nobody has sent a piece of since, and says how many files that were. */
  dropOld: (before: Date) => Promise<number>
}

/** A file of the folder: the pieces it holds, and the size its sender gave for the whole. */
type Part = { name: string; from: number; to: number; size: number }

const nameOf = (from: number, to: number, size: number) => `${from}-${to}.${size}`

export function openPieces(incoming: string): Pieces {
  const folderOf = (orgId: string, sha256: string) => join(incoming, orgId, sha256)

  /** The parts of one size: of two senders that disagree the last one counts, and the hash of the whole decides. */
  async function parts(folder: string): Promise<Part[]> {
    const names = (await ifThere(readdir(folder))) ?? []
    return names.flatMap((name) => partOf(name) ?? [])
  }

  async function keepOnce(folder: string, { size, first, bytes }: { size: number; first: number; bytes: Uint8Array }) {
    const last = first + Math.ceil(bytes.byteLength / pieceSize) - 1
    const known = await parts(folder)
    for (const other of known) if (other.size !== size) await rm(join(folder, other.name), { force: true })
    if (
      !isCovered(
        known.filter((part) => part.size === size),
        first,
        last,
      )
    ) {
      await makeFolder(folder)
      const temporary = join(folder, randomUUID())
      const file = await open(temporary, 'wx')
      try {
        await file.writeFile(bytes)
        reached('piece_written')
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, join(folder, nameOf(first, last, size)))
      reached('piece_named')
      await syncFolder(folder)
    }
    // Looked at again: of two requests that bring the last pieces at once, one at least sees that all is there.
    return arrivedOf((await parts(folder)).filter((part) => part.size === size))
  }

  return {
    async arrived(orgId, sha256) {
      const found = await parts(folderOf(orgId, sha256))
      return found.length === 0 ? null : arrivedOf(found)
    },
    async keep(orgId, sha256, given) {
      const folder = folderOf(orgId, sha256)
      // The folder may go while we write: the whole was finished, or swept away. Then it is made anew.
      const kept = (await ifThere(keepOnce(folder, given))) ?? (await keepOnce(folder, given))
      return kept
    },
    async *read(orgId, sha256) {
      const folder = folderOf(orgId, sha256)
      const found = await parts(folder)
      const { size } = arrivedOf(found)
      for (let next = 0; next < piecesOf(size); ) {
        const part = found.find((one) => one.from <= next && next <= one.to)
        if (!part) throw new Error('a piece that was there is gone')
        const bytes = await readFile(join(folder, part.name))
        yield bytes.subarray((next - part.from) * pieceSize)
        next = part.to + 1
      }
    },
    async drop(orgId, sha256) {
      await rm(folderOf(orgId, sha256), { recursive: true, force: true })
    },
    async all() {
      const found: { orgId: string; sha256: string }[] = []
      for (const orgId of await foldersIn(incoming)) {
        for (const sha256 of await foldersIn(join(incoming, orgId))) found.push({ orgId, sha256 })
      }
      return found
    },
    async dropOld(before) {
      let gone = 0
      for (const { orgId, sha256 } of await this.all()) if (await dropWhenOld(folderOf(orgId, sha256), before)) gone++
      return gone
    },
  }
}

function partOf(name: string): Part | null {
  const [, from, to, size] = /^(\d+)-(\d+)\.(\d+)$/.exec(name) ?? []
  return size === undefined ? null : { name, from: Number(from), to: Number(to), size: Number(size) }
}

function isCovered(parts: readonly Part[], first: number, last: number): boolean {
  for (let piece = first; piece <= last; piece++) {
    if (!parts.some((part) => part.from <= piece && piece <= part.to)) return false
  }
  return true
}

function arrivedOf(parts: readonly Part[]): Arrived {
  const size = parts[0]?.size ?? 0
  const have = runsOf(parts.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n)))
  return { size, have, isComplete: parts.length > 0 && missingRuns(piecesOf(size), have).length === 0 }
}

async function foldersIn(path: string): Promise<string[]> {
  const found = (await ifThere(readdir(path, { withFileTypes: true }))) ?? []
  return found.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** Taken aside first: a piece that comes at this moment makes a folder of its own. */
async function dropWhenOld(folder: string, before: Date): Promise<boolean> {
  const found = await ifThere(stat(folder))
  // A folder's own time is that of its last new piece.
  if (found === null || found.mtime >= before) return false
  const aside = join(dirname(dirname(folder)), randomUUID())
  if ((await ifThere(rename(folder, aside).then(() => true))) === null) return false
  await rm(aside, { recursive: true, force: true })
  return true
}
