import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleApi } from '#core/people/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { applied, openCompany } from '#test/support/company.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import type { Technician } from '#test/support/technician.ts'
import { raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const company = await openCompany(server, 'Hazel Heating')
const { office } = company

const outboxOf = (one: Technician) => one.phone().phone().outbox.get()
const statesOf = (one: Technician) => {
  const { waiting, settled } = outboxOf(one)
  return [waiting, settled].map((items) => items.map((item) => `${item.type} ${item.whole}`))
}

let mates = 0
/** Work for a mate whom nobody has entered in the office yet: what is recorded for them is held. */
async function withMate(name: string) {
  const luis = await company.technician(name)
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.sync()
  const mate = newId()
  const record = (text: string) => {
    const body = { ...luis.phone().phone().fact(visit), technician: mate, text, audience: 'crew' as const }
    return luis
      .phone()
      .phone()
      .capture({ workOrder, command: { type: 'note', body } })
  }
  const enter = () =>
    server.as(company.organization.owner).call(peopleApi.makeTechnician, {
      body: { id: mate, name: `Mate of ${name}`, code: `M${++mates}`, kind: 'apprentice' },
    })
  return { luis, workOrder, visit, mate, record, enter, job: luis.on(workOrder, visit) }
}

function idOf(captured: Awaited<ReturnType<Awaited<ReturnType<typeof withMate>>['record']>>) {
  if (!('facts' in captured)) throw new Error('it was not captured')
  const [id] = captured.facts
  return id ?? assert.fail()
}

test('S4: a held fact the office takes in ends on the phone: shown once, on record, and taken back by the id it always had', async () => {
  const { luis, workOrder, visit, record, enter, job } = await withMate('Luis Taken')
  const note = idOf(await record('Checked the flue'))
  await luis.sync()
  assert.deepEqual(statesOf(luis)[0], ['note held'])
  assert.equal(job.shown().notes.length, 1)
  await enter()
  await office.call(workOrderApi.settleHeld, { params: { id: note }, body: { choice: 'apply', workOrder, visit } })
  await luis.sync()
  const { work } = await company.record(workOrder)
  assert.deepEqual(
    job.shown().notes.map(({ id, text }) => [id, text]),
    [[note, 'Checked the flue']],
  )
  assert.deepEqual(statesOf(luis), [[], ['note on_record']])
  assert.equal(outboxOf(luis).settled[0]?.settlement?.number, work.number)
  await luis
    .phone()
    .phone()
    .capture({
      workOrder,
      command: { type: 'withdraw', body: { fact: note, at: luis.now(), reason: '' } },
    })
  await luis.sync()
  assert.deepEqual((await company.record(workOrder)).work.notes, [])
  assert.deepEqual(statesOf(luis)[0], [])
})

test('S4: what the office takes in on another work order leaves the one it was captured on', async () => {
  const { luis, record, enter, job } = await withMate('Luis Moved')
  const elsewhere = await company.raise({ title: 'Next door' })
  const note = idOf(await record('Not here but next door'))
  await luis.sync()
  assert.equal(job.shown().notes.length, 1)
  await enter()
  const body = { choice: 'apply', workOrder: elsewhere, visit: await company.dispatch(elsewhere, luis) } as const
  await office.call(workOrderApi.settleHeld, { params: { id: note }, body })
  await luis.sync()
  assert.deepEqual(job.shown().notes, [])
  const there = luis.phone().phone().workOrder(elsewhere).get()?.order.work.notes
  assert.deepEqual(
    there?.map((one) => one.id),
    [note],
  )
  assert.deepEqual(statesOf(luis), [[], ['note on_record']])
})

test('S4: what the office puts aside is laid over nothing any more, and the outbox says why', async () => {
  const { luis, record, job } = await withMate('Luis Aside')
  const note = idOf(await record('Wrong job'))
  await luis.sync()
  assert.equal(job.shown().notes.length, 1)
  const body = { choice: 'put_aside', reason: 'Belongs to nobody' } as const
  await office.call(workOrderApi.settleHeld, { params: { id: note }, body })
  await luis.sync()
  assert.deepEqual(job.shown().notes, [])
  assert.deepEqual(statesOf(luis), [[], ['note put_aside']])
  const [item] = outboxOf(luis).settled
  assert.deepEqual([item?.settlement?.as, item?.settlement?.reason], ['put_aside', 'Belongs to nobody'])
  assert.equal(outboxOf(luis).counts.held, 0)
})

test('S4: a work order made on the phone that the office puts aside is no longer on the phone’s list', async () => {
  const luis = await company.technician('Luis Twice')
  luis.offline()
  const phone = () => luis.phone().phone()
  const { details, zone, tasks, requires } = raiseBody({ title: 'Raised twice', requestedAt: luis.now() })
  const reported = { customer: 'Kiosk', site: 'Platform', contact: '', phone: '', zone: 'Europe/Berlin' }
  const made = await phone().raise({ details, zone, tasks, requires, reported, visit: false })
  assert.ok('workOrder' in made)
  await applied(send(office, made.workOrder, 'raise', raiseBody({ title: 'Raised in the office' })))
  await luis.online()
  assert.deepEqual(statesOf(luis)[0], ['raise held'])
  assert.equal(phone().workOrder(made.workOrder).get()?.order.work.details.title, 'Raised twice')
  const id = outboxOf(luis).waiting[0]?.id ?? assert.fail()
  const body = { choice: 'put_aside', reason: 'We had it already' } as const
  await office.call(workOrderApi.settleHeld, { params: { id }, body })
  await luis.sync()
  assert.equal(phone().workOrder(made.workOrder).get(), null)
  assert.deepEqual(statesOf(luis), [[], ['raise put_aside']])
})

test('S4: what a phone that was signed out handed in and the office put aside ends at its next sign-in, photo and all', async () => {
  const luis = await company.technician('Luis Out')
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.sync()
  const owner = server.as(company.organization.owner)
  const { items } = await owner.call(peopleApi.listDevices, {})
  for (const { id } of items.filter((one) => one.memberId === luis.person.memberId))
    await owner.call(peopleApi.signOutDevice, { params: { id } })
  await luis.on(workOrder, visit).photo('after', 'From the old phone')
  await luis.sync()
  assert.deepEqual(statesOf(luis)[0], ['photo held'])
  const { held } = await office.call(workOrderApi.readAttention, {})
  const id = held.find((one) => one.workOrder === workOrder)?.device ?? assert.fail()
  const body = { choice: 'put_aside', reason: 'Taken by a thief' } as const
  await owner.call(workOrderApi.settleHeldOfPhone, { params: { id }, body })
  await luis.phone().field.signIn({ email: luis.person.email, password: testPassword })
  await luis.sync()
  assert.deepEqual(statesOf(luis), [[], ['photo put_aside']])
  assert.deepEqual(luis.on(workOrder, visit).shown().photos, [])
})
