import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { ledgerApi } from '#core/billing/ledger-api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { localDate } from '#core/kit/time.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { followUpApi } from '#core/work-orders/follow-up-api.ts'
import { signOffApi } from '#core/work-orders/sign-off-api.ts'
import { summary, summaryText } from '#core/work-orders/summary.ts'
import { shownTarget } from '#core/work-orders/due.ts'
import { firstArrival } from '#core/work-orders/targets.ts'
import { hashOf } from './incoming.ts'
import { weighSome } from '#server/billing/ledger-writes.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const owner = server.as(north.owner)
const luis = north.technician.technicianId ?? ''
const phone = openWire(server.as(north.technician))
const ben = await server.makePerson(north.id, ['technician'], 'Ben Second')

const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Hotel Adler' } })
const site = await office.call(customersApi.makeSite, {
  body: { id: newId(), customerId: customer.id, name: 'Adler Mitte', zone: 'America/Chicago' },
})

const read = (id: Id) => office.call(workOrderApi.readWorkOrder, { params: { id } })

async function finished(given: Parameters<typeof raise>[1], note: string): Promise<{ workOrder: Id; visit: Id }> {
  const workOrder = await raise(office, given)
  const visit = await dispatchVisit(office, workOrder, [luis])
  const fact = { visit, technician: luis }
  await phone.push(
    phone.capture(workOrder, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' }),
    phone.capture(workOrder, 'finish', {
      ...fact,
      at: '2026-11-23T10:10:00.000Z',
      outcome: 'done',
      returnReason: null,
      note,
      missing: [],
      evidence: [],
    }),
  )
  return { workOrder, visit }
}

test('a site names its customer and its zone; the order follows when another is linked', async () => {
  const workOrder = await raise(office, { site: site.id })
  const { work, names } = await read(workOrder)
  assert.deepEqual([work.details.customer, work.zone], [customer.id, 'America/Chicago'])
  assert.deepEqual([names.customer?.name, names.site?.name], ['Hotel Adler', 'Adler Mitte'])
  const other = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Adler Nord', zone: 'Europe/Berlin' },
  })
  await send(office, workOrder, 'edit_details', { changes: { site: other.id } })
  assert.equal((await read(workOrder)).work.zone, 'Europe/Berlin')
})

test('an archived customer is not taken for new work, and the field is named', async () => {
  const gone = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Gone' } })
  await office.call(customersApi.archiveCustomer, { params: { id: gone.id } })
  const problem = await problemOf(raise(office, { customer: gone.id }))
  assert.deepEqual(
    [problem.status, problem.body.fields?.map((field) => [field.path, field.code])],
    [422, [['body.details.customer', 'archived']]],
  )
})

test('who takes a call sees open work and the last visits of the place, and what a new order may repeat', async () => {
  const { workOrder: past } = await finished({ site: site.id, title: 'Boiler noisy' }, 'Bearing replaced')
  const open = await raise(office, { site: site.id, title: 'Boiler pressure low', reference: 'PO 77' })
  const context = await office.call(workOrderApi.readPlaceContext, { query: { site: site.id } })
  assert.ok(context.open.some((row) => row.id === open))
  const [last] = context.lastVisits
  assert.deepEqual(
    [last?.workOrder, last?.outcome, last?.note, last?.crew],
    [past, 'done', 'Bearing replaced', [north.technician.name]],
  )
  const similar = await office.call(workOrderApi.listSimilar, {
    query: { site: site.id, title: 'boiler pressure', reference: 'po 77' },
  })
  assert.deepEqual([similar.items[0]?.id, similar.items[0]?.why], [open, 'Same reference'])
  assert.ok(similar.items.some((row) => row.id === past))
  const elsewhere = await office.call(workOrderApi.listSimilar, { query: { title: 'boiler pressure' } })
  assert.deepEqual(elsewhere.items, [])
})

