import { oneAfterAnother } from '#core/kit/one-after-another.ts'
import { type AccountRow, type Accounts, databaseName } from './accounts.ts'
import { metaFrom } from './journal/coming-back.ts'
import type { Journal } from './journal/journal.ts'
import type { Ports } from './ports.ts'
import { type Meta, NoOwner, type Store } from './store.ts'

type Stores = (database: string, first: Meta | null) => Promise<Store>

/**
 * What outlives a page: who has signed in here and their databases, and the journal beside them. Where a database is gone
 * and the journal knows of it, one takes its place that says so: what the journal kept is put into it before anybody sees
 * or sends anything of it (`openSharedHoldings`), also by the next page when this one ends before.
 */
export type Disk = {
  accounts: Accounts
  openStore: Stores
  /** Resolves when what the journal knows of and nothing else does is back. */
  isWhole: Promise<void>
}

export async function openDisk(
  { accounts: open, store }: { accounts: () => Promise<Accounts>; store: Stores },
  ports: Ports,
): Promise<Disk> {
  const accounts = await open()
  const read = async () => (await ports.journal?.()) ?? null
  const { mirrored, tellAll } = mirrorAccounts(accounts, read, ports)

  async function makeWhole(): Promise<void> {
    const journal = await read()
    if (!journal) return
    await bringAccountsBack(accounts, journal, ports)
    tellAll()
  }

  const isWhole = makeWhole().catch(ports.report)
  // A new phone, or one that lost everything: only the journal tells.
  if ((await accounts.all()).length === 0) await soonEnough(isWhole, ports)
  return {
    accounts: mirrored,
    isWhole,
    async openStore(database, first) {
      if (!first) {
        try {
          return await store(database, null)
        } catch (error) {
          if (!(error instanceof NoOwner)) throw error
        }
      }
      const journal = await read()
      const device = first?.device ?? (await accounts.byDatabase(database))?.device
      const held = device === undefined ? null : (journal?.of(device) ?? null)
      const meta = goingOn(first, held && metaFrom(held))
      if (!meta) throw new NoOwner()
      const opened = await store(database, meta)
      await ports.reached?.('coming_back')
      return opened
    },
  }
}

/** So long the sign-in page waits for a journal that may know who is signed in. */
const patience = 5_000

function soonEnough(isWhole: Promise<void>, ports: Ports): Promise<void> {
  return new Promise((resolve) => {
    const stop = ports.later(patience, resolve)
    void isWhole.then(() => {
      stop()
      resolve()
    })
  })
}

/** A sign-in knows who it is; the journal, how far a device has counted. */
function goingOn(first: Meta | null, kept: Meta | null): Meta | null {
  if (!first || !kept) return first ?? kept
  return {
    ...first,
    nextDseq: Math.max(first.nextDseq, kept.nextDseq),
    nextProvisional: Math.max(first.nextProvisional, kept.nextProvisional),
    isComingBack: true,
  }
}

/** Those the database knows nothing of. Where their member has begun another since, what is unsent is handed in beside it. */
async function bringAccountsBack(accounts: Accounts, journal: Journal, ports: Ports): Promise<void> {
  const rows = await accounts.all()
  // Whoever it opens for is the first to be back.
  const phones = journal
    .phones()
    .sort((a, b) => Number(b.account?.row.signedIn ?? 0) - Number(a.account?.row.signedIn ?? 0))
  for (const { device, account, phone, commands, bytes } of phones) {
    if (!account || !phone || rows.some((row) => row.device === device)) continue
    const { row } = account
    const isTaken = rows.some(({ database }) => database === row.database)
    if (isTaken && commands.size + bytes.size === 0) continue
    const beside = { database: databaseName(row.orgId, row.memberId, device), isCloned: true, signedIn: false }
    const back = isTaken ? { ...row, ...beside } : row
    await accounts.put(back)
    rows.push(back)
    await ports.reached?.('coming_back_accounts')
  }
}

/** Every change of a row is told to the journal, in its order; nothing waits for that. */
function mirrorAccounts(accounts: Accounts, read: () => Promise<Journal | null>, ports: Pick<Ports, 'report'>) {
  const inOrder = oneAfterAnother()

  async function tellNow(database: string): Promise<void> {
    const [journal, row] = [await read(), await accounts.byDatabase(database)]
    if (!journal || !row || isSame(journal.of(row.device)?.account?.row, row)) return
    const n = 1 + Math.max(0, ...journal.phones().map(({ account }) => account?.n ?? 0))
    await journal.write([{ is: 'account', device: row.device, n, row }])
  }

  function tell(database: string): void {
    inOrder(() => tellNow(database)).catch(ports.report)
  }

  return {
    tellAll: () => void accounts.all().then((rows) => rows.forEach((row) => tell(row.database)), ports.report),
    mirrored: {
      ...accounts,
      async change(database, changes) {
        await accounts.change(database, changes)
        tell(database)
      },
      async put(row) {
        await accounts.put(row)
        tell(row.database)
      },
    } satisfies Accounts,
  }
}

function isSame(one: AccountRow | undefined, other: AccountRow): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
