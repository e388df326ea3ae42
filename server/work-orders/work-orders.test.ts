import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { targetsOf } from '#core/work-orders/targets.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from './rebuild.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const luis = north.technician.technicianId ?? ''

const read = (id: string) => office.call(workOrderApi.readWorkOrder, { params: { id } })

test('a work order is raised under the caller’s id, numbered without gaps, with what its priority promises', async () => {
  const first = newId()
  const second = newId()
  const one = await send(office, first, 'raise', raiseBody({ priority: 'P1' }))
  const two = await send(office, second, 'raise', raiseBody({ targetAt: '2026-11-30T08:00:00.000Z' }))
  assert.deepEqual([one.outcome, one.number, two.number], ['applied', 'WO-0001', 'WO-0002'])
  const page = await read(first)
  assert.equal(page.status, 'unscheduled')
  const arrivalOf = (work: WorkDocument) => targetsOf(work).find(({ kind }) => kind === 'arrive')?.due
  assert.deepEqual([page.work.details.targetAt, arrivalOf(page.work)], [null, '2026-11-23T12:00:00.000Z'])
  assert.equal(arrivalOf((await read(second)).work), '2026-11-30T08:00:00.000Z')
})

test('the same command sent again gives the same answer and nothing more; the same id with other content is kept aside', async () => {
  const workOrder = await raise(office)
  const command = {
    id: newId(),
    type: 'note',
    body: {
      visit: null,
      technician: null,
      at: '2026-11-23T08:30:00.000Z',
      text: 'Key at the porter',
      audience: 'crew',
    },
    seen: 1,
  }
  const ask = (body: typeof command) => office.call(workOrderApi.sendCommand, { params: { id: workOrder }, body })
  const first = await ask(command)
  assert.equal(first.outcome, 'applied')
  const again = await ask(command)
  assert.deepEqual([again.outcome, again.version], ['duplicate', first.version])
  const other = await ask({ ...command, body: { ...command.body, text: 'Something else' } })
  assert.equal(other.outcome, 'id_conflict')
  const { work } = await read(workOrder)
  assert.deepEqual(
    work.notes.map((note) => note.text),
    ['Key at the porter'],
  )
  const { held } = await office.call(workOrderApi.readAttention, {})
  assert.deepEqual(
    held.map((row) => [row.command, row.code]),
    [[command.id, 'id_conflict']],
  )
})

test('an intention that comes too late is refused with its code and sentence, and the refusal is kept', async () => {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis])
  const answer = await send(office, workOrder, 'dispatch_visit', { visit })
  assert.deepEqual(
    [answer.outcome, answer.code, answer.sentence],
    ['refused', 'already_dispatched', 'The visit is already dispatched.'],
  )
  const lines = await server.inTenant(north.id, (tx) =>
    tx.db
      .selectFrom('app.ledger')
      .select(['type', 'outcome'])
      .where('stream_id', '=', workOrder)
      .where('outcome', '=', 'refused')
      .execute(),
  )
  assert.deepEqual(lines, [{ type: 'dispatch_visit', outcome: 'refused' }])
})

test('a plan before 2000 or more than five years ahead is refused and names the field; what happened is kept', async () => {
  const id = await raise(office)
  const visit = newId()
  const plan = { visit, minutes: 60, window: null, crew: [], lead: null }
  const refusedFields = async (sent: ReturnType<typeof send>) => {
    const problem = await problemOf(sent)
    return [problem.status, ...(problem.body.fields ?? []).map((field) => field.path)]
  }
  const near = new Date(Date.now() + 86_400_000).toISOString()
  const far = `${new Date().getUTCFullYear() + 6}-01-01T08:00:00.000Z`
  assert.deepEqual(await refusedFields(send(office, id, 'plan_visit', { ...plan, start: far })), [422, 'body.start'])
  assert.deepEqual(
    await refusedFields(send(office, id, 'plan_visit', { ...plan, start: '1926-11-24T08:00:00.000Z' })),
    [422, 'body.start'],
  )
  const window = { from: near, to: far }
  assert.deepEqual(await refusedFields(send(office, id, 'plan_visit', { ...plan, start: near, window })), [
    422,
    'body.window.to',
  ])
  assert.deepEqual(await refusedFields(send(office, id, 'hold', { reason: 'Parts', until: far })), [422, 'body.until'])
  assert.equal((await send(office, id, 'plan_visit', { ...plan, start: near })).outcome, 'applied')
  assert.deepEqual(
    await refusedFields(send(office, id, 'reschedule_visit', { visit, start: far, minutes: 60, window: null })),
    [422, 'body.start'],
  )
  const note = { visit, technician: null, text: 'From a phone with a wrong clock', audience: 'crew' as const }
  assert.equal((await send(office, id, 'note', { ...note, at: far })).outcome, 'applied')
})