test('a flag reads as a sentence with names in it', async () => {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis])
  const other = openWire(server.as(ben))
  await other.send(workOrder, 'arrive', { visit, technician: ben.technicianId ?? '', at: '2026-11-23T09:00:00.000Z' })
  const { flags } = await office.call(workOrderApi.readAttention, {})
  const flag = flags.find((one) => one.workOrder === workOrder)
  assert.deepEqual([flag?.code, flag?.sentence], ['performed_by_other', 'Done by Ben Second, who was not assigned.'])
  await send(office, workOrder, 'settle_flag', { flag: flag?.flag ?? '', note: '' })
  const after = await office.call(workOrderApi.readAttention, {})
  assert.ok(!after.flags.some((one) => one.workOrder === workOrder))
})

test('review shows the net to those who see prices, and a new price is seen at once', async () => {
  const rate = {
    validFrom: '2000-01-01',
    stepMinutes: 15,
    minimumMinutes: 0,
    callOutFee: 0,
    travelPolicy: 'none' as const,
    travelHourlyRate: 0,
    travelFee: 0,
  }
  const card = await owner.call(billingCatalogueApi.makeRateCard, {
    body: { id: newId(), name: 'Standard', hourlyRate: 900_000, taxRateId: null, isDefault: true, ...rate },
  })
  const { workOrder } = await finished({ title: 'Priced' }, '')
  const netOf = async () => {
    const { items } = await office.call(workOrderApi.listReview, { query: { limit: '200' } })
    return items.find((row) => row.id === workOrder)?.net
  }
  assert.equal(await netOf(), 11_250)
  const { id, version } = card
  await owner.call(billingCatalogueApi.editRateCard, { params: { id }, body: { version, hourlyRate: 1_000_000 } })
  assert.equal(await netOf(), 12_500)
  while (await server.inTenant(north.id, weighSome));
  const { lines } = await office.call(ledgerApi.readLedger, {})
  assert.ok(lines.some((line) => line.net >= 12_500))
})

test('the board knows whose phone has seen the visit as it stands', async () => {
  const start = new Date().toISOString()
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis], start)
  const seenBy = async () => {
    const schedule = await office.call(schedulingApi.readSchedule, {
      query: { from: localDate(start, 'Europe/Berlin') },
    })
    return schedule.visits.find((one) => one.id === visit)?.seenBy
  }
  assert.deepEqual(await seenBy(), [])
  await phone.pullAll()
  assert.deepEqual(await seenBy(), [luis])
  await send(office, workOrder, 'reschedule_visit', { visit, start, minutes: 90, window: null })
  assert.deepEqual(await seenBy(), [])
})

test('today says who has not synced, what is late and what nobody has', async () => {
  const late = await raise(office, { priority: 'P1', title: 'Late', requestedAt: '2026-01-01T08:00:00.000Z' })
  const today = await office.call(workOrderApi.readToday, {})
  assert.ok(today.atRisk.items.some((row) => row.id === late))
  assert.ok(today.unassigned.items.some((row) => row.id === late))
  assert.ok(today.phones.some((one) => one.device === ben.deviceId))
  assert.ok(!today.phones.some((one) => one.device === north.technician.deviceId))
  const missed = await office.call(workOrderApi.listWorkOrders, { query: { target: 'missed' } })
  assert.ok(missed.items.some((row) => row.id === late))
})

