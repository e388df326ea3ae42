import type { Refusal } from '#core/kit/refusal.ts'
import type { Id } from '#core/kit/ids.ts'
import { oneAfterAnother } from '#core/kit/one-after-another.ts'
import { type Me, sessionApi } from '#core/people/session-api.ts'
import { type AccountRow, type Accounts, databaseName } from './accounts.ts'
import { type Couriers, keyOf, openCouriers, type OthersWork } from './couriers.ts'
import { type Disk, openDisk } from './disk.ts'
import { openValue, type Watched } from './live.ts'
import { type OpenPhone, openPhone } from './open-phone.ts'
import type { Phone } from './phone.ts'
import type { Point } from './points.ts'
import type { Pictures } from './pictures.ts'
import { newId, nowOf, type Ports } from './ports.ts'
import { type Account, firstMeta, type Meta, type Store } from './store.ts'
import { isRefused, openSession, type Session } from './session.ts'
import { openWire, refusalOf } from './wire.ts'

export type FieldState =
  | { at: 'opening' }
  /** With a refusal: somebody is signed in here, and what the phone keeps for them could not be opened. */
  | { at: 'signed_out'; refusal: Refusal | null }
  | { at: 'ready'; phone: Phone }
  /** The phone does not let the app keep anything: said plainly, never worked around in memory (S25). */
  | { at: 'failed'; refusal: Refusal }

export type SignIn = { email: string; password: string; orgId?: Id }
export type SignedIn =
  | { state: 'signed_in' }
  | { state: 'choose'; organizations: { orgId: Id; name: string }[] }
  | { refusal: Refusal }

/** The field app before and around a phone: opens the last one without a network, signs in, signs out. */
export type Field = {
  state: Watched<FieldState>
  /** What members who are not signed in now left on this phone: it is handed in under their names (S28). */
  others: Watched<OthersWork[]>
  /** What is left of a member's work as one file, under their name (S26); null when nothing is. */
  saveOthers: (member: Id) => Promise<Blob | null>
  signIn: (credentials: SignIn) => Promise<SignedIn>
  /** Ends the session. What this phone holds stays, and what is unsent goes on being handed in by the device's key. */
  signOut: () => Promise<void>
  close: () => void
}

export type FieldSetup = {
  ports: Ports
  pictures: Pictures
  accounts: () => Promise<Accounts>
  store: (database: string, first: Meta | null) => Promise<Store>
  deviceName: string
}

