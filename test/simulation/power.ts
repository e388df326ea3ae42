import { IDBDatabase as FakeDatabase, type IDBFactory } from 'fake-indexeddb'

/**
 * What a power cut takes from an IndexedDB: transactions that were not strict and that no strict one of the same database
 * came after. A browser calls them complete when the operating system has them.
 */
export type Power = { cut: () => void }

/** So many of the last ones are lost; the disk has written the others by itself. */
const mostLost = 3

type Begun = { transaction: IDBTransaction; of: unknown }
let atRisk: Begun[] = []

const begin = FakeDatabase.prototype.transaction
FakeDatabase.prototype.transaction = function (names, mode, options) {
  const transaction = begin.call(this, names, mode, options)
  if (mode !== 'readwrite') return transaction
  const of: unknown = Reflect.get(this, '_rawDatabase')
  if (transaction.durability === 'strict') atRisk = atRisk.filter((one) => one.of !== of)
  else atRisk.push({ transaction, of })
  return transaction
}

export function openPower(indexedDB: IDBFactory): Power {
  const own = (): unknown[] => [...(Reflect.get(indexedDB, '_databases') as Map<string, unknown>).values()]
  return {
    cut() {
      const databases = own()
      const lost = atRisk.filter((one) => databases.includes(one.of)).slice(-mostLost)
      atRisk = atRisk.filter((one) => !databases.includes(one.of))
      for (const { transaction } of lost.reverse()) {
        const undo: (() => void)[] = Reflect.get(transaction, '_rollbackLog')
        for (const back of undo.reverse()) back()
      }
    },
  }
}
