import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedIn } from '#test/support/signed-in.ts'

test('S19: a version of before a restore says nothing about the restored record, even where the number is the same', async () => {
  const { hub, phone, workOrder } = await signedIn()
  const title = () => phone.phone().workOrder(workOrder).get()?.order.work.details.title
  const backup = hub.orders.get(workOrder) ?? assert.fail()
  hub.office(workOrder, { type: 'edit_details', body: { changes: { title: 'Forgotten by the restore' } } })
  await phone.sync()
  assert.equal(title(), 'Forgotten by the restore')
  hub.epoch = 'two'
  hub.orders.set(workOrder, backup)
  hub.office(workOrder, { type: 'edit_details', body: { changes: { title: 'Said since' } } })
  await phone.sync()
  await phone.sync()
  assert.equal(title(), 'Said since')
})
