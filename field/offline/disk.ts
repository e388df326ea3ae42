import { oneAfterAnother } from '#core/kit/one-after-another.ts'
import { type AccountRow, type Accounts, databaseName } from './accounts.ts'
import { metaFrom } from './journal/coming-back.ts'
import type { Journal } from './journal/journal.ts'
import { openValue, type Watched } from './live.ts'
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
  /** Resolves when what the journal knows of and nothing else does is back, as far as it could be read at once. */
  isBack: Promise<void>
  /** Counts on when more of the journal was found, and is back. */
  cameBack: Watched<number>
}

export async function openDisk(
  { accounts: open, store }: { accounts: () => Promise<Accounts>; store: Stores },
  ports: Ports,
): Promise<Disk> {
  const accounts = await open()
  const read = async () => (await ports.journal?.()) ?? null
  const { mirrored, tellAll } = mirrorAccounts(accounts, read, ports)

  const inOrder = oneAfterAnother()
  const cameBack = openValue(0)
  const whole = Promise.withResolvers<void>()

  /** Once, and again whenever a tab that had some of the journal in its hands is gone. */
  async function bringBack(journal: Journal): Promise<void> {
    const { isWhole } = journal.found.get()
    await bringAccountsBack(accounts, journal, ports)
    tellAll()
    if (isWhole) whole.resolve()
  }

  async function begin(): Promise<void> {
    const journal = await read()
    if (!journal) return whole.resolve()
    const again = async () => {
      await bringBack(journal)
      cameBack.set(cameBack.get() + 1)
    }
    journal.found.subscribe(() => void inOrder(again).catch(ports.report))
    return inOrder(() => bringBack(journal))
  }

  const isBack = begin().catch((error: unknown) => {
    ports.report(error)
    whole.resolve()
  })
  // A new phone, or one that lost everything: only the journal tells.
  if ((await accounts.all()).length === 0) await soonEnough(whole.promise, ports)
  return {
    accounts: mirrored,
    isBack,
    cameBack,
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

function soonEnough(whole: Promise<void>, ports: Ports): Promise<void> {
  return new Promise((resolve) => {
    const stop = ports.later(patience, resolve)
    void whole.then(() => {
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
    const beside = { database: databaseName(row.orgId, row.memberId, device), isCloned: true }
    // Whoever signed in here since signed them out.
    const signedIn = row.signedIn && !isTaken && !rows.some(({ usedAt }) => usedAt > row.usedAt)
    const back = { ...row, ...(isTaken ? beside : {}), signedIn }
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
