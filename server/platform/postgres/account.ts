import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The operating system's account PostgreSQL runs under; undefined: the one we run under. */
export type Account = { uid: number; gid: number } | undefined

/** The account `nobody` has on every Linux and the BSDs' 16 bit systems alike. */
const nobody = 65534

/**
 * PostgreSQL refuses to run as root. As root we start it as the owner of the
 * database folder, or as `nobody` where there is none yet.
 */
export async function databaseAccount(clusterFolder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(clusterFolder).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: nobody, gid: nobody }
}

/** Can this account walk down to the path and list it? We judge by mode bits, which is what counts for `nobody`. */
export async function canEnter(path: string, account: Account): Promise<boolean> {
  if (account === undefined) return true
  for (let at = path; ; at = dirname(at)) {
    if (!(await mayUse(at, account, 0o1))) return false
    if (at === dirname(at)) return true
  }
}

/** Are these permission bits (4 read, 2 write, 1 execute or enter) granted to the account? */
export async function mayUse(path: string, account: Account, bits: number): Promise<boolean> {
  if (account === undefined) return true
  const { mode, uid, gid } = await stat(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}
