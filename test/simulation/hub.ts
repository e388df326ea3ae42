import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Role } from '#core/people/abilities.ts'
import { newId } from '#server/platform/ids.ts'
import { makeOrganization } from '#server/platform/sign-in/organization.ts'
import { openTestDatabase } from '#test/support/database.ts'
import { quickFolder } from '#test/support/places.ts'
import { type Api, type Person, serverOn, testPassword, type TestServer } from '#test/support/server.ts'

/** The real server on a real PostgreSQL, with one contractor's office, and another's that nobody here may see. */
export type Hub = {
  server: TestServer
  orgId: Id
  /** Two servers on the one database and folder. */
  origins: () => Promise<readonly string[]>
  /** Two technicians of the one, and what is at hand to make work of. */
  technicians: readonly [Person, Person]
  office: Api
  bookkeeper: Api
  place: { customer: Id; site: Id }
  taxRate: Id
  /** As it was when it was opened: every run begins there. */
  reset: () => Promise<void>
  /** What a backup would hold now. */
  keep: () => Promise<void>
  /** Back to what `keep` kept, database and files, under another epoch (S19). Nothing kept: nothing happens. */
  restore: () => Promise<boolean>
  /** The n-th statement from now fails as when the database goes away, before or after it was carried out. */
  breakStatement: (n: number, when: 'before' | 'after') => void
  /** What has this word in it makes the transaction fail that would put it on record, each time (S8). */
  poison: (word: string) => void
  /** Whatever was wrong with it is mended: it can be put on record. */
  mend: (word: string) => void
  /** To look at what is on record: nothing that is planned to fail fails here. */
  inTenant: TestServer['inTenant']
  heal: () => void
  close: () => Promise<void>
}

export async function openHub(): Promise<Hub> {
  const database = await openTestDatabase()
  // Two servers share it; it is removed when both are closed.
  const filesFolder = await quickFolder('files')
  const server = await serverOn(database, { filesFolder })
  const orgId = await makeCompany(server, 'Meridian Services')
  const [luis, tara] = [await technician(server, orgId, 'Luis First'), await technician(server, orgId, 'Tara Second')]
  const office = await member(server, orgId, 'dispatcher')
  const place = await makePlace(office, 'Harbour Hotel')
  const other = await makeCompany(server, 'Another Company')
  await makePlace(await member(server, other, 'dispatcher'), notForPhones)
  const bookkeeper = await member(server, orgId, 'billing')
  const tax = await bookkeeper.call(billingCatalogueApi.makeTaxRate, {
    body: { id: newId(), name: 'Standard', rate: 1900, isDefault: true },
  })
  const breaking = breakable()
  breaking.add(server.services.database.pool)
  const servers = [server]
  const images = await openImages(database.superuserUrl, servers, orgId)
  await images.take('start')
  let isKept = false

  return {
    server,
    orgId,
    technicians: [luis, tara],
    office,
    bookkeeper,
    place,
    taxRate: tax.id,
    async origins() {
      if (servers.length === 1) {
        const second = await serverOn(database, { filesFolder, aloneOnDatabase: false })
        breaking.add(second.services.database.pool)
        servers.push(second)
      }
      return servers.map(({ origin }) => origin)
    },
    async reset() {
      breaking.reset()
      isKept = false
      await images.put('start')
    },
    async keep() {
      await images.take('kept')
      isKept = true
    },
    async restore() {
      if (!isKept) return false
      await images.put('kept')
      await images.newEpoch()
      return true
    },
    breakStatement: breaking.breakAt,
    poison: breaking.poison,
    mend: breaking.mend,
    inTenant: (org, work) => breaking.aside(() => server.inTenant(org, work)),
    heal: breaking.heal,
    async close() {
      await images.close()
      await database.close()
      await rm(filesFolder, { recursive: true, force: true })
    },
  }
}

/** Stands in everything that no technician's phone may ever hear. */
export const notForPhones = 'NOT-FOR-PHONES'

async function makeCompany(server: TestServer, name: string): Promise<Id> {
  const id = newId()
  const founder = { name: `${name} Founder`, email: `founder.${id.slice(-6)}@example.com`, password: testPassword }
  const organization = { id, name, zone: 'Europe/Berlin', currency: 'EUR', locale: 'en-GB' }
  await makeOrganization(server.services, organization, { ...founder, roles: ['owner'] })
  return id
}

async function member(server: TestServer, orgId: Id, role: Role): Promise<Api> {
  return server.as(await server.makePerson(orgId, [role], role))
}

const technician = (server: TestServer, orgId: Id, name: string) => server.makePerson(orgId, ['technician'], name)

