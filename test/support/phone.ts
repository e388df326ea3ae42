import { createHash, randomBytes } from 'node:crypto'
import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { openAccounts } from '../../field/offline/accounts.ts'
import { openDexieStore } from '../../field/offline/dexie-store.ts'
import { type Field, openField } from '../../field/offline/field.ts'
import { openJournal } from '../../field/offline/journal/journal.ts'
import { openLog } from '../../field/offline/journal/log.ts'
import { type MemoryFiles, openMemoryFiles } from '../../field/offline/journal/memory-folder.ts'
import type { Phone } from '../../field/offline/phone.ts'
import type { Pictures } from '../../field/offline/pictures.ts'
import type { Point } from '../../field/offline/points.ts'
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
  /** The same, of a page that is in the middle of something and stays there. */
  tick: (milliseconds: number) => Promise<void>
  wake: (reason: Wake) => void
  /** The page is gone without a word, and opened again on the same disk. */
  kill: () => Promise<TestPhone>
  /** The page is gone without a word the next time it comes to that point; resolves when it did. */
  killAt: (point: Point) => Promise<void>
  /** The same app in another tab. */
  tab: () => Promise<TestPhone>
  /** The page is gone and opened again, whoever is signed in; on another disk where one is given. */
  again: (disk?: IDBFactory) => TestPhone
  /**
   * The same, so soon that the worker of the page that is gone still has the journal’s files in its hands, as a busy phone
   * does; `letGo` ends that.
   */
  againTooSoon: (disk?: IDBFactory) => { next: TestPhone; letGo: () => void }
  /** Waits until it is so, as long as something is going on that leads there. */
  quiet: (isSo: () => boolean) => Promise<void>
  /** The browser stops this tab where it is: no timer runs and nothing goes on. */
  freeze: () => void
  thaw: () => void
  /** Something on the disk changed a byte of every picture. */
  damageBytes: () => Promise<void>
  /** Something took every picture off the disk. */
  loseBytes: () => Promise<void>
  /** The disk forgets what was pulled. */
  loseDocuments: () => Promise<void>
  /** Points the page came to. */
  reached: Set<Point>
  errors: unknown[]
  clock: { now: number }
  disk: IDBFactory
  /** The app's files beside its databases. */
  files: MemoryFiles | null
  /** The name of the database that was opened last. */
  database: () => string
}

export type PhoneSetup = {
  fetch: typeof fetch
  now?: number
  disk?: IDBFactory
  clock?: { now: number }
  browser?: TestBrowser
  /** Null: a browser that gives the app no files of its own. */
  files?: MemoryFiles | null
  /** Bytes there is room for, as the browser says. */
  free?: () => number | null
}

/** What the tabs of one browser share besides the disk. */
type TestBrowser = { locks: Map<string, symbol>; channels: Map<string, Set<() => void>> }

