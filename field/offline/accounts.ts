import { Dexie, type Table } from 'dexie'
import type { Id } from '#core/kit/ids.ts'
import type { IndexedDb } from './dexie-store.ts'

/**
 * Who has signed in on this phone. Each member of an organization has a database of their own, bound to a device id of its
 * own, so that nobody's work can go up under another's name (S28).
 */
export type AccountRow = {
  database: string
  /** What was typed to sign in, with the organization chosen where there are several. */
  login: string
  orgId: Id
  memberId: Id
  device: Id
  usedAt: string
  signedIn: boolean
  /** Who it is, for whoever has this phone in their hand. */
  name?: string
  /** What the device hands in with when its member is not signed in here. */
  key?: string
  /** Somebody else began to sign in, and what came of it was never heard: whose the session is now only the server knows. */
  isInDoubt?: boolean
  /** Its device id is used by a copy of this database too: the member's next sign-in begins one with an id of its own. */
  isCloned?: boolean
}

export type Accounts = {
  /** The one to open without asking anybody; null when the last one signed out. */
  current: () => Promise<AccountRow | null>
  byLogin: (login: string) => Promise<AccountRow | null>
  byDatabase: (database: string) => Promise<AccountRow | null>
  all: () => Promise<AccountRow[]>
  change: (database: string, changes: Partial<AccountRow>) => Promise<void>
  put: (row: AccountRow) => Promise<void>
  close: () => void
}

/** A member's second database on one phone, after a copy of the first turned up elsewhere, is named by its device too. */
export function databaseName(orgId: Id, memberId: Id, device?: Id): string {
  return ['roundtrip', orgId, memberId, ...(device ? [device] : [])].join('-')
}

class Database extends Dexie {
  declare accounts: Table<AccountRow, string>
  constructor(name: string, indexedDb: IndexedDb) {
    super(name, { ...indexedDb, chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({ accounts: 'database, login' })
  }
}

export async function openAccounts(indexedDb: IndexedDb = {}, name = 'roundtrip'): Promise<Accounts> {
  const database = new Database(name, indexedDb)
  await database.open()
  return {
    async current() {
      const rows = await database.accounts.toArray()
      return rows.filter((row) => row.signedIn).sort((a, b) => b.usedAt.localeCompare(a.usedAt))[0] ?? null
    },
    async byLogin(login) {
      const rows = await database.accounts.where('login').equals(login).toArray()
      return rows.find((row) => !row.isCloned) ?? null
    },
    byDatabase: async (key) => (await database.accounts.get(key)) ?? null,
    all: () => database.accounts.toArray(),
    async change(key, changes) {
      await database.accounts.update(key, changes)
    },
    async put(row) {
      await database.accounts.put(row)
    },
    close: () => database.close(),
  }
}
