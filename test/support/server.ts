import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Call, type Contract, problemBody, type ProblemBody, type Reply, requestOf } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { roles as allRoles, type Role } from '#core/people/abilities.ts'
import { slices as allSlices } from '#server/app.ts'
import { newId } from '#server/platform/ids.ts'
import type { Log } from '#server/platform/log.ts'
import { type RunningServer, startServer } from '#server/platform/server.ts'
import { insertMember, makeOrganization } from '#server/platform/sign-in/organization.ts'
import type { Slice } from '#server/platform/slice.ts'
import { inTenant, type TenantActor, type Tx } from '#server/platform/tenant.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { knownPasswords, testPassword } from './passwords.ts'

export { testPassword } from './passwords.ts'

/** A person of a test with the cookie they are signed in with; `app` is the one the cookie is for. */
export type Person = {
  orgId: string
  memberId: string
  userId: string
  /** For technicians: the technician the member is. */
  technicianId: string | null
  deviceId: string | null
  name: string
  email: string
  roles: Role[]
  app: 'office' | 'field'
  cookie: string
  /** What the phone hands in with when nobody is signed in on it; null in the office. */
  deviceKey: string | null
}

/** The technician a person is; a test that asks another is wrong. */
export function technicianOf(person: Person | undefined): Id {
  if (!person?.technicianId) throw new Error('a technician was expected')
  return person.technicianId
}

/**
 * An organization with one person a role. Owner, dispatcher and technician are signed in, the technician on a phone; the
 * others are when they first ask for something.
 */
export type TestOrganization = { id: string; name: string } & Record<Role, Person>

