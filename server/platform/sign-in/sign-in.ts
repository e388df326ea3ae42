import { betterAuth } from 'better-auth'
import { sql } from 'kysely'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { abilitiesOf, type Actor, type Role } from '#core/people/abilities.ts'
import type { Database } from '../database.ts'
import { HttpProblem, invalidField } from '../problem.ts'
import { knownActors } from './known-actors.ts'
import { hashOfKey } from './device-keys.ts'
import { failureKeys, throttle, windowLength } from './throttle.ts'

export type App = 'office' | 'field'

export type Membership = { orgId: string; name: string; memberId: string; roles: Role[] }
export type Session = { sessionId: string; token: string; userId: string; expiresAt: string }

/** Passwords, sessions and who they belong to. Only this folder knows better-auth. */
export type SignIn = {
  /** Checks the password and makes an unbound session. Throws the same 401 for an unknown address and a wrong password. */
  withPassword: (app: App, email: string, password: string, address: string) => Promise<Session>
  membershipsOf: (userId: string) => Promise<Membership[]>
  bind: (
    app: App,
    session: Pick<Session, 'sessionId' | 'userId'>,
    to: Membership,
    deviceId: string | null,
  ) => Promise<void>
  /** Disabling a member, changing roles or ending a session counts at once here, within a second on other servers. */
  actor: (app: App, token: string) => Promise<SignedIn | null>
  /** Whose work a phone hands in by its key; null for a key that is not its own. */
  deviceActor: (device: string, key: string) => Promise<Actor | null>
  /** Members, roles or devices changed. */
  forgetActors: () => void
  end: (token: string) => Promise<void>
  endOthers: (userId: string, keep: string | null) => Promise<void>
  /** Puts the end of a session off again, at most once a day. */
  prolong: (app: App, session: SignedIn, token: string) => Promise<boolean>
  /** Makes the person, or finds them when another organization has them already (their password stays). */
  makeUser: (person: { name: string; email: string; password: string }) => Promise<{ userId: string; existed: boolean }>
  changePassword: (userId: string, current: string, next: string) => Promise<void>
  setPassword: (userId: string, next: string) => Promise<void>
  /** True while there is no organization at all. */
  isEmpty: () => Promise<boolean>
  close: () => Promise<void>
}
export type SignedIn = { actor: Actor; sessionId: string; expiresAt: string }

const day = 24 * 3600
/** A phone that comes back after a season off still has its session; the office signs in once a month. */
export const sessionSeconds: Record<App, number> = { office: 30 * day, field: 180 * day }

type PhoneRow = {
  user_id: string
  org_id: string
  member_id: string
  name: string
  roles: Role[]
  technician_id: string | null
  device_id: string | null
}
type ActorRow = PhoneRow & { session_id: string; expires_at: string }

/** How passwords are kept: a hash that holds its own salt, and whether a password is the one behind it. */
export type Passwords = {
  hash: (password: string) => Promise<string>
  verify: (given: { hash: string; password: string }) => Promise<boolean>
}

export type SignInOptions = {
  database: Database
  authPool: pg.Pool
  secret: string
  origin: string
  /** Without them the library's own: scrypt, made to be slow. */
  passwords: Passwords | undefined
}

