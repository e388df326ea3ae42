import { type Field, openField } from '../../field/offline/field.ts'
import type { OpenPhone } from '../../field/offline/open-phone.ts'
import type { Pictures } from '../../field/offline/pictures.ts'
import type { Ports, Wake } from '../../field/offline/ports.ts'
import type { Store } from '../../field/offline/store.ts'
import { type Person, testPassword } from '#test/support/server.ts'
import type { Disk } from './disk.ts'
import type { Line } from './line.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

/** A page of the app on a phone: one life of the client, ended without a word when it is killed. */
export type Page = { life: string; field: Field; dead: boolean; frozen: boolean; wakers: Set<(reason: Wake) => void> }

/** A phone in somebody's hand: its disk, its clock and its line outlive the pages opened on it. */
export type Device = {
  name: string
  disk: Disk
  line: Line
  pages: Page[]
  /** How far its wall clock is off, in milliseconds. */
  clockOff: number
  visible: boolean
  /** So many more moments at which the client waits, then it is killed there; null: it lives. */
  killIn: number | null
  /** Errors the client reported that no screen waits for. */
  reports: unknown[]
  open: () => Promise<Page>
  kill: () => void
  /** What the browser tells every page: the network is back, somebody looks. */
  wake: (reason: Wake) => void
  /** So many more such moments, or answers, then the page that waits there is frozen: its clock and its answers stop. */
  freezeIn: { left: number; at: FreezeAt } | null
  thaw: () => void
  signIn: (person: Person) => Promise<void>
  /** The session is over: as when it expired, or the cookie was cleared. */
  forgetSession: () => void
  /** A request of this phone’s session that its client never made. */
  send: (path: string, init: RequestInit) => Promise<Response>
  isSignedIn: () => boolean
  /** The client in front; null while no page lives or nobody is signed in. */
  phone: () => OpenPhone | null
  /** Whether the page in front is frozen: it shows what it showed, and hears nothing. */
  isFrozen: () => boolean
  /** What lies on the disk of the member that is shown, past the page. */
  look: () => Promise<Store | null>
  /** The database of the member that is shown. */
  database: () => string | null
}

/** A tab that falls asleep when an answer comes goes on with an old one when it wakes. */
export type FreezeAt = 'moment' | 'answer'

/** Milliseconds until one tab hears what another has written. */
export const betweenTabs = 1

type Setup = {
  schedule: Schedule
  random: Random
  /** Of the servers there are; each request goes to any of them. */
  origins: readonly string[]
  name: string
  disk: Disk
  line: Line
  photo: Pictures
}

