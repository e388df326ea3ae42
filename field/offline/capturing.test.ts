import assert from 'node:assert/strict'
import { test } from 'node:test'
import { disk, foundOnSite, note, notesShown, offline, signedIn, step } from '#test/support/signed-in.ts'
import { dispatched, newTestId } from '#test/support/small-hub.ts'

test('S3: what cannot be meant is refused with its code and nothing of it is kept', async () => {
  const { phone, workOrder, visit } = await signedIn()
  await step(phone, workOrder, visit, 'arrive')
  assert.deepEqual(await step(phone, workOrder, visit, 'arrive'), { refusal: { code: 'already_on_site' } })
  const capture = { workOrder, command: { type: 'arrive' as const, body: phone.phone().fact(visit) } }
  assert.deepEqual(phone.phone().whyNot(capture), { code: 'already_on_site' })
  assert.equal(phone.phone().outbox.get().counts.on_phone + phone.phone().outbox.get().counts.received, 1)
  assert.deepEqual(await note(phone, workOrder, newTestId(), 'Nowhere'), { refusal: { code: 'visit_unknown' } })
})

test('S25: leaving here and travelling there are kept together or not at all', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const next = dispatched(hub, '2026-11-23T13:00:00.000Z')
  await phone.sync()
  const one = phone.phone()
  const together = () =>
    one.captureAll([
      { workOrder, command: { type: 'leave', body: one.fact(visit) } },
      { workOrder: next.workOrder, command: { type: 'travel', body: one.fact(next.visit) } },
    ])
  assert.deepEqual(await together(), { refusal: { code: 'nothing_running' } })
  assert.equal(one.workOrder(next.workOrder).get()?.visits[0]?.mine, 'none')
  await step(phone, workOrder, visit, 'arrive')
  assert.ok('facts' in (await together()))
  assert.equal(one.workOrder(next.workOrder).get()?.visits[0]?.mine, 'travelling')
  assert.equal(one.time().get().running?.workOrder?.id, next.workOrder)
})

test('S25: two presses of one button at once keep one fact', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const both = await Promise.all([step(phone, workOrder, visit, 'arrive'), step(phone, workOrder, visit, 'arrive')])
  assert.equal(both.filter((done) => 'facts' in done).length, 1)
})

test('S25: a write the disk rejects keeps nothing half and says so', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const restore = disk().breakWrites()
  const done = await note(phone, workOrder, visit, 'Never written')
  restore()
  assert.equal('refusal' in done && done.refusal.code, 'phone_full')
  assert.equal(phone.errors.length, 1)
  assert.deepEqual(notesShown(phone, workOrder), [])
  assert.ok('facts' in (await note(phone, workOrder, visit, 'Written')))
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Written'])
})

test('S32: a work order made without a network has a reference at once and its number once the server has it', async () => {
  const { hub, phone } = await signedIn()
  hub.fault = offline
  const reported = { ...foundOnSite.reported, contact: 'Frau Yıldız', phone: '030 901820' }
  const raised = await phone.phone().raise({ ...foundOnSite, reported })
  assert.ok('workOrder' in raised && raised.visit)
  const reopened = await phone.kill()
  const view = () => reopened.phone().workOrder(raised.workOrder).get()
  assert.match(view()?.reference ?? '', /^P\w{3}-0001$/)
  assert.equal(view()?.customerName, 'Frau Yıldız')
  assert.ok('facts' in (await step(reopened, raised.workOrder, raised.visit, 'arrive')))
  assert.deepEqual(
    reopened
      .phone()
      .search('yildiz')
      .get()
      .map((hit) => hit.id),
    [raised.workOrder],
  )
  assert.deepEqual(
    reopened
      .phone()
      .search('0049 30 9018')
      .get()
      .map((hit) => hit.id),
    [raised.workOrder],
  )
  hub.fault = null
  hub.scope.add(raised.workOrder)
  await reopened.sync()
  assert.equal(view()?.reference, 'WO-1001')
  assert.equal(view()?.order.work.visits[0]?.steps.length, 1)
})