export function openSignIn(options: SignInOptions): SignIn {
  const { database, authPool } = options
  const auth = betterAuth({
    baseURL: options.origin,
    secret: options.secret,
    database: {
      db: new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool: authPool }) }).withSchema('auth'),
      type: 'postgres',
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      ...(options.passwords ? { password: options.passwords } : {}),
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  const gate = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool: authPool }) })

  async function sessionOf(app: App, userId: string): Promise<Session> {
    const { internalAdapter } = await auth.$context
    const expiresAt = new Date(Date.now() + sessionSeconds[app] * 1000)
    const made = await internalAdapter.createSession(userId, false, { expiresAt }, true)
    return { sessionId: made.id, token: made.token, userId, expiresAt: expiresAt.toISOString() }
  }

  const known = knownActors(async (app, token) => {
    const { rows } = await sql<ActorRow>`select * from gate.actor(${app}, ${token})`.execute(database.kysely)
    const row = rows[0]
    return row ? { actor: actorFrom(app, row), sessionId: row.session_id, expiresAt: row.expires_at } : null
  })

  return {
    actor: known.actor,
    forgetActors: known.forget,

    async deviceActor(device, key) {
      const { rows } = await sql<PhoneRow>`select * from gate.device_actor(${device}::uuid, ${hashOfKey(key)})`.execute(
        database.kysely,
      )
      const row = rows[0]
      return row ? { ...actorFrom('field', row), abilities: [] } : null
    },

    async withPassword(app, email, password, address) {
      const keys = failureKeys(email, address)
      await throttle(gate, keys)
      const { internalAdapter, password: passwords } = await auth.$context
      const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true })
      const hash = found?.accounts.find((account) => account.providerId === 'credential')?.password
      // An unknown address costs as much time as a wrong password.
      const right = hash ? await passwords.verify({ hash, password }) : (await passwords.hash(password), false)
      if (!found || !right) {
        await sql`select gate.count_sign_in_failure(${keys.map((key) => key.key)}::text[], ${windowLength}::interval)`.execute(
          gate,
        )
        throw new HttpProblem(401, 'wrong_credentials', 'The address or the password is not right.')
      }
      const [own] = keys
      await sql`select gate.forget_sign_in_failures(${[own.key]}::text[])`.execute(gate)
      return sessionOf(app, found.user.id)
    },

    async membershipsOf(userId) {
      const { rows } = await sql<{ org_id: string; organization: string; member_id: string; roles: Role[] }>`
        select * from gate.memberships(${userId})`.execute(gate)
      return rows.map((row) => ({
        orgId: row.org_id,
        name: row.organization,
        memberId: row.member_id,
        roles: row.roles,
      }))
    },

    async bind(app, session, to, deviceId) {
      await sql`select gate.bind_session(${session.sessionId}, ${app}, ${session.userId}, ${to.orgId}::uuid,
        ${to.memberId}::uuid, ${deviceId}::uuid)`.execute(gate)
      known.forget()
    },

    async end(token) {
      const { internalAdapter } = await auth.$context
      await internalAdapter.deleteSession(token)
      known.forget()
    },

    async endOthers(userId, keep) {
      const { internalAdapter } = await auth.$context
      const sessions = await internalAdapter.listSessions(userId)
      const ending = sessions.map((session) => session.token).filter((token) => token !== keep)
      if (ending.length > 0) await internalAdapter.deleteSessions(ending)
      known.forget()
    },

    async prolong(app, session, token) {
      const full = Date.now() + sessionSeconds[app] * 1000
      if (full - Date.parse(session.expiresAt) < day * 1000) return false
      const { internalAdapter } = await auth.$context
      await internalAdapter.updateSession(token, { expiresAt: new Date(full) })
      known.forget()
      return true
    },

    async makeUser({ name, email, password }) {
      const { internalAdapter, password: passwords } = await auth.$context
      const found = await internalAdapter.findUserByEmail(email.toLowerCase())
      if (found) return { userId: found.user.id, existed: true }
      const user = await internalAdapter.createUser({ name, email: email.toLowerCase() }, { method: 'email-password' })
      await internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: await passwords.hash(password),
      })
      return { userId: user.id, existed: false }
    },

    async changePassword(userId, current, next) {
      const { internalAdapter, password: passwords } = await auth.$context
      const accounts = await internalAdapter.findAccounts(userId)
      const hash = accounts.find((account) => account.providerId === 'credential')?.password
      if (!hash || !(await passwords.verify({ hash, password: current }))) {
        throw invalidField('current', 'wrong_password', 'The current password is not right.')
      }
      await internalAdapter.updatePassword(userId, await passwords.hash(next))
    },

    async setPassword(userId, next) {
      const { internalAdapter, password: passwords } = await auth.$context
      await internalAdapter.updatePassword(userId, await passwords.hash(next))
    },

    async isEmpty() {
      const { rows } = await sql<{ some: boolean }>`select gate.has_organizations() as some`.execute(database.kysely)
      return rows[0]?.some === false
    },

    close: () => authPool.end(),
  }
}

function actorFrom(app: App, row: PhoneRow): Actor {
  const granted = abilitiesOf(row.roles)
  return {
    orgId: row.org_id,
    memberId: row.member_id,
    userId: row.user_id,
    name: row.name,
    roles: row.roles,
    abilities: granted,
    technicianId: row.technician_id,
    deviceId: row.device_id,
    app,
  }
}
