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
}

export type Accounts = {
  /** The one to open without asking anybody; null when the last one signed out. */
  current: () => Promise<AccountRow | null>
  byLogin: (login: string) => Promise<AccountRow | null>
  byDatabase: (database: string) => Promise<AccountRow | null>
  put: (row: AccountRow) => Promise<void>
  close: () => void
}

export function databaseName(orgId: Id, memberId: Id): string {
  return `roundtrip-${orgId}-${memberId}`
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
    byLogin: async (login) => (await database.accounts.where('login').equals(login).first()) ?? null,
    byDatabase: async (key) => (await database.accounts.get(key)) ?? null,
    async put(row) {
      await database.accounts.put(row)
    },
    close: () => database.close(),
  }
}
