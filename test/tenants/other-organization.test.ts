import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import pg from 'pg'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { gradeApi } from '#core/people/grade-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { slices } from '#server/app.ts'
import { linkFile, markStored } from '#server/platform/files/records.ts'
import { newId } from '#server/platform/ids.ts'
import { type Person, type TestOrganization, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'
import { type Ask, asks, type Ids, noIds, withoutIds } from './matrix.ts'

const server = await testServer()
/** In every name of theirs and in nothing of anybody else's. */
const mark = 'Quokka'
const theirs = await server.makeOrganization(`${mark} Heating`)
const ours = await server.makeOrganization('South Plumbing')
const routes = slices.flatMap((slice) => slice.routes)

/** One of everything in an organization. */
async function fill(organization: TestOrganization, name: string): Promise<Ids> {
  const owner = server.as(organization.owner)
  const customer = newId()
  const site = newId()
  const device = organization.technician.deviceId ?? newId()
  const ids: Ids = {
    ...noIds(),
    customer,
    site,
    device,
    member: organization.billing.memberId,
    phoneMember: organization.technician.memberId,
  }
  await owner.call(peopleApi.makeSkill, { body: { id: ids.skill, name: `${name} skill` } })
  await owner.call(peopleApi.makeTechnician, { body: { id: ids.technician, name: `${name} technician` } })
  await owner.call(territoryApi.makeTerritory, { body: { id: ids.territory, name: `${name} territory` } })
  await owner.call(gradeApi.makeGrade, { body: { id: ids.grade, name: `${name} grade` } })
  await owner.call(rosterApi.makeRosterEntry, {
    body: {
      id: ids.rosterEntry,
      technicianId: ids.technician,
      kind: 'absent',
      reason: 'sickness',
      note: `${name} note`,
      from: '2026-11-23T06:00:00.000Z',
      to: '2026-11-24T06:00:00.000Z',
    },
  })
  await owner.call(customersApi.makeCustomer, { body: { id: customer, name: `${name} customer` } })
  await owner.call(customersApi.makeSite, { body: { id: site, customerId: customer, name: `${name} site` } })
  await owner.call(customersApi.makeContact, {
    body: { id: ids.contact, customerId: customer, name: `${name} contact` },
  })
  await owner.call(customersApi.makeAsset, { body: { id: ids.asset, siteId: site, name: `${name} asset` } })
  await owner.call(workOrderCatalogueApi.makeJobType, { body: { id: ids.jobType, name: `${name} job` } })
  await owner.call(billingCatalogueApi.makeTaxRate, { body: { id: ids.taxRate, name: `${name} tax`, rate: 1900 } })
  await owner.call(billingCatalogueApi.makePriceItem, {
    body: { id: ids.priceItem, sku: `${name}-1`, name: `${name} item`, unitPrice: 5 },
  })
  await owner.call(priceTermsApi.makeItemPrice, {
    body: { id: ids.itemPrice, itemId: ids.priceItem, customerId: customer, unitPrice: 4, validFrom: '2026-01-01' },
  })
  await owner.call(billingCatalogueApi.makeRateCard, {
    body: { id: ids.rateCard, name: `${name} card`, validFrom: '2026-01-01', hourlyRate: 900_000 },
  })
  await owner.call(proposalApi.makeProposedVisit, {
    body: {
      id: ids.proposedVisit,
      siteId: site,
      title: `${name} inspection`,
      dueFrom: '2026-12-01',
      dueTo: '2026-12-10',
    },
  })
  const workOrder = await raise(owner, { customer, site, assets: [ids.asset], title: `${name} boiler` })
  const visit = await dispatchVisit(owner, workOrder, [ids.technician])
  await owner.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: {
      id: ids.signOff,
      type: 'unattended',
      seen: 3,
      body: {
        visit,
        technician: ids.technician,
        at: '2026-11-23T10:00:00.000Z',
        behalf: { source: 'paper', reason: `${name} sheet` },
        summaryHash: createHash('sha256').update('{}').digest('hex'),
        summary: '{}',
        language: 'en',
        template: 'summary-1',
        reason: `${name} was out`,
      },
    },
  })
  await fillPapers(organization, { ...ids, workOrder }, name)
  return { ...ids, workOrder, visit }
}

/** What only comes at the end of a long walk: an invoice, an export, a held command, a flag of a day, a file of the site. */
async function fillPapers(organization: TestOrganization, ids: Ids, name: string): Promise<void> {
  const sha256 = createHash('sha256').update(name).digest('hex')
  await server.inTenant(organization.id, async (tx) => {
    const file = await markStored(tx, { sha256, size: 3, type: 'application/pdf', width: null, height: null })
    await linkFile(tx, {
      id: ids.siteFile,
      fileId: file.id,
      subject: { kind: 'site', id: ids.site },
      purpose: 'document',
      audience: 'crew',
      name: `${name} plan`,
    })
    const org_id = organization.id
    await tx.db
      .insertInto('app.invoice')
      .values({
        org_id,
        id: ids.invoice,
        state: 'draft',
        customer_id: ids.customer,
        currency: 'EUR',
        currency_exponent: 2,
      })
      .execute()
    await tx.db
      .insertInto('app.payment')
      .values({
        org_id,
        id: ids.payment,
        invoice_id: ids.invoice,
        paid_on: '2026-11-23',
        amount: 1,
        method: 'cash',
        recorded_at: tx.now,
      })
      .execute()
    await tx.db
      .insertInto('app.purchase_order')
      .values({ org_id, id: ids.purchaseOrder, customer_id: ids.customer, number: `${name} order` })
      .execute()
    await tx.db
      .insertInto('app.export_batch')
      .values({ org_id, id: ids.export, number: 1, invoices: 0, net: 0, tax: 0, gross: 0 })
      .execute()
    await tx.db
      .insertInto('app.held_command')
      .values({
        org_id,
        id: ids.held,
        command_id: ids.held,
        code: 'apply_failed',
        body: JSON.stringify({ note: name }),
        body_hash: sha256,
        stream_kind: 'work_order',
        stream_id: ids.workOrder,
        type: 'note',
      })
      .execute()
    const lost = { org_id, id: ids.lostWork, device_id: ids.device, came_as: ids.device, noticed_at: tx.now }
    await tx.db
      .insertInto('app.lost_work')
      .values({ ...lost, commands: 1, files: 0 })
      .execute()
    const flag = { org_id, technician_id: ids.technician, flag: 'any', code: 'clock_changed', raised_at: tx.now }
    await tx.db.insertInto('app.day_flag').values(flag).execute()
  })
}

