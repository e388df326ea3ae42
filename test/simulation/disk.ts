import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { type Accounts, openAccounts } from '../../field/offline/accounts.ts'
import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { openMemoryStore } from '../../field/offline/memory-store.ts'
import type { Meta, Store } from '../../field/offline/store.ts'
import { openPower } from './power.ts'

/** What outlives a page of the phone: its databases. Every member of an organization has one of their own. */
export type Disk = {
  accounts: () => Promise<Accounts>
  open: (database: string, first: Meta | null) => Promise<Store>
  /** Opens what is there, to look at it past every page. */
  look: (database: string) => Promise<Store>
  databases: () => string[]
  /** The phone loses its power: what was not on the disk for good is gone. */
  cutPower: () => void
  /** Whether the next writes are refused for want of room. */
  full: boolean
}

/** `memory` is quick, `indexeddb` is the store phones have, on an IndexedDB in memory. */
export type DiskKind = 'memory' | 'indexeddb'

export function openDisk(kind: DiskKind): Disk {
  const indexedDb = { indexedDB: new IDBFactory(), IDBKeyRange }
  const power = openPower(indexedDb.indexedDB)
  const stores = new Map<string, Store>()
  const looked = new Map<string, Promise<Store>>()
  const names = new Set<string>()

  async function open(database: string, first: Meta | null): Promise<Store> {
    if (kind === 'indexeddb') {
      names.add(database)
      return openDexieStore(database, first, indexedDb)
    }
    const known = stores.get(database)
    if (known) return known
    if (!first) throw new Error('the phone’s database has no owner')
    names.add(database)
    const store = openMemoryStore(first)
    stores.set(database, store)
    return store
  }

  return {
    accounts: () => openAccounts(indexedDb),
    open,
    look(database) {
      const looking = looked.get(database) ?? open(database, null)
      looked.set(database, looking)
      return looking
    },
    databases: () => [...names],
    cutPower: power.cut,
    full: false,
  }
}
