import { createHash, randomBytes } from 'node:crypto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { openAccounts } from '../../field/offline/accounts.ts'
import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { type Field, openField } from '../../field/offline/field.ts'
import type { Phone } from '../../field/offline/phone.ts'
import type { Pictures } from '../../field/offline/pictures.ts'
import type { Ports, Wake } from '../../field/offline/ports.ts'

/** A phone of a test: the real client on an IndexedDB in memory, with a network and a clock the test holds. */
export type TestPhone = {
  field: Field
  /** The phone that is open; throws while nobody is signed in. */
  phone: () => Phone
  /** Waits until one of the states is reached. */
  until: (at: 'ready' | 'signed_out' | 'failed') => Promise<void>
  /** Hands in and fetches, as the tap does, and waits until nothing is under way. */
  sync: () => Promise<void>
  /** Runs the timers that are due after so many milliseconds. */
  pass: (milliseconds: number) => Promise<void>
  wake: (reason: Wake) => void
  /** The page is gone without a word, and opened again on the same disk. */
  kill: () => Promise<TestPhone>
  errors: unknown[]
  clock: { now: number }
  disk: IDBFactory
  /** The name of the database that was opened last. */
  database: () => string
}

export type PhoneSetup = { fetch: typeof fetch; now?: number; disk?: IDBFactory; clock?: { now: number } }

/** Photos are taken as they are: encoding is the browser's and tested there. */
const plainPictures: Pictures = {
  async photo(file) {
    const bytes = await file.arrayBuffer()
    return { bytes, thumbnail: bytes.slice(0, 16), width: 2048, height: 1536, mediaType: file.type || 'image/jpeg' }
  },
}

export function openTestPhone(setup: PhoneSetup): TestPhone {
  const disk = setup.disk ?? new IDBFactory()
  const clock = setup.clock ?? { now: setup.now ?? Date.parse('2026-11-23T08:00:00.000Z') }
  const timers = new Set<{ at: number; run: () => void }>()
  const wakers = new Set<(reason: Wake) => void>()
  const errors: unknown[] = []
  const busy = new Set<string>()
  const ports: Ports = {
    fetch: setup.fetch,
    now: () => clock.now,
    mono: () => clock.now - 1_000_000,
    life: 'one',
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    later(milliseconds, run) {
      const timer = { at: clock.now + milliseconds, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    wakes(wake) {
      wakers.add(wake)
      return () => void wakers.delete(wake)
    },
    isVisible: () => true,
    async alone(name, run) {
      if (busy.has(name)) return null
      busy.add(name)
      try {
        return await run()
      } finally {
        busy.delete(name)
      }
    },
    report: (error) => void errors.push(error),
    tabs: () => ({ tell: () => {}, close: () => {} }),
  }
  let opened = ''
  const indexedDb = { indexedDB: disk, IDBKeyRange }
  const field = openField({
    ports,
    pictures: plainPictures,
    accounts: () => openAccounts(indexedDb),
    store(database, first) {
      opened = database
      return openDexieStore(database, first, indexedDb)
    },
    deviceName: 'Test phone',
  })

  const phone = (): Phone => {
    const state = field.state.get()
    if (state.at !== 'ready') throw new Error(`the phone is ${state.at}`)
    return state.phone
  }
  /** Idle, or waiting for a timer: in both the engine has said what came of it. */
  const rested = async () => {
    const { status } = phone()
    do await new Promise((resolve) => setImmediate(resolve))
    while (!['idle', 'waiting'].includes(status.get().doing))
  }
  const test: TestPhone = {
    field,
    phone,
    errors,
    clock,
    disk,
    database: () => opened,
    async until(at) {
      while (field.state.get().at !== at) await new Promise((resolve) => setImmediate(resolve))
    },
    async sync() {
      await rested()
      phone().syncNow()
      await rested()
      await rested()
    },
    async pass(milliseconds) {
      clock.now += milliseconds
      for (const timer of [...timers].filter((one) => one.at <= clock.now)) {
        timers.delete(timer)
        timer.run()
      }
      await rested()
    },
    wake: (reason) => {
      for (const wake of wakers) wake(reason)
    },
    async kill() {
      // Nothing is closed: a killed page closes nothing. Its timers and listeners die with it.
      timers.clear()
      wakers.clear()
      const next = openTestPhone({ ...setup, disk, clock })
      await next.until('ready')
      return next
    },
  }
  return test
}

/** The browser's way to a server: its own origin, its cookies, and a network the test may break. */
export type Browser = {
  fetch: typeof fetch
  /** Stands between every request and its answer, until it is null again. */
  fault: ((path: string, answer: () => Promise<Response>) => Promise<Response>) | null
  cookie: () => string
}

export function openBrowser(origin: string): Browser {
  let cookie = ''
  const browser: Browser = {
    async fetch(input, init) {
      const path = String(input)
      const answer = async () => {
        const headers = new Headers(init?.headers)
        headers.set('Origin', origin)
        if (cookie) headers.set('Cookie', cookie)
        // A browser's cache and cookies are this object's business here.
        const response = await fetch(`${origin}${path}`, { ...init, headers, cache: undefined, credentials: undefined })
        for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
        return response
      }
      return browser.fault ? browser.fault(path, answer) : answer()
    },
    fault: null,
    cookie: () => cookie,
  }
  return browser
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

export function photoFile(text: string): Blob {
  return new Blob([`photo of ${text}`], { type: 'image/jpeg' })
}
