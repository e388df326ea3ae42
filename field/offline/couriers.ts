import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { AccountRow, Accounts } from './accounts.ts'
import { type Engine, openEngine } from './engine.ts'
import { exportUnsent } from './export-unsent.ts'
import { type Holdings, openSharedHoldings } from './holdings.ts'
import { openValue, type Watched } from './live.ts'
import { nowOf, type Ports } from './ports.ts'
import { countHere, isUnsent, isUnsentBlob } from './states.ts'
import type { Meta, Store } from './store.ts'
import { openWays, type Ways } from './ways.ts'
import type { DeviceKey } from './wire.ts'

/** Work of a member who is not signed in on this phone now. It stays here, and is handed in under their name (S28). */
export type OthersWork = {
  member: Id
  name: string
  commands: number
  files: number
  /** How many things that is; a photo with its bytes is one. */
  items: number
  /** When the oldest of it was captured. */
  since: Instant | null
  /** False: it can only be handed in once they sign in here again, having no key or one the server does not know. */
  isKeyed: boolean
}

export type Couriers = {
  work: Watched<OthersWork[]>
  /** Looks after everybody's database but the one that is shown. */
  look: (shown: string | null) => Promise<void>
  /** The same, also after those that had nothing to hand in: more may have come back to them. */
  lookAnew: (shown: string | null) => Promise<void>
  /** What is left of a member's work as one file (S26); null when nothing is. */
  saved: (member: Id) => Promise<Blob | null>
  close: () => void
}

/** Who left nothing may have left something since. By the clock alone: each that listens to the server is a connection. */
const lookAgain = 300_000

type Courier = {
  account: AccountRow
  store: Store
  holdings: Holdings
  ways: Ways
  engine: Engine
  close: () => Promise<void>
}

/** Hands in what others captured on this phone, by the key of their device, whoever is signed in. */
export function openCouriers(
  accounts: Accounts,
  ports: Ports,
  openStore: (database: string, first: Meta | null) => Promise<Store>,
): Couriers {
  const work = openValue<OthersWork[]>([])
  const couriers = new Map<string, Courier>()
  /** Databases that had nothing to hand in: a page that shows one of them may add to it, and be gone before it went up. */
  const done = new Set<string>()
  let shownNow: string | null = null
  let last: Promise<void> = Promise.resolve()
  let isClosed = false
  let stopTimer = ports.later(lookAgain, lookOften)

  function lookOften(): void {
    stopTimer = ports.later(lookAgain, lookOften)
    void look(shownNow)
  }

  function tell(): void {
    const found = [...couriers.values()].map(workOf).filter(({ commands, files }) => commands + files > 0)
    if (JSON.stringify(found) !== JSON.stringify(work.get())) work.set(found)
  }

  async function open(account: AccountRow): Promise<void> {
    const { database } = account
    const store = await openStore(database, null)
    const { holdings, tabs } = await openSharedHoldings(database, store, ports).catch((error: unknown) => {
      store.close()
      throw error
    })
    const identity = { key: () => keyOf(accounts, database), hasSession: async () => false, handsInOnly: true }
    const ways = openWays(ports, identity)
    const engine = openEngine({ database, holdings, store, ports, ways, handsInOnly: true })
    const stop = engine.state.subscribe(() => {
      tell()
      if (engine.state.get().at === 'idle' && !hasWork(holdings)) void look(shownNow)
    })
    couriers.set(database, {
      account,
      store,
      holdings,
      ways,
      engine,
      async close() {
        stop()
        engine.close()
        await engine.settled()
        tabs.close()
        store.close()
      },
    })
    if (hasWork(holdings)) engine.wake('opened')
  }

  async function openIfLeft(account: AccountRow): Promise<void> {
    if (!done.has(account.database) || (await isLeftIn(account.database))) await open(account)
  }

  /** Read past what the journal or other tabs would have to say: it was opened whole before. */
  async function isLeftIn(database: string): Promise<boolean> {
    const store = await openStore(database, null)
    try {
      let isLeft = false
      await store.change(async (rows) => {
        isLeft = (await rows.commands()).some(isUnsent) || (await rows.blobs()).some(isUnsentBlob)
        return {}
      })
      return isLeft
    } finally {
      store.close()
    }
  }

  async function closeIdle(shown: string | null): Promise<void> {
    for (const [database, courier] of couriers) {
      const isLeft = hasWork(courier.holdings)
      if (database !== shown && isLeft) continue
      if (isLeft) done.delete(database)
      else done.add(database)
      couriers.delete(database)
      await courier.close()
    }
  }

  async function lookNow(shown: string | null): Promise<void> {
    if (shown) done.delete(shown)
    await closeIdle(shown)
    if (isClosed) return
    for (const account of await accounts.all()) {
      const { database } = account
      if (database === shown || couriers.has(database)) continue
      // One that cannot be opened holds up nobody else's work, and is looked at again the next time.
      await openIfLeft(account).catch(ports.report)
    }
    await closeIdle(shown)
    tell()
  }

  function look(shown: string | null): Promise<void> {
    shownNow = shown
    last = last.then(() => lookNow(shown)).catch(ports.report)
    return last
  }

  return {
    work,
    look,
    lookAnew(shown) {
      done.clear()
      return look(shown)
    },
    async saved(member) {
      const courier = [...couriers.values()].find(({ account }) => account.memberId === member)
      return courier ? exportUnsent(courier.holdings, courier.store, nowOf(ports)) : null
    },
    close() {
      isClosed = true
      stopTimer()
      for (const courier of couriers.values()) void courier.close().catch(ports.report)
      couriers.clear()
    },
  }
}

export async function keyOf(accounts: Accounts, database: string): Promise<DeviceKey | null> {
  const row = await accounts.byDatabase(database)
  return row?.key ? { device: row.device, key: row.key } : null
}

function hasWork(holdings: Holdings): boolean {
  return holdings.commands().some(isUnsent) || holdings.blobs().some(isUnsentBlob)
}

function workOf({ account, holdings, ways }: Courier): OthersWork {
  const commands = holdings.commands().filter(isUnsent)
  const files = holdings.blobs().filter(isUnsentBlob)
  const [since = null] = [...commands, ...files].map((row) => row.capturedAt).sort()
  return {
    member: account.memberId,
    name: holdings.author.name,
    commands: commands.length,
    files: files.length,
    items: countHere(holdings.commands(), files),
    since,
    isKeyed: account.key !== undefined && ways.handsIn.get() !== false,
  }
}
