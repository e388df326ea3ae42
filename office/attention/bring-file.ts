import type { Reply } from '#core/kit/contract.ts'
import { sentence } from '#core/kit/sentences.ts'
import { type SavedCommand, syncApi } from '#core/sync/api.ts'
import { missingRuns, mostPieces, pieceSize, piecesOf, runLength, type UploadState } from '#core/sync/chunks.ts'
import { type Client, Problem } from '#ui/client.ts'
import { sha256Of } from '../kit/sha256.ts'
import { openSavedFile, pictureAt, type Range, type SavedFile, type SavedPicture } from './saved-file.ts'

type Imported = Reply<typeof syncApi.importUnsent>
export type BroughtPicture = { state: 'stored' | 'was_here' | 'refused'; sentence: string | null }

/** What became of each item of the file, in its order. */
export type Brought = Pick<Imported, 'member' | 'commands'> & {
  files: BroughtPicture[]
  /** The file ended too early: this is of what was left of it. */
  isWhole: boolean
}
export type Progress = { what: 'entries' | 'files'; done: number; of: number }
type Wire = Pick<Client, 'call' | 'fileState' | 'putPieces'>
/** What tries with this file that were cut have brought: it came in now, not before. By place in the file, and by hash. */
export type Came = { commands: Map<number, Imported['commands'][number]>; pictures: Set<string> }
type Along = { wire: Wire; came: Came; said: (progress: Progress) => void; signal: AbortSignal }

export const nothingYet = (): Came => ({ commands: new Map(), pictures: new Set() })

/** A request stays below a megabyte of commands, and half a megabyte of a picture, however large the file is. */
const atOnce = { commands: 200, bytes: 1_000_000 }
const patience = 2 * 60_000

/**
 * Takes in the file a phone saved of what was only on it (S26): the commands first, since they say what the pictures are,
 * then picture by picture what the server has not. Cut anywhere, it is called again and goes on. Null: no such file.
 */
export async function bringSavedFile(file: Blob, along: Along): Promise<Brought | null> {
  const saved = await openSavedFile(file)
  if (saved === null) return null
  const { member, commands } = await bringCommands(saved, along)
  const of = saved.pictures.length
  const files: BroughtPicture[] = []
  for (const range of saved.pictures) {
    along.said({ what: 'files', done: files.length, of })
    files.push(await bringPicture(file, range, along))
  }
  files.push(...(await tellOfMissing(saved, along)))
  return { member, commands, files, isWhole: saved.isWhole }
}

/** Photos without bytes come last: what has come by another way by then is none of them. */
async function tellOfMissing({ head, missing }: SavedFile, { wire, signal }: Along): Promise<BroughtPicture[]> {
  if (missing.length === 0) return []
  const body = { ...head, commands: [], files: [], missing }
  const { files } = await wire.call(syncApi.importUnsent, { body }, { timeout: patience, signal })
  return files.map((one) => ({ state: one.state === 'stored' ? 'was_here' : 'refused', sentence: one.sentence }))
}

async function bringCommands(
  { head, commands, pictures }: SavedFile,
  { wire, came, said, signal }: Along,
): Promise<Pick<Imported, 'member' | 'commands'>> {
  let member = head.name
  const outcomes = new Map<SavedCommand, Imported['commands'][number]>()
  const ordered = commands.toSorted((a, b) => a.dseq - b.dseq)
  // Of a file without commands, too, the server says whether it knows the phone.
  for (let at = 0; at === 0 || at < ordered.length; ) {
    said({ what: 'entries', done: at, of: ordered.length })
    const some = portion(ordered, at)
    const body = { ...head, commands: some, files: [], filesApart: at === 0 ? pictures.length : 0 }
    const reply = await wire.call(syncApi.importUnsent, { body }, { timeout: patience, signal })
    member = reply.member
    for (const [index, command] of some.entries()) {
      const outcome = reply.commands[index]
      if (!outcome) continue
      if (outcome.outcome !== 'duplicate') came.commands.set(at + index, outcome)
      outcomes.set(command, came.commands.get(at + index) ?? outcome)
    }
    at += Math.max(1, some.length)
  }
  return { member, commands: commands.flatMap((one) => outcomes.get(one) ?? []) }
}

function portion(commands: readonly SavedCommand[], from: number): SavedCommand[] {
  let size = 0
  let to = from
  while (to < commands.length && to - from < atOnce.commands) {
    size += commands[to]?.bytes.length ?? 0
    if (to > from && size > atOnce.bytes) break
    to++
  }
  return commands.slice(from, to)
}

async function bringPicture(file: Blob, range: Range, along: Along): Promise<BroughtPicture> {
  const picture = await pictureAt(file, range)
  if (picture === null || (await sha256Of(picture.bytes)) !== picture.sha256) {
    return { state: 'refused', sentence: sentence('damaged') }
  }
  try {
    const before = await along.wire.fileState(picture.sha256, { signal: along.signal })
    if (before.state === 'stored' && !along.came.pictures.has(picture.sha256))
      return { state: 'was_here', sentence: null }
    if (before.state !== 'stored') await bringPieces(picture, before, along)
    along.came.pictures.add(picture.sha256)
    return { state: 'stored', sentence: null }
  } catch (error) {
    // Said of this picture alone; everything else ends the try, and the next one goes on from here.
    if (!(error instanceof Problem) || (error.status !== 422 && error.status !== 413)) throw error
    return { state: 'refused', sentence: error.detail }
  }
}

async function bringPieces(picture: SavedPicture, before: UploadState, { wire, signal }: Along): Promise<void> {
  const { sha256, bytes } = picture
  const size = bytes.byteLength
  const pieces = piecesOf(size)
  const missing = missingRuns(pieces, before.size === size ? before.have : [])
  // Interrupted between the last piece and the whole: any piece again finishes it.
  const runs = missing.length > 0 ? missing : [[0, 0] as const]
  for (const [from, to] of runs) {
    for (let first = from; first <= to; first += mostPieces) {
      const start = first * pieceSize
      const length = runLength(size, first, Math.min(mostPieces, to - first + 1))
      const part = bytes.slice(start, start + length)
      const run = { size, first, bytes: part, hash: await sha256Of(part) }
      const { state } = await wire.putPieces(sha256, run, { signal })
      if (state === 'stored') return
    }
  }
  throw new Problem({
    status: 0,
    code: 'unfinished',
    detail: 'The server has not finished a photo yet. Go on in a moment.',
  })
}