test('a target is met by the first arrival, on the day, in the lists and in their filters, also where the work returns', async () => {
  const workOrder = await raise(office, { priority: 'P1', title: 'Reached', targetAt: '2026-01-01T12:00:00.000Z' })
  const rowIn = async (target: 'at_risk' | 'missed') =>
    (await office.call(workOrderApi.listWorkOrders, { query: { target } })).items.find((row) => row.id === workOrder)
  assert.equal((await rowIn('at_risk'))?.arrivedAt, null)
  assert.ok(await rowIn('missed'))

  const visit = await dispatchVisit(office, workOrder, [luis])
  const fact = { visit, technician: luis }
  await phone.push(
    phone.capture(workOrder, 'arrive', { ...fact, at: '2026-01-01T08:23:00.000Z' }),
    phone.capture(workOrder, 'finish', {
      ...fact,
      at: '2026-01-01T09:00:00.000Z',
      outcome: 'needs_return',
      returnReason: 'parts',
      note: '',
      missing: [],
      evidence: [],
    }),
  )
  assert.equal(await rowIn('at_risk'), undefined)
  assert.equal(await rowIn('missed'), undefined)
  const { atRisk, unassigned } = await office.call(workOrderApi.readToday, {})
  assert.ok(!atRisk.items.some((row) => row.id === workOrder))
  const row = unassigned.items.find((one) => one.id === workOrder)
  assert.ok(row)
  assert.equal(row.arrivedAt, firstArrival((await read(workOrder)).work))
  assert.deepEqual(shownTarget(row, '2026-11-23T12:00:00.000Z')?.state, {
    state: 'met',
    at: '2026-01-01T08:23:00.000Z',
  })
})

test('what is read off equipment has a history there, and a finding becomes work that names it, which names that in turn', async () => {
  const asset = await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Boiler 1' } })
  const task = {
    id: newId(),
    label: 'Pressure',
    kind: 'reading' as const,
    unit: 'bar',
    min: '1',
    max: '2.5',
    required: true,
  }
  const workOrder = await raise(office, { customer: customer.id, site: site.id, assets: [asset.id] }, { tasks: [task] })
  const visit = await dispatchVisit(office, workOrder, [luis])
  const fact = { visit, technician: luis, at: '2026-11-23T09:00:00.000Z' }
  const finding = phone.capture(workOrder, 'finding', {
    ...fact,
    asset: asset.id,
    severity: 'dangerous',
    text: 'Flue cracked',
    recommendation: 'Replace the flue',
    photos: [],
    repaired: false,
  })
  const part = phone.capture(workOrder, 'need_part', {
    ...fact,
    item: null,
    sku: '',
    name: 'Flue 80 mm',
    quantity: 2000,
    unit: 'm',
    note: '',
  })
  const answer = { kind: 'reading' as const, value: '3,1', asset: asset.id }
  await phone.push(phone.capture(workOrder, 'answer_task', { ...fact, task: task.id, answer }), finding, part)
  const record = () => office.call(followUpApi.readAssetRecord, { params: { id: asset.id } })
  const { readings, findings } = await record()
  assert.deepEqual(
    readings.map((one) => [one.label, one.value, one.unit, one.outOfRange]),
    [['Pressure', '3,1', 'bar', true]],
  )
  assert.deepEqual(
    findings.map((one) => [one.severity, one.state, one.asset?.name]),
    [['dangerous', 'open', 'Boiler 1']],
  )

  await send(office, workOrder, 'mark_part_ordered', { part: part.id, expected: '2026-12-02', note: '' })
  const open = await office.call(followUpApi.listFollowUps, {})
  assert.deepEqual(
    open.parts.filter((one) => one.workOrder === workOrder).map((one) => [one.state, one.expected]),
    [['ordered', '2026-12-02']],
  )
  const follows = { workOrder, finding: finding.id }
  const next = await raise(office, { customer: customer.id, site: site.id, title: 'Replace the flue' }, { follows })
  const [said] = (await record()).findings
  assert.deepEqual([said?.state, said?.followedBy?.id], ['followed', next])
  assert.deepEqual((await read(next)).work.follows, follows)
  assert.deepEqual(
    (await read(workOrder)).work.flags.filter((flag) => !flag.settled).map((flag) => flag.code),
    [],
  )
  const nobody = await problemOf(raise(office, {}, { follows: { workOrder, finding: newId() } }))
  assert.deepEqual([nobody.status, nobody.body.fields?.[0]?.path], [422, 'body.follows'])
})

