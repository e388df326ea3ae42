import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { workOrderApi } from '#core/work-orders/api.ts'
import { visitStatus } from '#core/work-orders/visits.ts'
import { applied, openCompany } from '#test/support/company.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const superuser = new pg.Client({ connectionString: server.database.superuserUrl })
await superuser.connect()
server.database.closeFirst(() => superuser.end())
const company = await openCompany(server, 'Birch Plumbing')
const { office } = company
const marcus = await company.technician('Marcus Lund')

test('a reply lost after the server committed: everything is sent again, and everything is on the record once', async () => {
  const luis = await company.technician('Luis Lost')
  const { workOrder, job } = await company.outOfReach(luis)
  await job.arrive()
  await job.note('Pump is loud')
  await job.part({ name: 'Seal', quantity: 3000 })
  luis.wait(30)
  await job.leave()
  let lost = 0
  luis.browser.fault = async (path, answer) => {
    const response = await answer()
    if (!path.includes('/push') || lost > 0) return response
    lost++
    throw new TypeError('terminated')
  }
  await luis.sync()
  const entries = await company.entries(workOrder)
  await luis.online()
  assert.equal(lost, 1)
  assert.deepEqual(await company.entries(workOrder), entries, 'sending again adds no entry')
  const { work } = await company.record(workOrder)
  assert.deepEqual(
    work.notes.map((note) => note.text),
    ['Pump is loud'],
  )
  assert.deepEqual(
    work.parts.map((part) => part.quantity),
    [3000],
  )
  assert.deepEqual(
    work.visits[0]?.steps.map((step) => step.kind),
    ['arrive', 'leave'],
  )
  const ledger = await server.inTenant(company.organization.id, (tx) =>
    tx.db
      .selectFrom('app.ledger')
      .select(['type', 'outcome', 'dseq'])
      .where('stream_id', '=', workOrder)
      .where('dseq', 'is not', null)
      .orderBy('dseq')
      .execute(),
  )
  assert.deepEqual(
    ledger.map((line) => [line.dseq, line.type, line.outcome]),
    [
      [1, 'arrive', 'applied'],
      [2, 'note', 'applied'],
      [3, 'part', 'applied'],
      [4, 'leave', 'applied'],
    ],
  )
  assert.deepEqual(luis.phone().phone().status.get().counts, {
    on_phone: 0,
    received: 0,
    on_record: 4,
    held: 0,
    refused: 0,
    put_aside: 0,
  })
  assert.deepEqual(job.shown(), work, 'the phone shows each of them once too')
})

test('a visit given to another technician while the first works on it offline keeps his work, flagged, and one click settles it', async () => {
  const luis = await company.technician('Luis Reassigned')
  const { workOrder, visit, job } = await company.outOfReach(luis)
  await job.arrive()
  const photo = await job.photo('after', 'Done already')
  luis.wait(45)
  await applied(send(office, workOrder, 'assign_visit', { visit, crew: [marcus.id], lead: marcus.id }))
  await marcus.sync()
  await job.finish('done', 'Filter cleaned')
  await luis.online()

  const record = await company.record(workOrder)
  assert.equal(record.status, 'work_complete')
  assert.deepEqual(
    record.work.photos.map(({ id, technician, state }) => ({ id, technician, state })),
    [{ id: photo, technician: luis.id, state: 'stored' }],
  )
  assert.deepEqual(record.work.visits[0]?.plan.crew, [marcus.id], 'the office’s plan stands')
  const flags = record.work.flags.map(({ code, visit: on, params }) => ({ code, on, params }))
  assert.deepEqual(flags, [{ code: 'performed_by_other', on: visit, params: { technician: luis.id } }])
  const rows = await server.inTenant(company.organization.id, (tx) =>
    tx.db
      .selectFrom('app.visit_crew')
      .select(['technician_id', 'planned', 'actual'])
      .where('visit_id', '=', visit)
      .execute(),
  )
  assert.deepEqual(
    new Set(rows.map((row) => JSON.stringify([row.technician_id, row.planned, row.actual]))),
    new Set([JSON.stringify([marcus.id, true, false]), JSON.stringify([luis.id, false, true])]),
  )
  await marcus.sync()
  assert.equal(visitStatus(marcus.on(workOrder, visit).shown().visits[0] ?? assert.fail()), 'finished')

  const { flags: waiting } = await office.call(workOrderApi.readAttention, {})
  assert.ok(waiting.some((flag) => flag.workOrder === workOrder && flag.code === 'performed_by_other'))
  await company.settleFlags(workOrder)
  const after = await office.call(workOrderApi.readAttention, {})
  assert.ok(!after.flags.some((flag) => flag.workOrder === workOrder))
  await company.approve(workOrder)
  assert.equal((await company.record(workOrder)).status, 'ready_to_invoice')
})