export type Api = {
  /** Calls a contract and gives its reply; a problem is thrown as `ApiProblem`. */
  call: <C extends Contract>(contract: C, call: Call<C>, headers?: Record<string, string>) => Promise<Reply<C>>
  /** The bare request, same-origin and with the cookie. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>
}

/** The problem a call was answered with; assert on `status` and `code`. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly body: ProblemBody
  constructor(asked: string, body: ProblemBody) {
    super(`${asked}: ${body.status} ${body.code}: ${body.detail} ${JSON.stringify(body.fields ?? '')}`)
    this.status = body.status
    this.code = body.code
    this.body = body
  }
}

export type TestServer = {
  origin: string
  services: RunningServer['services']
  database: TestDatabase
  filesFolder: string
  log: string[]
  /** Nobody's requests, for what is public. */
  anybody: Api
  as: (person: Person) => Api
  /** The phone by its key alone: no cookie, nobody signed in. */
  byKey: (phone: Pick<Person, 'deviceId' | 'deviceKey'>) => Api
  makeOrganization: (name: string) => Promise<TestOrganization>
  /** One more person, signed in. A technician gets a technician's row and a phone. */
  makePerson: (orgId: string, roles: Role[], name: string) => Promise<Person>
  /** Signs the person in again: another session, another phone where `deviceId` says so. */
  signIn: (person: Person, app: 'office' | 'field', deviceId?: string) => Promise<Person>
  /** A transaction as the server itself, to arrange and to look. */
  inTenant: <T>(orgId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** The real server on a port of its own, on a database of its own. Call it once at the top of a test file. */
export async function testServer(options: ServerSetup = {}): Promise<TestServer> {
  return serverOn(await testDatabase(), options)
}

type ServerSetup = {
  slices?: Slice[]
  jobs?: boolean
  /** A folder that is there and stays; without it one of the server's own. */
  filesFolder?: string
  secret?: string
  /** False where another server works on the database too. */
  aloneOnDatabase?: boolean
  /** As `npm start` keeps them, where a test is about that. */
  slowPasswords?: boolean
}

/** The same on a database that is there; it is closed before that is. */
export async function serverOn(database: TestDatabase, options: ServerSetup = {}): Promise<TestServer> {
  const filesFolder = options.filesFolder ?? (await mkdtemp(join(tmpdir(), 'roundtrip-files-')))
  const log: string[] = []
  const server = await startServer({
    slices: options.slices ?? allSlices,
    urls: database.url,
    directUrls: database.url,
    filesFolder,
    webFolder: join(import.meta.dirname, '../../dist'),
    keptWebFolder: null,
    push: { keysFile: join(filesFolder, 'push-keys.json'), allowsLoopback: true },
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1',
    tls: undefined,
    trustProxy: false,
    secret: options.secret ?? 'a secret of the tests alone, long enough',
    ...(options.slowPasswords ? {} : { passwords: knownPasswords }),
    version: '0.0.0-test',
    log: collect(log),
    runJobs: options.jobs ?? false,
    aloneOnDatabase: options.aloneOnDatabase ?? true,
    checkReplies: true,
  })
  database.closeFirst(async () => {
    await server.close()
    if (options.filesFolder === undefined) await rm(filesFolder, { recursive: true, force: true })
  })
  return helpers(server, database, filesFolder, log)
}

function helpers(server: RunningServer, database: TestDatabase, filesFolder: string, log: string[]): TestServer {
  const origin = `http://127.0.0.1:${server.port}`
  const { services } = server
  let technicians = 0
  const asServer = (orgId: string): TenantActor => ({ orgId, memberId: null, abilities: [] })

  const signIn: TestServer['signIn'] = async (person, app, deviceId) => {
    const device = deviceId ?? person.deviceId ?? newId()
    const response = await fetch(`${origin}/api/auth/${app}/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: origin },
      body: JSON.stringify({
        email: person.email,
        password: testPassword,
        orgId: person.orgId,
        ...(app === 'field' ? { device: { id: device, name: 'Test phone' } } : {}),
      }),
    })
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
    if (!response.ok || cookie === undefined) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
    const { deviceKey = null } = await response.json()
    return { ...person, app, cookie, deviceKey, deviceId: app === 'field' ? device : null }
  }

  const makeMember = async (orgId: string, roles: Role[], name: string): Promise<Person> => {
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${orgId.slice(-6)}@example.com`
    const { userId } = await services.signIn.makeUser({ name, email, password: testPassword })
    const memberId = newId()
    const technicianId = roles.includes('technician') ? newId() : null
    await inTenant(services.tenants, asServer(orgId), async (tx) => {
      await insertMember(tx, { id: memberId, userId, name, email, roles })
      if (technicianId === null) return
      technicians++
      await tx.db
        .insertInto('app.technician')
        .values({ org_id: orgId, id: technicianId, code: `T${technicians}`, name, member_id: memberId })
        .execute()
      tx.touched('technician', technicianId, 1)
    })
    return {
      orgId,
      memberId,
      userId,
      technicianId,
      deviceId: null,
      name,
      email,
      roles,
      app: 'office',
      cookie: '',
      deviceKey: null,
    }
  }
  const makePerson: TestServer['makePerson'] = async (orgId, roles, name) => {
    const person = await makeMember(orgId, roles, name)
    return signIn(person, person.technicianId === null ? 'office' : 'field')
  }

  const signedIn = new WeakMap<Person, Promise<Person>>()
  /** The cookie of a person, who is signed in now if they never were. */
  const cookieOf = async (person: Person): Promise<string> => {
    if (person.cookie !== '') return person.cookie
    const session = signedIn.get(person) ?? signIn(person, person.app)
    signedIn.set(person, session)
    return (await session).cookie
  }

  return {
    origin,
    services,
    database,
    filesFolder,
    log,
    anybody: apiOf(origin, {}),
    as: (person) => apiOf(origin, async () => ({ Cookie: await cookieOf(person), 'X-App': person.app })),
    byKey: ({ deviceId, deviceKey }) => apiOf(origin, { Authorization: `Device ${deviceId}.${deviceKey}` }),
    signIn,
    makePerson,
    inTenant: (orgId, work) => inTenant(services.tenants, asServer(orgId), work),
    makeOrganization: async (name) => {
      const id = newId()
      const short = name.split(' ')[0] ?? name
      await makeOrganization(
        services,
        { id, name, zone: 'Europe/Berlin', currency: 'EUR', locale: 'en-GB' },
        {
          name: `${short} Founder`,
          email: `founder.${id.slice(-6)}@example.com`,
          password: testPassword,
          roles: ['owner'],
        },
      )
      const people: [Role, Person][] = []
      for (const role of allRoles) {
        const make = atOnce.has(role) ? makePerson : makeMember
        people.push([role, await make(id, [role], `${short} ${role.replace('_', ' ')}`)])
      }
      return { id, name, ...(Object.fromEntries(people) as Record<Role, Person>) }
    },
  }
}

/** Roles nearly every test asks with. */
const atOnce: ReadonlySet<Role> = new Set(['owner', 'dispatcher', 'technician'])

type Whose = Record<string, string>

/** Requests to any server, with the headers that say whose they are. */
export function apiOf(origin: string, whose: Whose | (() => Promise<Whose>)): Api {
  const ask: Api['fetch'] = async (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Origin', origin)
    for (const [name, value] of Object.entries(typeof whose === 'function' ? await whose() : whose))
      headers.set(name, value)
    return fetch(`${origin}${path}`, { ...init, headers, redirect: 'manual' })
  }
  return {
    fetch: ask,
    call: async (contract, call, headers = {}) => {
      const { method, path, body } = requestOf(contract, call)
      const json: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const response = await ask(path, { method, body, headers: { ...json, ...headers } })
      const text = await response.text()
      if (!response.ok) throw new ApiProblem(contract.id, problemBody.parse(JSON.parse(text)))
      return (text === '' ? undefined : JSON.parse(text)) as Reply<typeof contract>
    },
  }
}

function collect(lines: string[]): Log {
  const line = (level: string) => (event: string, fields?: object) =>
    void lines.push(JSON.stringify({ level, event, ...fields }))
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: (event, error, fields) => {
      lines.push(
        JSON.stringify({
          level: 'error',
          event,
          ...fields,
          error: error instanceof Error ? error.stack : String(error),
        }),
      )
      process.stderr.write(`${event}: ${error instanceof Error ? error.stack : String(error)}\n`)
    },
  }
}