test('a sign-off is verified piece by piece: what changed since is said, and a flipped byte is found and named', async () => {
  const workOrder = await raise(office, { customer: customer.id, site: site.id, title: 'Pump seized' })
  const visit = await dispatchVisit(office, workOrder, [luis])
  const fact = { visit, technician: luis, at: '2026-11-23T09:00:00.000Z' }
  await phone.push(phone.capture(workOrder, 'arrive', fact))
  const { work } = await read(workOrder)
  const shown = summary(work, work.visits[0] ?? assert.fail())
  const text = summaryText(shown)
  const made = phone.capture(workOrder, 'refuse_sign_off', {
    ...fact,
    summary: text,
    summaryHash: hashOf(text),
    shownText: 'Pump seized',
    language: 'en',
    template: shown.template,
    name: 'Frau Adler',
    reason: 'Does not agree with the time',
    statement: '',
  })
  await phone.push(made)
  const verify = () => office.call(signOffApi.readSignOff, { params: { id: made.id } })
  const first = await verify()
  assert.deepEqual(
    first.checks.map(({ piece, state }) => [piece, state]),
    [
      ['handed_in', 'right'],
      ['entry', 'right'],
      ['summary', 'right'],
      ['shown', 'right'],
    ],
  )
  assert.deepEqual(first.changes, [])
  const found = await office.call(signOffApi.findSignOffs, { query: { hash: hashOf(text).slice(0, 16).toUpperCase() } })
  assert.deepEqual(
    found.items.map((one) => one.fact),
    [made.id],
  )

  const part = {
    item: null,
    sku: '',
    name: 'Pump',
    quantity: 1000,
    unit: 'pcs',
    serial: 'B-2',
    removedSerial: 'B-1',
    note: '',
  }
  await phone.push(phone.capture(workOrder, 'part', { ...fact, ...part }))
  assert.deepEqual((await verify()).changes, [
    { part: 'part', how: 'added', signed: '', now: '1 pcs Pump, serial B-2, serial B-1 out' },
  ])

  // The application cannot: entries and ledger are insert only.
  const database = new Client({ connectionString: server.database.superuserUrl })
  await database.connect()
  after(() => database.end())
  const flip = (table: string, column: string) =>
    database.query(
      `update app.${table} set ${column} = replace(${column}, 'Frau Adler', 'Frau Adlor') where command_id = $1`,
      [made.id],
    )
  await flip('entry', 'event')
  const wrong = (await verify()).checks.filter(({ state }) => state === 'wrong')
  assert.deepEqual(
    wrong.map(({ piece }) => piece),
    ['entry', 'shown'],
  )
  assert.match(wrong[0]?.detail ?? '', /name\.$/)
  await flip('ledger', 'body')
  assert.deepEqual(
    (await verify()).checks.filter(({ state }) => state === 'wrong').map(({ piece }) => piece),
    ['handed_in', 'shown'],
  )
})

test('a sign-off that was held and put on its visit by the office is verified where it stands', async () => {
  const workOrder = await raise(office, { customer: customer.id, site: site.id, title: 'Gate stuck' })
  const visit = await dispatchVisit(office, workOrder, [luis])
  const made = phone.capture(workOrder, 'unattended', {
    visit: newId(),
    technician: luis,
    at: '2026-11-23T09:00:00.000Z',
    summary: '{}',
    summaryHash: hashOf('{}'),
    language: 'en',
    template: 'summary-1',
    reason: 'Nobody on site',
  })
  await phone.push(made)
  const verify = () => office.call(signOffApi.readSignOff, { params: { id: made.id } })
  assert.equal((await problemOf(verify())).status, 404)
  const body = { choice: 'apply' as const, workOrder, visit }
  await office.call(workOrderApi.settleHeld, { params: { id: made.id }, body })
  const { checks, kind, withdrawn } = await verify()
  assert.deepEqual([kind, withdrawn, checks.filter(({ state }) => state !== 'right')], ['unattended', false, []])
})
