import assert from 'node:assert/strict'
import { IDBObjectStore as ObjectStore } from 'fake-indexeddb'
import type { Id } from '#core/kit/ids.ts'
import type { RaiseCapture } from '../../field/offline/phone.ts'
import { openTestPhone, photoFile, type PhoneSetup, type TestPhone } from './phone.ts'
import { dispatched, type Fault, type Hub, openHub } from './small-hub.ts'

/** A technician with a dispatched visit on a phone, and what tests of the phone do with it. */
export const credentials = { email: 'ines@meridian.example', password: 'three tall ladders' }
export const offline: Fault = async () => {
  throw new TypeError('fetch failed')
}

export async function signedIn(
  differs: Partial<Pick<Hub, 'keys' | 'hasPieces'>> & Pick<PhoneSetup, 'free' | 'files'> = {},
): Promise<{ hub: Hub; phone: TestPhone; workOrder: Id; visit: Id }> {
  const { free, files, ...server } = differs
  const hub = Object.assign(openHub(), server)
  const { workOrder, visit } = dispatched(hub)
  const phone = openTestPhone({ fetch: hub.fetch, free, files })
  await phone.until('signed_out')
  assert.deepEqual(await phone.field.signIn(credentials), { state: 'signed_in' })
  await phone.sync()
  return { hub, phone, workOrder, visit }
}

export const step = (phone: TestPhone, workOrder: Id, visit: Id, type: 'travel' | 'arrive' | 'leave') =>
  phone.phone().capture({ workOrder, command: { type, body: phone.phone().fact(visit) } })

export const note = (phone: TestPhone, workOrder: Id, visit: Id, text: string) =>
  phone.phone().capture({
    workOrder,
    command: { type: 'note', body: { ...phone.phone().fact(visit), text, audience: 'crew' } },
  })

export const notesShown = (phone: TestPhone, workOrder: Id) =>
  phone
    .phone()
    .workOrder(workOrder)
    .get()
    ?.order.work.notes.map((one) => one.text)

export const photo = (phone: TestPhone, workOrder: Id, visit: Id, text = 'the burner') =>
  phone.phone().capturePhoto({
    workOrder,
    visit,
    file: photoFile(text),
    phase: 'after',
    caption: '',
    audience: 'customer',
    position: null,
  })

/** A work order a technician makes where they are, for a customer nobody in the office knows yet. */
export const foundOnSite = {
  details: {
    customer: null,
    site: null,
    assets: [],
    contact: null,
    kind: 'reactive',
    priority: 'P2',
    title: 'Drip in the kitchen',
    description: '',
    jobType: null,
    requestedAt: '2026-11-23T08:00:00.000Z',
    targetAt: null,
    reference: '',
    accessNotes: '',
  },
  reported: { customer: 'Frau Yıldız', site: 'Next door', contact: '', phone: '', zone: 'Europe/Berlin' },
  zone: 'Europe/Berlin',
  tasks: [],
  requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
  visit: true,
} satisfies RaiseCapture

type Disk = {
  breakWrites: () => () => void
  breakFacts: () => () => void
  /** Full for one kind of row until something of another kind goes. */
  fillUntilFreed: (full?: string, freed?: string) => () => void
  /**
   * Full, as a quota says it: what one row of a kind took can be used again once that goes, for small rows alone. `freed`
   * counts them; nothing fits any more where they stood until it ends.
   */
  limitTo: (kind: string) => { freed: () => number; end: () => void }
  damageBytes: () => () => void
}

const partSize = 1024 * 1024

/** Breaks the object stores every phone of this process writes to, as a full or failing disk does. */
export function disk(): Disk {
  const store = ObjectStore.prototype
  const { put, add } = store
  return {
    breakWrites() {
      const full = function (): IDBRequest {
        throw new DOMException('The disk is full', 'QuotaExceededError')
      }
      store.put = full
      store.add = full
      return () => Object.assign(store, { put, add })
    },
    breakFacts() {
      store.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        if (this.name === 'commands') throw new DOMException('The disk is full', 'QuotaExceededError')
        return put.call(this, value, key)
      }
      return () => Object.assign(store, { put })
    },
    fillUntilFreed(filled = 'pieces', freed = filled) {
      const free = store.delete
      let full = true
      store.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        if (full && this.name === filled) throw new DOMException('The disk is full', 'QuotaExceededError')
        return put.call(this, value, key)
      }
      store.delete = function (this: IDBObjectStore, key: IDBValidKey | IDBKeyRange) {
        if (this.name === freed) full = false
        return free.call(this, key)
      }
      return () => void Object.assign(store, { put, delete: free })
    },
    limitTo(kind) {
      const free = store.delete
      let freed = 0
      let left = 0
      store.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        const needed = this.name === kind ? partSize : 1_000
        if (needed > left) throw new DOMException('The disk is full', 'QuotaExceededError')
        left -= needed
        return put.call(this, value, key)
      }
      store.delete = function (this: IDBObjectStore, key: IDBValidKey | IDBKeyRange) {
        if (this.name === kind) {
          freed += 1
          left += partSize
        }
        return free.call(this, key)
      }
      return { freed: () => freed, end: () => void Object.assign(store, { put, delete: free }) }
    },
    damageBytes() {
      store.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        const damaged = isPiece(value) ? { ...value, bytes: value.bytes.slice(1) } : value
        return put.call(this, damaged, key)
      }
      return () => Object.assign(store, { put })
    },
  }
}

function isPiece(value: unknown): value is { bytes: ArrayBuffer } {
  return typeof value === 'object' && value !== null && 'bytes' in value && 'n' in value
}
