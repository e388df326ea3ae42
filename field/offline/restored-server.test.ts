import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '#core/kit/time.ts'
import { note, notesShown, photo, signedIn } from '#test/support/signed-in.ts'

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

test('S19: after a restore what was acknowledged in the last 30 days is offered again, and nothing older', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.now = () => instantFrom(phone.clock.now)
  await note(phone, workOrder, visit, 'Five weeks ago')
  await phone.sync()
  phone.clock.now += 34 * 24 * 3600_000
  await note(phone, workOrder, visit, 'This week')
  await phone.sync()
  hub.epoch = 'two'
  hub.authors.clear()
  await phone.sync()
  await phone.sync()
  assert.equal(hub.authors.size, 1)
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
})

test('S12, S19, S22: a phone’s clock 400 days off for one pull takes nothing a restored server has to be offered', async () => {
  for (const off of [400, -400].map((days) => days * 24 * 3600_000)) {
    const { hub, phone, workOrder, visit } = await signedIn()
    const backup = hub.orders.get(workOrder) ?? assert.fail()
    await note(phone, workOrder, visit, 'Written after the backup')
    await photo(phone, workOrder, visit)
    await phone.sync()
    phone.clock.now += off
    await phone.sync()
    await photo(phone, workOrder, visit, 'captured meanwhile')
    await phone.sync()
    phone.clock.now -= off
    await phone.sync()
    hub.epoch = 'two'
    hub.orders.set(workOrder, backup)
    hub.ledger.clear()
    hub.stored.clear()
    await phone.sync()
    await phone.sync()
    assert.deepEqual([hub.ledger.size, hub.stored.size], [3, 2])
  }
})

test('S19: a restored server is offered again what it had acknowledged', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const backup = hub.orders.get(workOrder) ?? assert.fail()
  await note(phone, workOrder, visit, 'Written after the backup')
  await photo(phone, workOrder, visit)
  await phone.sync()
  hub.epoch = 'two'
  hub.orders.set(workOrder, backup)
  hub.ledger.clear()
  hub.stored.clear()
  await phone.sync()
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Written after the backup'],
  )
  assert.equal(hub.stored.size, 1)
  assert.deepEqual(notesShown(phone, workOrder), ['Written after the backup'])
})
