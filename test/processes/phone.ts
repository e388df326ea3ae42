import { randomBytes } from 'node:crypto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import sharp from 'sharp'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { sha256 } from '#test/support/phone.ts'
import { type Person, testPassword } from '#test/support/server.ts'
import { type Fact, type FactKind, plainFact } from '#test/simulation/facts.ts'
import { openAccounts } from '../../field/offline/accounts.ts'
import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { type Field, openField } from '../../field/offline/field.ts'
import type { Captured, Phone } from '../../field/offline/phone.ts'
import type { Ports } from '../../field/offline/ports.ts'
import { isUnsentBlob, stateOf } from '../../field/offline/states.ts'
import type { Rows, Store } from '../../field/offline/store.ts'

export type PressedKind = Extract<FactKind, 'note' | 'part' | 'minutes' | 'photo'>

/** A phone in real time: the real client on an IndexedDB in memory, over a real connection, woken by its own timers alone. */
export type LivePhone = {
  device: Id
  workOrder: Id
  /** What its technician saw the tick of. */
  pressed: Fact[]
  /** Presses one button and waits for its tick. */
  press: (kind: PressedKind, photoBytes?: number) => Promise<Fact>
  /** What is on its disk. */
  rows: () => Promise<Rows>
  /** Commands the server acknowledged. */
  received: () => Promise<number>
  /** Nothing is on this phone alone: everything is on record, of facts and of bytes. */
  isDrained: () => Promise<boolean>
  /** Where its requests go from now on. */
  goOver: (origin: string) => void
  close: () => void
}

/** The client's pauses, 1 s to 5 min, are this much shorter: the order of things stays, the waiting does not. */
const haste = 20

export async function openLivePhone(
  origin: string,
  person: Person,
  { workOrder, visit }: { workOrder: Id; visit: Id },
): Promise<LivePhone> {
  const disk = { indexedDB: new IDBFactory(), IDBKeyRange }
  const picture = await smallPicture()
  const timers = new Set<NodeJS.Timeout>()
  const closing = new AbortController()
  const begun = Date.now()
  const stores: Store[] = []
  let line = origin
  let cookie = ''

  const ports: Ports = {
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers)
      headers.set('Origin', line)
      if (cookie && init.credentials !== 'omit') headers.set('Cookie', cookie)
      const signals = [closing.signal, ...(init.signal ? [init.signal] : [])]
      const given = { ...init, headers, signal: AbortSignal.any(signals), cache: undefined, credentials: undefined }
      const response = await fetch(`${line}${String(path)}`, given)
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
      return response
    },
    now: Date.now,
    mono: () => Date.now() - begun,
    life: 'one',
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    later(milliseconds, run) {
      const timer = setTimeout(run, milliseconds / haste)
      timers.add(timer)
      return () => clearTimeout(timer)
    },
    wakes: () => () => {},
    isVisible: () => true,
    alone: openLocks(),
    report: (error) => {
      throw error
    },
    tabs: () => ({ tell: () => {}, close: () => {} }),
  }
  const field = openField({
    ports,
    pictures: {
      async photo(file) {
        return { bytes: await file.arrayBuffer(), thumbnail: picture, width: 48, height: 36, mediaType: 'image/jpeg' }
      },
    },
    accounts: () => openAccounts(disk),
    async store(database, first) {
      const store = await openDexieStore(database, first, disk)
      stores.push(store)
      return store
    },
    deviceName: person.name,
  })
  await reached(field, 'signed_out')
  const answer = await field.signIn({ email: person.email, password: testPassword })
  if (!('state' in answer) || answer.state !== 'signed_in') throw new Error(`${person.name}: ${JSON.stringify(answer)}`)
  const phone = phoneOf(field)
  while (phone.workOrder(workOrder).get() === null) await tick()

  const live: LivePhone = {
    device: phone.me.get().device,
    workOrder,
    pressed: [],
    async press(kind, photoBytes = 0) {
      const token = randomBytes(9).toString('hex')
      const bytes = kind === 'photo' ? Buffer.concat([Buffer.from(picture), randomBytes(photoBytes)]) : null
      const captured = bytes
        ? await phone.capturePhoto({
            workOrder,
            visit,
            file: new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }),
            phase: 'after',
            caption: token,
            audience: 'customer',
            position: null,
          })
        : await phone.capture({ workOrder, command: commandOf(phone, visit, kind, token) })
      const photo = bytes && { sha256: sha256(new Uint8Array(bytes)), size: bytes.byteLength }
      const { device, member, technician } = phone.me.get()
      const pressed: Fact = {
        ...plainFact(kind, token, { device, member, technician }),
        id: only(captured),
        workOrder,
        photo,
        quantity: kind === 'part' ? partQuantity : 0,
        minutes: kind === 'minutes' ? workMinutes : 0,
        heardAt: Date.now(),
      }
      live.pressed.push(pressed)
      return pressed
    },
    async rows() {
      const store = stores.at(-1)
      if (!store) throw new Error('the phone has no disk')
      return store.load()
    },
    async received() {
      return (await live.rows()).commands.filter((row) => stateOf(row) !== 'on_phone').length
    },
    async isDrained() {
      const { commands, blobs } = await live.rows()
      return (
        commands.every((row) => stateOf(row) === 'on_record') &&
        blobs.every((blob) => blob.state === 'stored' && !isUnsentBlob(blob))
      )
    },
    goOver(to) {
      line = to
    },
    close() {
      field.close()
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
  return live
}

/** In thousandths, and whole. */
const partQuantity = 1500
const workMinutes = 7

function commandOf(phone: Phone, visit: Id, kind: PressedKind, token: string): Command {
  const base = phone.fact(visit)
  switch (kind) {
    case 'part': {
      const part = { item: null, sku: '', name: token, quantity: partQuantity, unit: 'each', serial: '', note: '' }
      return { type: 'part', body: { ...base, ...part } }
    }
    case 'minutes': {
      const time = { activity: 'work' as const, from: base.at, to: addMinutes(base.at, workMinutes), note: token }
      return { type: 'record_time', body: { ...base, ...time } }
    }
    default:
      return { type: 'note', body: { ...base, text: token, audience: 'crew' } }
  }
}

/** One page: its own engine is all that could hold a lock. */
function openLocks(): Ports['alone'] {
  const busy = new Set<string>()
  return async (name, run) => {
    if (busy.has(name)) return null
    busy.add(name)
    try {
      return await run()
    } finally {
      busy.delete(name)
    }
  }
}

async function reached(field: Field, at: 'signed_out' | 'ready'): Promise<void> {
  while (field.state.get().at !== at) await tick()
}

function phoneOf(field: Field): Phone {
  const state = field.state.get()
  if (state.at !== 'ready') throw new Error(`the phone is ${state.at}`)
  return state.phone
}

function only(captured: Captured): Id {
  if ('refusal' in captured) throw new Error(`not captured: ${captured.refusal.code}`)
  const [fact] = captured.facts
  if (!fact) throw new Error('a capture is a fact')
  return fact
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 10))

/** A picture every decoder takes; bytes behind its end make each photo another. */
async function smallPicture(): Promise<ArrayBuffer> {
  const made = await sharp({ create: { width: 48, height: 36, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer()
  return new Uint8Array(made).buffer
}