test('a work order cancelled while the technician works on it offline goes to review: the call-out is owed', async () => {
  const luis = await company.technician('Luis Cancelled')
  const { workOrder, visit, job } = await company.outOfReach(luis)
  await job.travel()
  luis.wait(20)
  await applied(send(office, workOrder, 'cancel', { reason: 'The customer called it off' }))
  assert.equal((await company.record(workOrder)).status, 'cancelled')
  await job.arrive()
  await job.note('Nobody told me')
  luis.wait(10)
  await job.finish('customer_refused', 'Sent away')
  await luis.online()

  const record = await company.record(workOrder)
  assert.equal(record.status, 'work_complete')
  assert.equal(record.work.cancelled?.reason, 'The customer called it off')
  assert.deepEqual(
    record.work.visits[0]?.steps.map((step) => step.kind),
    ['travel', 'arrive', 'finish'],
  )
  assert.deepEqual(
    record.work.notes.map((note) => note.text),
    ['Nobody told me'],
  )
  assert.deepEqual(await company.openFlags(workOrder), ['worked_after_cancellation'])
  const { items } = await office.call(workOrderApi.listReview, { query: {} })
  assert.ok(items.some((row) => row.id === workOrder))
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  const draft = await company.draft(workOrder)
  assert.ok(draft.lines.some((line) => line.key === `call_out/${visit}` && line.net === 3900))
})

test('a visit recalled while the technician works on it offline keeps the work and says so', async () => {
  const luis = await company.technician('Luis Recalled')
  const { workOrder, visit, job } = await company.outOfReach(luis)
  await job.arrive()
  await applied(send(office, workOrder, 'recall_visit', { visit, reason: 'Tomorrow instead' }))
  luis.wait(15)
  await job.finish('done', 'Quick one')
  await luis.online()
  assert.equal((await company.record(workOrder)).status, 'work_complete')
  assert.deepEqual(await company.openFlags(workOrder), ['worked_while_recalled'])
})

test('a title changed by the office and by the technician offline keeps both; the later arrival shows', async () => {
  const luis = await company.technician('Luis Editor')
  const workOrder = await company.raise({ title: 'Boiler' })
  await company.dispatch(workOrder, luis)
  await luis.sync()
  luis.offline()
  const changes = { title: 'Boiler 2, north wing', accessNotes: 'Key at the porter' }
  const captured = await luis
    .phone()
    .phone()
    .capture({ workOrder, command: { type: 'edit_details', body: { changes } } })
  assert.ok('facts' in captured)
  await applied(
    send(office, workOrder, 'edit_details', { changes: { title: 'Boiler 1', description: 'No hot water' } }),
  )
  await luis.online()

  const { work } = await company.record(workOrder)
  assert.equal(work.details.title, 'Boiler 2, north wing')
  assert.deepEqual(
    [work.details.description, work.details.accessNotes],
    ['No hot water', 'Key at the porter'],
    'fields of one side merge',
  )
  assert.deepEqual(
    work.flags.map(({ code, params }) => ({ code, params })),
    [{ code: 'field_changed_by_both', params: { field: 'title', was: 'Boiler 1', now: 'Boiler 2, north wing' } }],
  )
  const edits = (await company.entries(workOrder)).filter((entry) => entry === 'details_edited')
  assert.equal(edits.length, 2)
})

test('S13: a phone that was away for half a year hands in everything, and ends with what its technician has now', async (t) => {
  const luis = await company.technician('Luis Half A Year')
  const { workOrder, job } = await company.outOfReach(luis)
  const other = await company.raise({ title: 'Never begun' })
  await company.dispatch(other, luis)
  await luis.online()
  luis.offline()
  await job.arrive()
  await job.note('Pump is loud')
  await job.photo('after', 'Pump')
  luis.wait(60)
  await job.finish('done', 'New bearing')
  const days = 180
  luis.wait(days * 24 * 60)
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + days * 86_400_000 })
  const dispatcher = server.as(await server.makePerson(company.organization.id, ['dispatcher'], 'Dora Later'))
  const next = await raise(dispatcher, { title: 'Yearly service', customer: company.customer, site: company.site })
  await dispatchVisit(dispatcher, next, [luis.id], new Date().toISOString())
  // What the database's own clock would have ended by then.
  const ended = `update auth.session set "expiresAt" = now() - interval '1 day' where "userId" = $1`
  await superuser.query(ended, [luis.person.userId])
  await luis.killed()

  await luis.online()
  const handedIn = async () => {
    const { work, evidence } = await dispatcher.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
    return [work.notes.map((note) => note.text), evidence, work.visits.map(visitStatus)]
  }
  assert.deepEqual(await handedIn(), [['Pump is loud'], { stored: 1, total: 1 }, ['finished']], 'by its key')
  assert.equal(
    luis.phone().phone().status.get().connection.at,
    'no_session',
    'it reads nothing until somebody signs in',
  )
  assert.deepEqual(await luis.phone().field.signIn({ email: luis.person.email, password: testPassword }), {
    state: 'signed_in',
  })
  const pulled: string[] = []
  luis.browser.fault = async (path, answer) => {
    const response = await answer()
    if (path.startsWith('/api/sync/pull')) pulled.push((await response.clone().json()).state)
    return response
  }
  for (let n = 0; n < 3; n++) await luis.sync()
  const phone = luis.phone().phone()
  const onPhone = [workOrder, other, next].map((id) => phone.workOrder(id).get() !== null)
  assert.deepEqual(onPhone, [false, false, true])
  const { counts, filesOnPhone } = phone.status.get()
  assert.deepEqual([counts.on_phone, filesOnPhone, phone.outbox.get().waiting.length], [0, 0, 0])
  const notes = phone
    .workOrder(next)
    .get()
    ?.history.map((past) => past.note)
  assert.ok(notes?.includes('New bearing'), 'what was done there then is what the technician finds now')
  assert.equal(pulled.at(-1), 'same', 'the server counts the same documents')
})
