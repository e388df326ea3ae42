import type { Refusal } from '#core/kit/refusal.ts'
import type { Id } from '#core/kit/ids.ts'
import { type Me, sessionApi } from '#core/people/session-api.ts'
import { type AccountRow, type Accounts, databaseName } from './accounts.ts'
import { openValue, type Watched } from './live.ts'
import { type OpenPhone, openPhone } from './open-phone.ts'
import type { Phone } from './phone.ts'
import type { Pictures } from './pictures.ts'
import { newId, nowOf, type Ports } from './ports.ts'
import { type Account, firstMeta, type Meta, type Store } from './store.ts'
import { openWire, refusalOf } from './wire.ts'

export type FieldState =
  | { at: 'opening' }
  | { at: 'signed_out' }
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
  signIn: (credentials: SignIn) => Promise<SignedIn>
  /** Ends the session; what this phone holds stays and is handed in at the next sign-in. */
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
  let phone: OpenPhone | null = null
  let openDatabase = ''
  const opened = setup.accounts()
  opened.then(openLast).catch(fail)

  async function openLast(accounts: Accounts): Promise<void> {
    const account = await accounts.current()
    if (account) await show(account.database, null)
    else state.set({ at: 'signed_out' })
  }

  function close(): void {
    phone?.close()
    phone = null
  }

  function fail(error: unknown): void {
    ports.report(error)
    state.set({ at: 'failed', refusal: { code: 'phone_storage' } })
  }

  async function show(database: string, first: Meta | null): Promise<OpenPhone> {
    close()
    const store = await setup.store(database, first)
    phone = await openPhone(database, store, ports, setup.pictures)
    openDatabase = database
    state.set({ at: 'ready', phone })
    phone.engine.wake('opened')
    return phone
  }

  async function signIn({ email, password, orgId }: SignIn): Promise<SignedIn> {
    const accounts = await opened
    const login = `${email.trim().toLowerCase()}/${orgId ?? ''}`
    const known = await accounts.byLogin(login)
    const device = known?.device ?? newId(ports)
    const answer = await ask(email, password, orgId, device)
    if ('refusal' in answer || answer.state === 'choose') return answer
    const account = accountOf(answer.me)
    if (!account) return { refusal: { code: 'not_a_technician' } }
    const database = databaseName(account.orgId, account.memberId)
    const before = await accounts.byDatabase(database)
    // The same member under another spelling: the session goes to the device that numbered what waits here (S7).
    if (before && before.device !== device) {
      const again = await ask(email, password, orgId, before.device)
      if ('refusal' in again || again.state === 'choose') return again
    }
    const own = before?.device ?? device
    await accounts.put({
      database,
      login,
      orgId: account.orgId,
      memberId: account.memberId,
      device: own,
      usedAt: nowOf(ports),
      signedIn: true,
    })
    // The same phone goes on as it is: a form that is open keeps what was typed.
    const shown = phone && openDatabase === database ? phone : await show(database, firstMeta(own, account))
    await shown.signedIn(account)
    return { state: 'signed_in' }
  }

  async function ask(email: string, password: string, orgId: Id | undefined, device: Id) {
    const body = { email, password, ...(orgId ? { orgId } : {}), device: { id: device, name: setup.deviceName } }
    const answer = await wire.call(sessionApi.signInField, { body })
    return 'stop' in answer ? { refusal: refusalOf(answer.stop, 'sign_in_needs_network') } : answer.reply
  }

  return {
    state,
    signIn,
    async signOut() {
      const accounts = await opened
      const account = await accounts.current()
      if (account) await accounts.put({ ...account, signedIn: false } satisfies AccountRow)
      close()
      state.set({ at: 'signed_out' })
      // Without a network the session ends by itself; the next sign-in replaces it.
      await wire.call(sessionApi.signOutField, {})
    },
    close,
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
