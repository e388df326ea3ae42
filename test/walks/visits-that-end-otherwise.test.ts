import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleApi } from '#core/people/api.ts'
import { timeEntries } from '#core/work-orders/visits.ts'
import { newId } from '#server/platform/ids.ts'
import { applied, openCompany } from '#test/support/company.ts'
import { hashOf } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { send } from '#test/support/work-orders.ts'

const server = await testServer()
const company = await openCompany(server, 'Dogwood Lifts')
const luis = await company.technician('Luis Ortega')
const marcus = await company.technician('Marcus Lund')
const { office } = company

test('nobody opened: the work order waits for a second visit, and both call-outs are billed once it is done', async () => {
  const { workOrder, visit: first, job } = await company.outOfReach(luis)
  await job.travel()
  luis.wait(15)
  await job.arrive()
  await job.photo('other', 'Door locked')
  luis.wait(10)
  await job.finish('no_access', 'Nobody opened, called twice')
  await luis.online()
  const between = await company.record(workOrder)
  assert.equal(between.status, 'unscheduled')
  assert.deepEqual(between.returnNeeds, [{ visit: first, number: 1, outcome: 'no_access', reason: null }])

  const second = await company.dispatch(workOrder, luis)
  assert.equal((await company.record(workOrder)).status, 'scheduled')
  await luis.sync()
  const again = luis.on(workOrder, second)
  assert.equal(again.shown().visits[0]?.steps.at(-1)?.kind, 'finish', 'the phone shows how the first ended')
  luis.offline()
  await again.arrive()
  luis.wait(40)
  await again.finish('done', 'Door adjusted')
  await luis.online()
  const record = await company.record(workOrder)
  assert.deepEqual([record.status, record.returnNeeds.length], ['work_complete', 0])
  assert.deepEqual(record.evidenceByVisit[first], { stored: 1, total: 1 })
  assert.deepEqual(record.evidenceByVisit[second], { stored: 0, total: 0 })
  await company.approve(workOrder)
  const { lines } = await company.draft(workOrder)
  const minutes = new Map(lines.map((line) => [line.key, line.quantity / 1000]))
  assert.deepEqual(
    [`call_out/${first}`, `call_out/${second}`, `labour/${first}/${luis.id}`, `labour/${second}/${luis.id}`].map(
      (key) => minutes.get(key),
    ),
    [1, 1, 15, 45],
  )
})

test('a part is missing: the visit ends with what it needs, the order waits, and the second visit brings it', async () => {
  const { workOrder, visit: first, job } = await company.outOfReach(luis, { title: 'Door drive worn' })
  await job.arrive()
  await assert.rejects(job.finish('needs_return', 'Drive must be ordered'), /return_reason_missing/)
  luis.wait(20)
  await job.finish('needs_return', 'Drive must be ordered', 'parts')
  await luis.online()
  const between = await company.record(workOrder)
  assert.equal(between.status, 'unscheduled')
  assert.deepEqual(between.returnNeeds, [{ visit: first, number: 1, outcome: 'needs_return', reason: 'parts' }])

  const second = await company.dispatch(workOrder, luis)
  await luis.online()
  const again = luis.on(workOrder, second)
  await again.arrive()
  await again.part({ item: company.valve, name: 'Door drive', quantity: 1000 })
  luis.wait(60)
  await again.finish('done', 'Drive fitted')
  await luis.sync()
  assert.equal((await company.record(workOrder)).status, 'work_complete')
  assert.deepEqual((await company.record(workOrder)).returnNeeds, [])
})

test('the office closes a return need with a reason, and what was done can be billed', async () => {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  const job = luis.on(workOrder, visit)
  await job.arrive()
  luis.wait(30)
  await job.finish('needs_return', 'Needs approval of the owner', 'approval')
  await luis.sync()
  await applied(send(office, workOrder, 'close_return', { visit, reason: 'The owner does not want it' }))
  assert.equal((await company.record(workOrder)).status, 'work_complete')
  await company.approve(workOrder)
  assert.ok((await company.draft(workOrder)).net > 0)
})

test('two on one visit: one finishes while the other is offline; both times count, and the office sees who was still there', async () => {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis, marcus)
  await luis.online()
  await marcus.online()
  const together = Math.max(luis.phone().clock.now, marcus.phone().clock.now)
  luis.phone().clock.now = together
  marcus.phone().clock.now = together
  await marcus.on(workOrder, visit).arrive()
  await marcus.sync()
  await luis.on(workOrder, visit).arrive()
  marcus.offline()
  luis.wait(60)
  marcus.wait(60)
  await luis.on(workOrder, visit).finish('done', 'Rope changed')
  await luis.sync()
  assert.deepEqual(await company.openFlags(workOrder), ['others_still_on_site'])
  const between = await company.record(workOrder)
  assert.equal(between.status, 'in_progress', 'somebody is still on site')

  await marcus.on(workOrder, visit).photo('after', 'Rope')
  marcus.wait(30)
  await marcus.on(workOrder, visit).leave()
  await marcus.online()
  const record = await company.record(workOrder)
  assert.equal(record.status, 'work_complete')
  assert.deepEqual(await company.openFlags(workOrder), [], 'leaving settles it')
  const [shown] = record.work.visits
  const minutes = timeEntries(record.work, shown ?? assert.fail()).map((entry) => [entry.technician, entry.minutes])
  assert.deepEqual(
    new Map(minutes as [string, number][]),
    new Map([
      [marcus.id, 90],
      [luis.id, 60],
    ]),
  )
  assert.deepEqual(record.evidence, { stored: 1, total: 1 })
  await company.approve(workOrder)
  const { lines } = await company.draft(workOrder)
  const labour = lines.filter((line) => line.kind === 'labour').map((line) => [line.key, line.net])
  assert.deepEqual(
    new Map(labour as [string, number][]),
    new Map([
      [`labour/${visit}/${luis.id}`, 9000],
      [`labour/${visit}/${marcus.id}`, 13_500],
    ]),
  )
  assert.equal(lines.filter((line) => line.key.startsWith('call_out/')).length, 1, 'one visit is called out once')
})