test('of two who move the same visit the second is told, and overwrites nothing; what was overridden is on the record', async () => {
  const workOrder = await raise(office)
  const visit = newId()
  const [nine, ten, eleven] = ['09', '10', '11'].map((hour) => `2026-11-25T${hour}:00:00.000Z`)
  assert.ok(nine && ten && eleven)
  const plan = { visit, minutes: 60, window: null, crew: [luis], lead: luis }
  await send(office, workOrder, 'plan_visit', { ...plan, start: nine })
  const was = { start: nine, minutes: 60, crew: [luis] }
  const despite = [{ code: 'overlap' as const, detail: 'Overlaps WO-7 by 30 min' }]
  const first = await send(office, workOrder, 'replan_visit', { ...plan, start: ten, was, despite })
  const second = await send(office, workOrder, 'replan_visit', { ...plan, start: eleven, was })
  assert.equal(first.outcome, 'applied')
  assert.deepEqual([second.outcome, second.code], ['refused', 'plan_changed_since'])
  assert.equal((await read(workOrder)).work.visits[0]?.plan.start, ten)
  const { items } = await office.call(workOrderApi.listEntries, { params: { id: workOrder }, query: {} })
  const moves = items.flatMap((entry) => (entry.type === 'visit_replanned' ? [entry] : []))
  assert.deepEqual(
    moves.map(({ by, data }) => [by.source, data.despite]),
    [['office', despite]],
  )
  const others = await send(office, workOrder, 'assign_visit', { visit, crew: [], lead: null, was })
  assert.equal(others.code, 'plan_changed_since')
})

test('two who plan the same waiting work do not both plan it, and undo takes back nothing another has moved', async () => {
  const workOrder = await raise(office)
  const [first, second] = [newId(), newId()]
  const [nine, ten] = ['2026-11-26T09:00:00.000Z', '2026-11-26T10:00:00.000Z']
  const plan = { start: nine, minutes: 60, window: null, crew: [luis], lead: luis }
  assert.equal((await send(office, workOrder, 'plan_visit', { visit: first, ...plan, beside: [] })).outcome, 'applied')
  const again = await send(office, workOrder, 'plan_visit', { visit: second, ...plan, beside: [] })
  assert.deepEqual([again.outcome, again.code], ['refused', 'plan_changed_since'])
  const window = { from: nine, to: ten }
  await send(office, workOrder, 'replan_visit', { visit: first, ...plan, window })
  const undo = await send(office, workOrder, 'cancel_visit', { visit: first, reason: 'Taken back', was: plan })
  assert.equal(undo.code, 'plan_changed_since')
  const over = await send(office, workOrder, 'replan_visit', { visit: first, ...plan, start: ten, was: plan })
  assert.equal(over.code, 'plan_changed_since')
  const known = { ...plan, window }
  assert.equal(
    (await send(office, workOrder, 'cancel_visit', { visit: first, reason: 'Not needed', was: known })).outcome,
    'applied',
  )
})

test('a dispatched visit is recalled before it loses its time; without one it waits', async () => {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis], '2026-11-25T09:00:00.000Z')
  const back = { visit, start: null, minutes: 60, window: null, crew: [], lead: null }
  assert.equal((await send(office, workOrder, 'replan_visit', back)).code, 'recall_first')
  await send(office, workOrder, 'recall_visit', { visit, reason: '' })
  assert.equal((await send(office, workOrder, 'replan_visit', back)).outcome, 'applied')
  const schedule = await office.call(schedulingApi.readSchedule, { query: { from: '2026-11-25', days: '1' } })
  assert.ok(schedule.unplanned.some((one) => one.id === workOrder))
})

test('a planned visit stands in the schedule, work without one beside it', async () => {
  const workOrder = await raise(office, { title: 'Lift stuck' })
  const visit = await dispatchVisit(office, workOrder, [luis], '2026-11-27T09:00:00.000Z')
  const waiting = await raise(office, { title: 'Waits for a visit' })
  const schedule = await office.call(schedulingApi.readSchedule, { query: { from: '2026-11-27', days: '1' } })
  assert.deepEqual(
    schedule.visits.map((one) => [one.id, one.status, one.crew.map((member) => member.id)]),
    [[visit, 'dispatched', [luis]]],
  )
  assert.ok(schedule.unplanned.some((one) => one.id === waiting))
  assert.ok(!schedule.unplanned.some((one) => one.id === workOrder))
})