async function makePlace(office: Api, name: string): Promise<{ customer: Id; site: Id }> {
  const street = { line1: 'Am Kai 4', line2: '', postcode: '20457', city: 'Hamburg', region: '', country: 'DE' }
  const customer = await office.call(customersApi.makeCustomer, {
    body: { id: newId(), name, billingAddress: street },
  })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name, address: street, zone: 'Europe/Berlin' },
  })
  return { customer: customer.id, site: site.id }
}

/** Statements of the server: one may fail as when the database is gone (57P01), and those that are poison do each time. */
function breakable() {
  const poison = new Set<string>()
  let left = 0
  let when: 'before' | 'after' = 'before'
  let isAside = false
  const isNow = () => !isAside && left > 0 && --left === 0
  // Said in one line: it is meant, and the server's log tells of it each time.
  const poisoned = () => Object.assign(new Error('poison'), { stack: 'poison, as the simulation wanted' })
  const gone = () => Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })

  const broken = new WeakSet<object>()
  // Not when it connects: the server has connections of before.
  const onAcquire = (client: pg.PoolClient) => {
    if (broken.has(client)) return
    broken.add(client)
    const query: (...given: unknown[]) => unknown = client.query.bind(client)
    const breaking = (...given: unknown[]): unknown => {
      // What the pool itself asks comes with a callback and is left alone.
      if (typeof given.at(-1) === 'function') return query(...given)
      if (isPoisoned(given, poison)) return Promise.reject(poisoned())
      if (left > 0 && when === 'before' && isNow()) return Promise.reject(gone())
      const answering = query(...given)
      const isLost = left > 0 && when === 'after' && answering instanceof Promise && isNow()
      return isLost ? answering.then(() => Promise.reject(gone())) : answering
    }
    Object.assign(client, { query: breaking })
  }
  return {
    add: (pool: pg.Pool) => void pool.on('acquire', onAcquire),
    breakAt(n: number, at: 'before' | 'after') {
      left = n
      when = at
    },
    poison: (word: string) => void poison.add(word),
    mend: (word: string) => void poison.delete(word),
    heal: () => void (left = 0),
    async aside<T>(look: () => Promise<T>): Promise<T> {
      isAside = true
      try {
        return await look()
      } finally {
        isAside = false
      }
    },
    reset() {
      left = 0
      poison.clear()
    },
  }
}

function isPoisoned([text, values]: readonly unknown[], poison: ReadonlySet<string>): boolean {
  if (poison.size === 0 || typeof text !== 'string' || !text.includes('insert into app.entry')) return false
  const said = saidIn(values)
  return [...poison].some((word) => said.includes(word))
}

/** All that goes over with a statement, also what does in PostgreSQL's own binary form. */
function saidIn(values: unknown): string {
  if (Array.isArray(values)) return values.map(saidIn).join(' ')
  return values instanceof Uint8Array ? Buffer.from(values).toString('latin1') : JSON.stringify(values ?? null)
}

type Image = 'start' | 'kept'

/** Images of one organization's rows and files, taken and put back past the server. */
async function openImages(url: string, servers: readonly TestServer[], orgId: Id) {
  const [first] = servers
  if (!first) throw new Error('there is a server')
  const { filesFolder } = first
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const files = join(filesFolder, orgId)
  const folderOf = (image: Image) => join(filesFolder, `image-${image}`)
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
     from information_schema.columns
     where table_schema = 'app' and is_generated = 'NEVER'
       and table_name in (select table_name from information_schema.columns where table_schema = 'app' and column_name = 'org_id')
       and table_name in (select tablename from pg_tables where schemaname = 'app')
     group by table_name`,
  )
  const each = (statement: (table: string, columns: string) => string) =>
    client.query(rows.map(({ name, columns }) => statement(name, columns)).join(';\n'))

  return {
    async take(image: Image) {
      await client.query(`drop schema if exists ${image} cascade; create schema ${image}`)
      await each(
        (table, columns) =>
          `create unlogged table ${image}.${table} as select ${columns} from app.${table} where org_id = '${orgId}'`,
      )
      await rm(folderOf(image), { recursive: true, force: true })
      await mkdir(files, { recursive: true })
      await cp(files, folderOf(image), { recursive: true })
    },
    async put(image: Image) {
      await client.query(`begin; set local session_replication_role = replica`)
      await each((table) => `delete from app.${table} where org_id = '${orgId}'`)
      await each((table, columns) => `insert into app.${table} (${columns}) select ${columns} from ${image}.${table}`)
      await client.query('commit')
      await rm(join(filesFolder, 'incoming', orgId), { recursive: true, force: true })
      await rm(files, { recursive: true, force: true })
      await cp(folderOf(image), files, { recursive: true })
      for (const { services } of servers) services.signIn.forgetActors()
    },
    newEpoch: () => client.query(`update app.feed_counter set epoch = gen_random_uuid() where org_id = $1`, [orgId]),
    close: () => client.end(),
  }
}