/** Every row of an organization, as one hash a table. */
async function everythingOf(orgId: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: server.database.superuserUrl })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'app' and column_name = 'org_id'`,
    )
    const hashes: Record<string, string> = {}
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ hash: string }>(
        `select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as hash from app."${name}" t where org_id = $1`,
        [orgId],
      )
      hashes[name] = rows[0]?.hash ?? ''
    }
    return hashes
  } finally {
    await client.end()
  }
}

type Answer = { status: number; text: string }

async function answer(person: Person, operation: string, ask: Ask): Promise<Answer> {
  const contract = routes.find((route) => route.contract.id === operation)?.contract
  if (!contract) throw new Error(`no route ${operation}`)
  const query = Object.entries(ask.query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const path = `${contract.path.replace('{id}', ask.id ?? '')}?${new URLSearchParams(query)}`
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  if (contract.idempotencyKey) headers['Idempotency-Key'] = newId()
  const init = ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }
  const response = await server.as(person).fetch(path, { method: contract.method, headers, ...init })
  return { status: response.status, text: await response.text() }
}

/** Ids and times differ from answer to answer; what is said must not. */
function said({ status, text }: Answer): string {
  const plain = text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
  return `${status} ${plain}`
}

test('every operation is in the matrix', () => {
  const known = new Set([...Object.keys(asks), ...withoutIds])
  const missing = routes.map((route) => route.contract.id).filter((id) => !known.has(id))
  assert.deepEqual(missing, [], 'say in test/tenants/matrix.ts how these are asked with somebody else’s ids')
  const takesId = routes.filter((route) => route.contract.path.includes('{') && withoutIds.has(route.contract.id))
  assert.deepEqual(takesId, [])
})

test('ids of another organization are ids of nothing, for everybody and every operation', async (context) => {
  const foreign = await fill(theirs, mark)
  const own = await fill(ours, 'Own')
  const before = await everythingOf(theirs.id)
  const theirIds = new Set<string | undefined>(Object.values(foreign))
  const people = [ours.owner, ours.dispatcher, ours.billing, ours.technician]
  for (const { contract } of routes) {
    const ask = asks[contract.id]
    if (!ask) continue
    await context.test(contract.id, async () => {
      for (const person of people) {
        const nothing = ask(noIds(), own)
        for (const [index, withTheirs] of ask(foreign, own).entries()) {
          const got = await answer(person, contract.id, withTheirs)
          assert.equal(said(got), said(await answer(person, contract.id, nothing[index] ?? {})), person.name)
          assert.ok(!got.text.includes(mark), `${person.name} read ${got.text}`)
          assert.ok(got.status < 500, got.text)
          const refused = got.status === 404 || got.status === 403 || got.status === 401
          assert.ok(refused || !theirIds.has(withTheirs.id), `${person.name}: ${said(got)}`)
        }
      }
    })
  }
  assert.deepEqual(await everythingOf(theirs.id), before)
})

/** Asked so that no id of one's own would be answered either: bytes that never came, an organization one is not in. */
const neverAnswered = new Set(['attachSiteFile', 'chooseOrganization'])

test('the same operations are answered when the ids are one’s own', async (context) => {
  const organization = await server.makeOrganization('West Wiring')
  const own = await fill(organization, 'Own')
  for (const { contract } of routes) {
    const ask = asks[contract.id]
    if (!ask || contract.app === 'field' || neverAnswered.has(contract.id)) continue
    await context.test(contract.id, async () => {
      for (const asked of ask(own, own)) {
        const got = await answer(organization.owner, contract.id, asked)
        assert.ok(got.status < 300 || got.status === 409, said(got))
      }
    })
  }
})

test('what operations without ids give holds nothing of another organization', async () => {
  for (const { contract } of routes) {
    if (contract.method !== 'GET' || !withoutIds.has(contract.id)) continue
    const query =
      contract.id === 'search' || contract.id === 'findOnline'
        ? { q: mark }
        : contract.id === 'findSignOffs'
          ? { hash: createHash('sha256').update('{}').digest('hex') }
          : {}
    for (const person of [ours.owner, ours.technician]) {
      const got = await answer(person, contract.id, { query })
      assert.ok(!got.text.includes(mark), `${contract.id}: ${got.text}`)
    }
  }
})
