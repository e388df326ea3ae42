import { createHash } from 'node:crypto'
import { mkdir, chown, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Cluster } from '../platform/postgres/cluster.ts'
import { writeDurably } from '../platform/durable.ts'
import { isMissing, makeFolder, namesIn } from './copying.ts'
import { BackupProblem } from './problem.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/**
 * The database's log (WAL) in segments. PostgreSQL packs each whole one into `archive` beside its folder, as soon as
 * that is there (launch.ts); from there they move into the backup folder. A file's name there is the segment's, its hash,
 * and the beginning of the hash of the file: in packed zeros a flipped bit may change nothing that is unpacked.
 */
const segment = /^[0-9A-F]{24}$/
const packed = /^([0-9A-F]{24})\.gz$/
const kept = /^([0-9A-F]{24})-([0-9a-f]{64})-([0-9a-f]{16})\.gz$/

export const archiveOf = (cluster: Cluster) => join(cluster.folder, '../archive')
const logIn = (target: string, system: string) => join(target, 'log', system)

/** From now on the server packs its log. True when it was not doing so before. */
export async function beginArchive(cluster: Cluster): Promise<boolean> {
  const made = await mkdir(archiveOf(cluster), { recursive: true, mode: 0o700 })
  if (made === undefined) return false
  if (cluster.account !== undefined) await chown(made, cluster.account.uid, cluster.account.gid)
  return true
}

/** Moves what the server has packed into the backup folder; says how many segments came. */
export async function moveArchive(cluster: Cluster, target: string, system: string): Promise<number> {
  const archive = archiveOf(cluster)
  let moved = 0
  for (const name of await namesIn(archive)) {
    const of = packed.exec(name)?.[1]
    if (of !== undefined) {
      await keepSegment(target, system, of, await unpack(await readFile(join(archive, name))))
      moved++
    }
    // Halves are of this moment; history and labels of earlier lives are not needed.
    if (!name.endsWith('.half')) await rm(join(archive, name), { force: true })
  }
  return moved
}

/** Segments named from and to, both included, straight out of the server's folder: all of them are whole. */
export async function keepSegments(
  cluster: Cluster,
  target: string,
  system: string,
  { first, last }: { first: string; last: string },
): Promise<string[]> {
  const names = (await namesIn(join(cluster.folder, 'pg_wal'))).filter(
    (name) => segment.test(name) && name >= first && name <= last,
  )
  for (const name of names)
    await keepSegment(target, system, name, await readFile(join(cluster.folder, 'pg_wal', name)))
  return names
}

async function keepSegment(target: string, system: string, name: string, bytes: Uint8Array): Promise<void> {
  const folder = logIn(target, system)
  await makeFolder(folder)
  const sha256 = hashOf(bytes)
  const there = (await keptSegments(target, system)).get(name)
  if (there?.sha256 === sha256) return
  if (there !== undefined) {
    throw new BackupProblem(
      'other_database',
      `The log in ${target} goes on differently from this database’s: both come from one, restored twice. Back this one up into another folder.`,
    )
  }
  const file = await pack(bytes, { level: 1 })
  await writeDurably(join(folder, `${name}-${sha256}-${hashOf(file).slice(0, 16)}.gz`), file)
}

export type KeptSegment = { path: string; sha256: string; fileHash: string }

export async function keptSegments(target: string, system: string): Promise<Map<string, KeptSegment>> {
  const found = new Map<string, KeptSegment>()
  for (const file of await namesIn(logIn(target, system))) {
    const [, name = '', sha256 = '', fileHash = ''] = kept.exec(file) ?? []
    if (name !== '') found.set(name, { path: join('log', system, file), sha256, fileHash })
  }
  return found
}

/** The segment's bytes, checked; null when it is not there. */
export async function readSegment(target: string, of: KeptSegment): Promise<Buffer | null> {
  const damaged = () =>
    new BackupProblem('backup_damaged', `${of.path} is damaged: its hash is not the one in its name.`)
  try {
    const file = await readFile(join(target, of.path))
    if (!hashOf(file).startsWith(of.fileHash)) throw damaged()
    const bytes = await unpack(file)
    if (hashOf(bytes) !== of.sha256) throw damaged()
    return bytes
  } catch (error) {
    if (isMissing(error)) return null
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw damaged()
    throw error
  }
}

/** The segments that follow each other without a gap, beginning with the first. */
export function withoutGap(names: readonly string[], first: string): string[] {
  const there = new Set(names)
  const run: string[] = []
  for (let name = first; there.has(name); name = nextName(name)) run.push(name)
  return run
}

/** Timeline, then the number in two parts; segments have 16 MB, so the last part counts to 255. */
function nextName(name: string): string {
  const timeline = name.slice(0, 8)
  const number = Number.parseInt(name.slice(8, 16), 16) * 256 + Number.parseInt(name.slice(16), 16) + 1
  return `${timeline}${hex(Math.floor(number / 256))}${hex(number % 256)}`
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