export function openField(setup: FieldSetup): Field {
  const { ports } = setup
  const state = openValue<FieldState>({ at: 'opening' })
  const wire = openWire(ports)
  const others = openValue<OthersWork[]>([])
  let phone: OpenPhone | null = null
  let couriers: Couriers | null = null
  let openDatabase = ''
  let signingIn = 0
  const opening = oneAfterAnother()
  const disk = openDisk(setup, ports)
  const opened = disk.then(({ accounts }) => accounts)
  const session = opened.then((accounts) => openSession(accounts, wire, ports))
  disk.then(begin).catch(fail)

  async function begin(all: Disk): Promise<void> {
    const looking = openCouriers(all.accounts, ports, all.openStore)
    couriers = looking
    looking.work.subscribe(() => others.set(looking.work.get()))
    all.cameBack.subscribe(() => void opening(() => goOn(all)).catch(ports.report))
    await opening(() => openLast(all))
    // What the journal alone knows of is handed in once it is back.
    await all.isBack
    void looking.look(phone ? openDatabase : null)
  }

  /** More of the journal came back: who is signed in by it does not stay before the sign-in page, and it is handed in. */
  async function goOn(all: Disk): Promise<void> {
    if (state.get().at === 'signed_out' && signingIn === 0 && (await all.accounts.current())) await openLast(all)
    phone?.engine.wake('opened')
    void couriers?.lookAnew(phone ? openDatabase : null)
  }

  async function openLast({ accounts, openStore }: Disk): Promise<void> {
    let refusal: Refusal | null = null
    try {
      const account = await (await session).owner()
      if (!account && (await accounts.current())) refusal = { code: 'session_in_doubt' }
      if (account) return void (await show(account.database, await openStore(account.database, null)))
    } catch (error) {
      // One that cannot be opened stands in nobody else's way: others' work goes up, and anybody can sign in.
      ports.report(error)
      refusal = { code: 'phone_not_opened' }
    }
    state.set({ at: 'signed_out', refusal })
    void couriers?.look(null)
  }

  const reached = async (point: Point) => ports.reached?.(point)

  function close(): void {
    phone?.close()
    phone = null
  }

  function fail(error: unknown): void {
    ports.report(error)
    state.set({ at: 'failed', refusal: { code: 'phone_storage' } })
  }

  async function show(database: string, store: Store): Promise<OpenPhone> {
    close()
    const [accounts, { owner }] = [await opened, await session]
    try {
      phone = await openPhone(database, store, ports, setup.pictures, {
        key: () => keyOf(accounts, database),
        hasSession: async () => (await owner())?.database === database,
      })
    } catch (error) {
      store.close()
      throw error
    }
    openDatabase = database
    const shown = phone
    state.set({ at: 'ready', phone: shown })
    const begin = () => {
      if (phone !== shown) return
      shown.engine.wake('opened')
      void couriers?.look(database)
    }
    if (ports.afterDrawn) ports.afterDrawn(begin)
    else begin()
    return shown
  }

  /** A copy of this database hands in elsewhere: it keeps what it has, and the member's next sign-in begins another. */
  async function retireIfCloned(accounts: Accounts): Promise<void> {
    if (phone?.isCloned()) await accounts.change(openDatabase, { isCloned: true })
  }

  async function signIn(credentials: SignIn): Promise<SignedIn> {
    signingIn += 1
    try {
      const { accounts, isBack } = await disk
      await isBack
      await opening(async () => {})
      await retireIfCloned(accounts)
      const own = await session
      const done = await own.alone(() => signInAlone(credentials, accounts, own))
      if (done) return done
    } catch (error) {
      ports.report(error)
    } finally {
      signingIn -= 1
    }
    return { refusal: { code: 'phone_storage' } }
  }

  async function signInAlone(
    { email, password, orgId }: SignIn,
    accounts: Accounts,
    { doubt, unchanged, belongsTo }: Session,
  ): Promise<SignedIn> {
    const login = `${email.trim().toLowerCase()}/${orgId ?? ''}`
    const known = await accounts.byLogin(login)
    const device = known?.device ?? newId(ports)
    await doubt(login)
    await reached('sign_in_doubted')
    let answer = await ask(email, password, orgId, device)
    await reached('sign_in_answered')
    if ('refusal' in answer ? answer.isDefinite : answer.state === 'choose') await unchanged()
    if ('refusal' in answer) return { refusal: answer.refusal }
    if (answer.state === 'choose') return answer
    // The browser has one session: whoever had it before has none now.
    await belongsTo(answer.me.actor)
    const account = accountOf(answer.me)
    if (!account) return { refusal: { code: 'not_a_technician' } }
    const { orgId: org, memberId: member, name } = account
    const rows = (await accounts.all()).filter((row) => row.orgId === org && row.memberId === member)
    const before = rows.find((row) => !row.isCloned)
    // The same member under another spelling: the session goes to the device that numbered what waits here (S7).
    if (before && before.device !== device) {
      answer = await ask(email, password, orgId, before.device)
      if ('refusal' in answer) return { refusal: answer.refusal }
      if (answer.state === 'choose') return answer
    }
    const own = before?.device ?? device
    const database = before?.database ?? databaseName(org, member, rows.length > 0 ? own : undefined)
    const key = answer.deviceKey ?? before?.key
    const row = {
      database,
      login,
      orgId: org,
      memberId: member,
      device: own,
      usedAt: nowOf(ports),
      signedIn: true,
      name,
      ...(key === undefined ? {} : { key }),
    }
    await start(accounts, row, account)
    return { state: 'signed_in' }
  }

  /** A page may end at any of these: nobody is said to be signed in before there is something to open for them. */
  async function start(accounts: Accounts, row: AccountRow, account: Account): Promise<void> {
    const { database, device } = row
    // The same member's earlier one too, where a copy of it goes on elsewhere.
    for (const other of await accounts.all())
      if (other.database !== database) await accounts.change(other.database, { signedIn: false })
    await reached('sign_in_alone')
    // The same phone goes on as it is: a form that is open keeps what was typed.
    const same = phone && openDatabase === database ? phone : null
    const store = same ? null : await (await disk).openStore(database, firstMeta(device, account))
    await reached('sign_in_opened')
    await accounts.put(row)
    await reached('sign_in_kept')
    const shown = store ? await show(database, store) : same
    await shown?.signedIn(account)
  }

  async function ask(email: string, password: string, orgId: Id | undefined, device: Id) {
    const body = { email, password, ...(orgId ? { orgId } : {}), device: { id: device, name: setup.deviceName } }
    const answer = await wire.call(sessionApi.signInField, { body })
    if (!('stop' in answer)) return answer.reply
    return { refusal: refusalOf(answer.stop, 'sign_in_needs_network'), isDefinite: isRefused(answer.stop) }
  }

  return {
    state,
    others,
    saveOthers: async (member) => (await couriers?.saved(member)) ?? null,
    signIn,
    async signOut() {
      const accounts = await opened
      const account = await accounts.current()
      await retireIfCloned(accounts)
      if (account) await accounts.change(account.database, { signedIn: false, isInDoubt: false })
      close()
      await reached('sign_out_kept')
      state.set({ at: 'signed_out', refusal: null })
      void couriers?.look(null)
      // Without a network the session ends by itself; the next sign-in replaces it.
      await wire.call(sessionApi.signOutField, {})
    },
    close() {
      close()
      couriers?.close()
    },
  }
}

function accountOf({ actor, organization }: Me): Account | null {
  if (actor.technicianId === null || !actor.abilities.includes('field')) return null
  const { name, zone, locale, firstDayOfWeek } = organization
  return {
    orgId: actor.orgId,
    memberId: actor.memberId,
    technicianId: actor.technicianId,
    name: actor.name,
    organization: { name, zone, locale, firstDayOfWeek },
  }
}