const never: Promise<never> = new Promise(() => {})

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
  const browser: TestBrowser = setup.browser ?? { locks: new Map(), channels: new Map() }
  const files = setup.files === undefined ? openMemoryFiles() : setup.files
  const page = Symbol('page')
  const own = new Set<() => void>()
  const reached = new Set<Point>()
  let killed: { at: Point; done: () => void } | null = null
  let isDead = false
  let isLingering = false
  let thawed: Promise<void> | null = null
  let thawNow = () => {}

  /** Nothing is closed: a killed page closes nothing. Its timers and listeners die with it, and its locks are let go of. */
  function die(): void {
    isDead = true
    if (!isLingering) files?.die(page)
    timers.clear()
    wakers.clear()
    for (const [name, holder] of browser.locks) if (holder === page) browser.locks.delete(name)
    for (const changed of own) for (const channel of browser.channels.values()) channel.delete(changed)
  }

  const ports: Ports = {
    journal: async () => journal,
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
    async alone(name, run, steal = false) {
      if (isDead) return never
      if (browser.locks.has(name) && !steal) return null
      browser.locks.set(name, page)
      try {
        return await run()
      } finally {
        if (browser.locks.get(name) === page) browser.locks.delete(name)
      }
    },
    report: (error) => void errors.push(error),
    tabs(database, changed) {
      const channel = browser.channels.get(database) ?? new Set()
      browser.channels.set(database, channel)
      const hear = () => void (isDead ? null : (thawed ?? Promise.resolve()).then(changed))
      channel.add(hear)
      own.add(hear)
      return {
        tell: () => {
          for (const other of isDead ? [] : channel) if (other !== hear) other()
        },
        close: () => void channel.delete(hear),
      }
    },
    async reached(point) {
      reached.add(point)
      if (killed?.at === point) {
        die()
        killed.done()
      }
      if (isDead) return never
      await thawed
      return undefined
    },
    free: async () => setup.free?.() ?? null,
  }
  const journal = files && openLog(files.folderOf(page)).then((log) => openJournal(log, ports))
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
    if (isDead) await never
    const { status } = phone()
    do await new Promise((resolve) => setImmediate(resolve))
    while (!isDead && !['idle', 'waiting'].includes(status.get().doing))
    if (isDead) await never
  }
  async function emptied(table: string): Promise<void> {
    const database = new Dexie(opened, indexedDb)
    await database.open()
    await database.table(table).clear()
    database.close()
  }
  const test: TestPhone = {
    field,
    phone,
    errors,
    clock,
    disk,
    files,
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
    async tick(milliseconds) {
      clock.now += milliseconds
      for (const timer of [...timers].filter((one) => one.at <= clock.now)) {
        timers.delete(timer)
        if (thawed) void thawed.then(timer.run)
        else timer.run()
      }
      for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    },
    async pass(milliseconds) {
      await test.tick(milliseconds)
      if (!thawed && field.state.get().at === 'ready') await rested()
    },
    wake: (reason) => {
      for (const wake of wakers) wake(reason)
    },
    async kill() {
      const next = test.again()
      await next.until('ready')
      return next
    },
    again(other = disk) {
      die()
      return openTestPhone({ ...setup, disk: other, clock, browser, files })
    },
    againTooSoon(other) {
      isLingering = true
      return { next: test.again(other), letGo: () => files?.die(page) }
    },
    async quiet(isSo) {
      const until = Date.now() + 20_000
      while (!isSo()) {
        if (Date.now() > until) throw new Error('it never came to that')
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    killAt: (at) =>
      new Promise((resolve) => {
        killed = { at, done: resolve }
      }),
    async tab() {
      const next = openTestPhone({ ...setup, disk, clock, browser, files })
      await next.until('ready')
      return next
    },
    freeze() {
      thawed = new Promise((resolve) => {
        thawNow = resolve
      })
    },
    thaw() {
      thawNow()
      thawed = null
    },
    async damageBytes() {
      const database = new Dexie(opened, indexedDb)
      await database.open()
      await database
        .table<{ bytes: ArrayBuffer }>('pieces')
        .toCollection()
        .modify((piece) => void (piece.bytes = new Uint8Array(piece.bytes).map((byte) => byte ^ 1).buffer))
      database.close()
    },
    loseBytes: () => emptied('pieces'),
    loseDocuments: () => emptied('documents'),
    reached,
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

/** What a phone's backup puts on another phone: every database, to the last row. */
export async function copyDisk(from: IDBFactory): Promise<IDBFactory> {
  const to = new IDBFactory()
  for (const { name = '', version = 1 } of await from.databases()) {
    const [source, target] = [from, to].map((indexedDB) => new Dexie(name, { indexedDB, IDBKeyRange }))
    if (!source || !target) throw new Error('a disk has databases')
    await source.open()
    const schema = source.tables.map(({ name: table, schema: { primKey, indexes } }) => [
      table,
      [primKey.src, ...indexes.map((index) => index.src)].join(','),
    ])
    // Dexie counts its versions in tenths.
    target.version(version / 10).stores(Object.fromEntries(schema))
    await target.open()
    for (const { name: table } of source.tables) {
      const rows: unknown[] = await source.table(table).toArray()
      await target.table(table).bulkPut(rows)
    }
    source.close()
    target.close()
  }
  return to
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

export function photoFile(text: string): Blob {
  return new Blob([`photo of ${text}`], { type: 'image/jpeg' })
}
