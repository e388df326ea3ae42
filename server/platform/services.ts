import type { Database } from './database.ts'
import type { FileStore, StoredFile } from './files/store.ts'
import type { Live } from './live.ts'
import type { Log } from './log.ts'
import type { Push } from './push/push.ts'
import type { SignIn } from './sign-in/sign-in.ts'
import type { Tenants, Tx } from './tenant.ts'

/** What the process has opened once and every request uses. */
export type Services = {
  database: Database
  tenants: Tenants
  files: FileStore
  /** Tells the slices, in the transaction that marks it, what became of a file's bytes. */
  tellOfFile: (tx: Tx, file: StoredFile) => Promise<void>
  signIn: SignIn
  live: Live
  /** Notices to phones; null where the server has no keys to sign them with. */
  push: Push | null
  log: Log
  /** Origin that browsers must name in state-changing requests; null: that of the request's Host. */
  publicOrigin: string | null
  /** Cookies are `Secure` and carry the `__Host-` prefix. */
  secure: boolean
}
