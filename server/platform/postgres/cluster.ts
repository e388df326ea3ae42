import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { access, chown, constants, lstat, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Account, canEnter, databaseAccount } from './account.ts'
import type { Binaries } from './binaries.ts'

const run = promisify(execFile)

/** A database folder and how PostgreSQL, under its account, names it. */
export type Cluster = { folder: string; account: Account; argument: string }

/** A clean environment: nothing of the caller's (PGDATA, LC_ALL, LD_PRELOAD …) reaches the database. */
export const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

export async function describeCluster(dataDir: string): Promise<Cluster> {
  const folder = join(dataDir, 'cluster')
  const account = await databaseAccount(folder)
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    if (account !== undefined) await chown(dataDir, account.uid, account.gid)
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(
      `The database's folder ${dataDir} cannot be used: ${error instanceof Error ? error.message : String(error)}. Start as the user who made it, or set DATA_DIR to another folder.`,
    )
  }
  await refuseForeign(folder)
  if (await canEnter(dataDir, account)) return { folder, account, argument: folder }
  if (process.platform !== 'linux') {
    throw new Error(
      `The database does not run as root, and no other user may enter ${dataDir}. Set DATA_DIR to a folder everybody may enter, or start without root.`,
    )
  }
  // We enter the folder as root and then change the user; this name for the
  // working folder works without walking down from the top.
  return { folder, account, argument: '/proc/self/cwd' }
}

async function refuseForeign(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  const me = process.getuid?.()
  if (found === undefined || me === undefined || me === 0 || found.uid === me) return
  throw new Error(
    `The database in ${folder} belongs to another user (number ${found.uid}). Start as the user who made it, or as root.`,
  )
}

/** Makes the database folder where there is none. A crash half way leaves nothing that looks finished. */
export async function makeCluster(cluster: Cluster, binaries: Binaries): Promise<void> {
  // Not there, or not readable: making one then says why it cannot be made.
  const version = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined) {
    if (Number(version) === binaries.major) return
    throw new Error(
      `The database in ${cluster.folder} was made by PostgreSQL ${version.trim()}; this release brings ${binaries.major}. Start the release that made it, or move the data with a PostgreSQL of your own (DATABASE_URL).`,
    )
  }
  const half = await mkdtemp(`${cluster.folder}.`)
  if (cluster.account !== undefined) await chown(half, cluster.account.uid, cluster.account.gid)
  const target = cluster.argument === cluster.folder ? half : cluster.argument
  const options = ['-D', target, '-U', 'postgres', '-E', 'UTF8', '--locale=C']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const allowed = ['--auth-local=trust', '--auth-host=reject']
  try {
    await run(binaries.initdb, [...options, ...locale, ...allowed], { cwd: half, env: environment, ...cluster.account })
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw new Error(`The database could not be made. ${said.trim()}`)
  }
  await rename(half, cluster.folder).catch(async (error: unknown) => {
    // Another start was faster: its folder is as good as ours.
    await rm(half, { recursive: true, force: true })
    if ((await stat(join(cluster.folder, 'PG_VERSION')).catch(() => undefined)) === undefined) throw error
  })
}

const buriedWithin = 10_000

export type Running = { pid: number; socketDir: string }

/** The server that runs on this folder by its own note, if that process is alive and is a PostgreSQL. */
export async function runningServer(cluster: Cluster): Promise<Running | undefined> {
  const noted = await notedServer(cluster)
  return noted !== undefined && isPostgres(noted.pid) ? noted : undefined
}

async function notedServer(cluster: Cluster): Promise<Running | undefined> {
  const note = await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = note.split('\n')
  const pid = Number(lines[0])
  const socketDir = lines[4] ?? ''
  return Number.isInteger(pid) && pid > 1 && socketDir !== '' ? { pid, socketDir } : undefined
}

/**
 * PostgreSQL takes one that was killed for one that runs until the system has let its number go, which after a kill of
 * its parent too may take moments.
 */
export async function untilBuried(cluster: Cluster): Promise<void> {
  const noted = await notedServer(cluster)
  if (noted === undefined) return
  for (const until = Date.now() + buriedWithin; isZombie(noted.pid) && Date.now() < until; ) await sleep(20)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return !isZombie(pid)
}

function isZombie(pid: number): boolean {
  const status = procFile(pid, 'stat')
  return status !== undefined && / Z /.test(status.slice(status.lastIndexOf(')')))
}

/** A number is given to other processes after a while; on Linux we look whose it is now. */
export function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false
  const name = procFile(pid, 'comm')
  return name === undefined || name.trim() === 'postgres'
}

function procFile(pid: number, name: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * A private folder with a short name, as a socket's path may have 107 bytes (103 on macOS); the same one at each start.
 * Where somebody else took that name it is one that nobody can foresee.
 */
export async function makeSocketFolder(cluster: Cluster): Promise<string> {
  const parent = tmpdir().length <= 70 ? tmpdir() : '/tmp'
  const name = createHash('sha256').update(cluster.folder).digest('hex').slice(0, 12)
  const usual = join(parent, `roundtrip-${name}`)
  const folder = (await makePrivate(usual, cluster.account)) ? usual : await mkdtemp(`${usual}-`)
  if (cluster.account !== undefined) await chown(folder, cluster.account.uid, cluster.account.gid)
  return folder
}

/** False where it is there already and is not the account's alone. */
async function makePrivate(folder: string, account: Account): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 })
    return true
  } catch {
    const found = await lstat(folder)
    const owner = account?.uid ?? process.getuid?.()
    return found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0
  }
}