test('today, counts, attention and review answer from the record', async () => {
  const workOrder = await raise(office, { title: 'For review', priority: 'P1' })
  const visit = await dispatchVisit(office, workOrder, [luis])
  const behalf = { source: 'phone_call' as const, reason: 'He called in' }
  const fact = { visit, technician: luis, behalf }
  await send(office, workOrder, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' })
  await send(office, workOrder, 'finish', {
    ...fact,
    at: '2026-11-23T10:10:00.000Z',
    outcome: 'done',
    returnReason: null,
    note: 'Pump replaced',
    missing: [],
    evidence: [],
  })
  const page = await read(workOrder)
  assert.equal(page.status, 'work_complete')
  const review = await office.call(workOrderApi.listReview, { query: {} })
  assert.deepEqual(
    review.items.map((row) => [row.id, row.completedAt]),
    [[workOrder, '2026-11-23T10:10:00.000Z']],
  )
  const today = await office.call(workOrderApi.readToday, {})
  assert.equal(today.toReview.count, 1)
  const counts = await office.call(workOrderApi.readCounts, {})
  assert.equal(counts.review, 1)
  const entries = await office.call(workOrderApi.listEntries, { params: { id: workOrder }, query: {} })
  assert.deepEqual(entries.items.map((entry) => entry.type).slice(-2), ['visit_planned', 'raised'])
})

test('a step of a technician said by the office needs where it is known from', async () => {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis])
  const problem = await problemOf(
    send(office, workOrder, 'arrive', { visit, technician: luis, at: '2026-11-23T09:00:00.000Z' }),
  )
  assert.deepEqual([problem.status, problem.body.fields?.[0]?.path], [422, 'body.behalf'])
})

test('roles send what their ability allows and nobody sends what only the server says', async () => {
  const workOrder = await raise(office)
  const billing = server.as(north.billing)
  const byBilling = await problemOf(send(billing, workOrder, 'cancel', { reason: 'No' }))
  const asServer = await problemOf(send(office, workOrder, 'bytes_stored', { sha256: 'a'.repeat(64) }))
  const byTechnician = await problemOf(send(server.as(north.technician), workOrder, 'cancel', { reason: 'No' }, 1))
  assert.deepEqual([byBilling.status, asServer.status, byTechnician.status], [403, 403, 403])
})

test('organization B gets the same answer for A’s ids as for ids of nothing', async () => {
  const workOrder = await raise(office)
  const other = server.as(south.dispatcher)
  for (const id of [workOrder, newId(), 'nonsense']) {
    const command = await problemOf(send(other, id, 'hold', { reason: 'No', until: null }, 1))
    const page = await problemOf(other.call(workOrderApi.readWorkOrder, { params: { id } }))
    const entries = await problemOf(other.call(workOrderApi.listEntries, { params: { id }, query: {} }))
    assert.deepEqual([command.status, page.status, entries.status], [404, 404, 404])
    assert.deepEqual(command.body, page.body)
  }
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Harbour Hotel' } })
  const linked = await problemOf(send(other, newId(), 'raise', raiseBody({ customer: customer.id })))
  const random = await problemOf(send(other, newId(), 'raise', raiseBody({ customer: newId() })))
  assert.equal(linked.status, 422)
  assert.deepEqual(linked.body, random.body)
})

test('the list filters, counts and pages in every order', async () => {
  for (let n = 0; n < 7; n++) await raise(office, { title: `Page ${n}`, priority: 'P4', kind: 'recurring' })
  const sorts = ['-raised', 'raised', 'target', '-changed', 'priority', 'next_visit', 'number'] as const
  for (const sort of sorts) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await office.call(workOrderApi.listWorkOrders, {
        query: { kind: 'recurring', sort, limit: '3', ...(cursor ? { cursor } : {}) },
      })
      assert.deepEqual(page.count, { value: 7, exact: true })
      seen.push(...page.items.map((row) => row.id))
      cursor = page.next ?? undefined
    } while (cursor)
    assert.equal(new Set(seen).size, 7, sort)
  }
  const found = await office.call(workOrderApi.listWorkOrders, { query: { q: 'lift stuck' } })
  assert.deepEqual(
    found.items.map((row) => row.title),
    ['Lift stuck'],
  )
  const ofLuis = await office.call(workOrderApi.listWorkOrders, {
    query: { technician: luis, status: 'scheduled,work_complete' },
  })
  assert.ok(ofLuis.items.every((row) => row.status === 'work_complete' || row.nextVisit?.crew[0]?.id === luis))
})

test('after all of this every document is its record folded, and every row its document projected', async () => {
  const { streams, differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.ok(streams > 10)
  assert.deepEqual(differences, [])
})

test('rows and documents that say something else than the record are found and put right', async () => {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis])
  await server.inTenant(north.id, async (tx) => {
    await tx.db.updateTable('app.work_order').set({ status: 'closed' }).where('id', '=', workOrder).execute()
    await tx.db.deleteFrom('app.visit_crew').where('visit_id', '=', visit).execute()
    const { work } = await tx.db
      .selectFrom('app.document')
      .select('work')
      .where('stream_id', '=', workOrder)
      .executeTakeFirstOrThrow()
    await tx.db
      .updateTable('app.document')
      .set({ work: work.replace('Boiler does not heat', 'Something else') })
      .where('stream_id', '=', workOrder)
      .execute()
  })
  const { version } = await read(workOrder)
  const found = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.deepEqual(
    found.differences.map(({ what, count }) => [what, count]),
    [
      ['document', 1],
      ['work_order', 1],
      ['visit_crew', 1],
    ],
  )
  const after = await read(workOrder)
  assert.deepEqual([after.work.details.title, after.version], ['Boiler does not heat', version + 1])
  const again = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.deepEqual(again.differences, [])
})