test('two finish with different outcomes: the first received shows, both are kept and flagged', async () => {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis, marcus)
  await luis.online()
  await marcus.online()
  marcus.offline()
  for (const one of [luis, marcus]) await one.on(workOrder, visit).arrive()
  for (const one of [luis, marcus]) one.wait(20)
  await marcus.on(workOrder, visit).finish('needs_return', 'Governor to be ordered', 'parts')
  await luis.on(workOrder, visit).finish('done', 'Runs')
  await luis.sync()
  await marcus.online()
  const { work, status } = await company.record(workOrder)
  assert.equal(status, 'work_complete')
  const ends = work.visits[0]?.steps.flatMap((step) => (step.kind === 'finish' ? [step.outcome] : []))
  assert.deepEqual(ends, ['done', 'needs_return'])
  const differ = work.flags.find((flag) => flag.code === 'outcomes_differ')
  assert.deepEqual(differ?.params, { shown: 'done', other: 'needs_return' })
})

test('an apprentice without a phone: a mate records the work, and the record says whose it is and who says so', async () => {
  const apprentice = newId()
  await server.as(company.organization.owner).call(peopleApi.makeTechnician, {
    body: { id: apprentice, name: 'Paul Apprentice', kind: 'apprentice' },
  })
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await applied(send(office, workOrder, 'change_crew', { visit, add: [apprentice], remove: [] }))
  await luis.online()
  luis.offline()
  const job = luis.on(workOrder, visit)
  await job.arrive()
  await job.arrive(apprentice)
  luis.wait(30)
  await job.leave(apprentice)
  luis.wait(15)
  await job.finish('done', 'Together')
  await luis.online()
  const { work, status } = await company.record(workOrder)
  assert.equal(status, 'work_complete')
  const steps = work.visits[0]?.steps.map((step) => [step.kind, step.technician, step.by.source, step.by.member])
  assert.deepEqual(steps, [
    ['arrive', luis.id, 'self', luis.person.memberId],
    ['arrive', apprentice, 'crew', luis.person.memberId],
    ['leave', apprentice, 'crew', luis.person.memberId],
    ['finish', luis.id, 'self', luis.person.memberId],
  ])
  const rows = await server.inTenant(company.organization.id, (tx) =>
    tx.db
      .selectFrom('app.time_entry')
      .select(['technician_id', 'minutes'])
      .where('stream_id', '=', workOrder)
      .execute(),
  )
  assert.deepEqual(
    new Map(rows.map((row) => [row.technician_id, row.minutes])),
    new Map([
      [luis.id, 45],
      [apprentice, 30],
    ]),
  )
  assert.deepEqual(work.flags, [])
  await company.approve(workOrder)
  const { lines } = await company.draft(workOrder)
  assert.ok(lines.some((line) => line.description === 'Labour, Paul Apprentice' && line.net === 4500))
})

test('a customer who refuses to sign is on the record with the reason, the statement and what was shown', async () => {
  const requires = { signOff: true, photosBefore: 0, photosAfter: 0 }
  const { workOrder, job } = await company.outOfReach(luis, {}, { requires })
  await job.arrive()
  luis.wait(25)
  const refused = await job.refuseToSign('M. Weber', 'disputes_time', 'It took ten minutes at most')
  await job.finish('done', 'Runs')
  await luis.online()
  const { work, status } = await company.record(workOrder)
  assert.equal(status, 'work_complete')
  assert.deepEqual(work.flags, [], 'a refusal is a sign-off: nothing is missing')
  const [signOff] = work.visits[0]?.signOffs ?? []
  assert.ok(signOff?.kind === 'refused')
  assert.deepEqual(
    [signOff.id, signOff.name, signOff.reason, signOff.statement],
    [refused, 'M. Weber', 'disputes_time', 'It took ten minutes at most'],
  )
  const events = await server.inTenant(company.organization.id, (tx) =>
    tx.db
      .selectFrom('app.entry')
      .select('event')
      .where('stream_id', '=', workOrder)
      .where('command_id', '=', refused)
      .execute(),
  )
  const entry = JSON.parse(events[0]?.event ?? '{}')
  assert.equal(hashOf(entry.data.summary), signOff.summaryHash)
  assert.equal(JSON.parse(entry.data.summary).title, 'Boiler does not heat')
})