export function openDevice({ schedule, random, origins, name, disk, line, photo }: Setup): Device {
  let cookie = ''
  let lives = 0
  const locks = new Map<string, Page>()
  const channels = new Map<string, Set<{ page: Page; changed: () => void }>>()
  const thawed = new Map<Page, (() => void)[]>()
  /** By the device id that numbers what is in it. */
  const databases = new Map<string, string>()

  /** A moment at which the client waits for the outside: here it may be killed, and here a frozen page stays. */
  async function moment(page: Page, at: FreezeAt = 'moment'): Promise<void> {
    if (device.killIn !== null && !page.dead && device.killIn-- <= 0) device.kill()
    if (page.dead) return never
    if (device.freezeIn?.at === at && device.freezeIn.left-- <= 0) {
      device.freezeIn = null
      page.frozen = true
    }
    if (page.frozen) await new Promise<void>((resolve) => thawed.get(page)?.push(resolve))
  }

  /** Before and after: killed before, it never happened; killed after, nobody was told. */
  async function waiting<T>(page: Page, work: () => Promise<T>, after: FreezeAt = 'moment'): Promise<T> {
    await moment(page)
    try {
      return await work()
    } finally {
      await moment(page, after)
    }
  }

  /** Every method of what lies on the disk, with a moment before and after it. */
  function onDisk<T extends object>(page: Page, target: T): T {
    return new Proxy(target, {
      get(object, key, receiver) {
        const method: unknown = Reflect.get(object, key, receiver)
        if (typeof method !== 'function' || key === 'close') return method
        return (...given: unknown[]) =>
          waiting(page, () => {
            if (disk.full && /^(put|change)/.test(String(key)))
              throw new DOMException('The disk is full', 'QuotaExceededError')
            return schedule.busy(Promise.resolve(Reflect.apply(method, object, given)))
          })
      },
    })
  }

  async function deliver(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    const [only = ''] = origins
    const origin = origins.length > 1 ? random.pick(origins) : only
    headers.set('Origin', origin)
    if (cookie && init.credentials !== 'omit') headers.set('Cookie', cookie)
    const { signal: _, ...rest } = init
    const answer = await fetch(`${origin}${path}`, { ...rest, headers, cache: undefined, credentials: undefined })
    for (const set of answer.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
    return answer
  }

  function portsOf(page: Page): Ports {
    return {
      fetch: (input, init) => waiting(page, () => line.fetch(String(input), init, deliver), 'answer'),
      now: () => schedule.now() + device.clockOff,
      mono: () => schedule.now() - Number(page.life.split('-').at(-1)),
      life: page.life,
      random: (count) => random.bytes(count),
      later: (milliseconds, run) => schedule.plan(milliseconds, () => whenAwake(page, run)),
      wakes(wake) {
        page.wakers.add(wake)
        return () => void page.wakers.delete(wake)
      },
      isVisible: () => device.visible,
      async alone(lock, run, steal = false) {
        if (locks.has(lock) && !steal) return null
        locks.set(lock, page)
        try {
          return await run()
        } finally {
          if (locks.get(lock) === page) locks.delete(lock)
        }
      },
      reached: () => moment(page),
      report: (error) => void device.reports.push(error),
      tabs(database, changed) {
        const channel = channels.get(database) ?? new Set()
        channels.set(database, channel)
        const own = { page, changed }
        channel.add(own)
        return {
          tell: () => {
            for (const other of channel)
              if (other !== own) schedule.plan(betweenTabs, () => whenAwake(other.page, other.changed))
          },
          close: () => void channel.delete(own),
        }
      },
    }
  }

  function whenAwake(page: Page, run: () => void): void {
    if (page.dead) return
    if (page.frozen) thawed.get(page)?.push(() => whenAwake(page, run))
    else run()
  }

  const front = () => device.pages.findLast((page) => !page.dead) ?? null

  const device: Device = {
    name,
    disk,
    line,
    pages: [],
    clockOff: 0,
    visible: true,
    killIn: null,
    freezeIn: null,
    reports: [],
    async open() {
      const opening: Omit<Page, 'field'> = {
        life: `${name}-${++lives}-${schedule.now()}`,
        dead: false,
        frozen: false,
        wakers: new Set(),
      }
      const page = opening as Page
      thawed.set(page, [])
      page.field = openField({
        ports: portsOf(page),
        pictures: photo,
        accounts: async () => onDisk(page, await schedule.busy(disk.accounts())),
        async store(database, first) {
          if (first) databases.set(first.device, database)
          return onDisk(page, await waiting(page, () => schedule.busy(disk.open(database, first))))
        },
        deviceName: name,
      })
      device.pages.push(page)
      await schedule.rest()
      return page
    },
    kill() {
      device.killIn = null
      device.freezeIn = null
      for (const page of device.pages) {
        page.dead = true
        for (const [lock, holder] of locks) if (holder === page) locks.delete(lock)
        for (const channel of channels.values())
          for (const listener of channel) if (listener.page === page) channel.delete(listener)
      }
      device.pages = []
      disk.cutPower()
    },
    wake(reason) {
      for (const page of device.pages) for (const wake of page.wakers) whenAwake(page, () => wake(reason))
    },
    thaw() {
      device.freezeIn = null
      for (const page of device.pages) {
        page.frozen = false
        for (const go of thawed.get(page)?.splice(0) ?? []) go()
      }
    },
    async signIn(person) {
      const page = front() ?? (await device.open())
      const answer = await page.field.signIn({ email: person.email, password: testPassword, orgId: person.orgId })
      if (!('state' in answer) || answer.state !== 'signed_in')
        throw new Error(`${name} could not sign in: ${JSON.stringify(answer)}`)
    },
    send: deliver,
    forgetSession: () => void (cookie = ''),
    isSignedIn: () => cookie !== '',
    phone() {
      const page = front()
      const state = page?.field.state.get()
      // The field app opens what `openPhone` gives; its type says what screens may use.
      return state?.at === 'ready' ? (state.phone as OpenPhone) : null
    },
    isFrozen: () => front()?.frozen === true,
    database() {
      const me = device.phone()?.me.get()
      return (me && databases.get(me.device)) ?? null
    },
    async look() {
      const database = device.database()
      return database ? disk.look(database) : null
    },
  }
  return device
}

const never: Promise<never> = new Promise(() => {})
