import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { type Browser, copyDisk, openBrowser, openTestPhone, type TestPhone } from '#test/support/phone.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

/** A phone’s backup put on a second phone, and both go on: the real client on the real server. */
const server = await testServer()
const soon = () => instantFrom(Date.now() + 3600_000)
const noNetwork: Browser['fault'] = async () => {
  throw new TypeError('fetch failed')
}
const note = async (phone: TestPhone, workOrder: string, visit: string, text: string) => {
  const body = { ...phone.phone().fact(visit), text, audience: 'crew' as const }
  assert.ok('facts' in (await phone.phone().capture({ workOrder, command: { type: 'note', body } })))
}
const shown = (phone: TestPhone, workOrder: string) =>
  (phone.phone().workOrder(workOrder).get()?.order.work.notes ?? []).map((one) => one.text).sort()

test('S7: a phone’s data copied to another phone: both hand in everything, and the second one gets a number line of its own', async () => {
  const organization = await server.makeOrganization('Juniper Boilers')
  const ines = organization.technician
  const office = server.as(organization.dispatcher)
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [ines.technicianId ?? ''], soon())
  const [browser, second] = [openBrowser(server.origin), openBrowser(server.origin)]
  const phone = openTestPhone({ fetch: browser.fetch, now: Date.now() })
  await phone.until('signed_out')
  await phone.field.signIn({ email: ines.email, password: testPassword })
  await phone.sync()
  await note(phone, workOrder, visit, 'Before the copy')
  browser.fault = noNetwork
  await note(phone, workOrder, visit, 'Captured and copied')

  const copy = openTestPhone({ fetch: second.fetch, clock: phone.clock, disk: await copyDisk(phone.disk) })
  second.fault = noNetwork
  await copy.until('ready')
  const device = copy.phone().me.get().device
  assert.equal(device, phone.phone().me.get().device)
  // Both give the next numbers, each to something else.
  await note(phone, workOrder, visit, 'On the first')
  await note(copy, workOrder, visit, 'On the second')
  browser.fault = null
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 3)
  second.fault = null
  await copy.sync()
  // Handed in by the key of the device; nothing it captured is hidden by the number the other one used.
  const everything = ['Before the copy', 'Captured and copied', 'On the first', 'On the second']
  const record = async () =>
    (await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).work.notes
      .map((one) => one.text)
      .sort()
  assert.deepEqual(await record(), everything)
  assert.equal(copy.phone().status.get().isCopied, true)

  await note(copy, workOrder, visit, 'Between')
  second.fault = noNetwork
  await note(copy, workOrder, visit, 'Unsent when signing in')
  second.fault = async (path, answer) => (path.includes('/sync/push') ? noNetwork(path, answer) : answer())
  assert.deepEqual(await copy.field.signIn({ email: ines.email, password: testPassword }), { state: 'signed_in' })
  assert.notEqual(copy.phone().me.get().device, device)
  await copy.sync()
  assert.equal(copy.phone().status.get().isCopied, false)
  assert.equal(copy.field.others.get()[0]?.name, phone.phone().me.get().name)
  second.fault = null
  await note(copy, workOrder, visit, 'Under its own number')
  await copy.sync()
  await copy.pass(300_000)
  while (copy.field.others.get().length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const all = [...everything, 'Between', 'Under its own number', 'Unsent when signing in'].sort()
  assert.deepEqual(await record(), all)
  await copy.sync()
  await phone.sync()
  assert.deepEqual(shown(copy, workOrder), all)
  assert.deepEqual(shown(phone, workOrder), all)
  // The copy has used numbers the first phone would give next: it hears of it, and goes the same way.
  assert.equal(phone.phone().status.get().isCopied, true)
  await phone.field.signIn({ email: ines.email, password: testPassword })
  await phone.sync()
  await note(phone, workOrder, visit, 'Both under their own')
  await phone.sync()
  assert.deepEqual(await record(), [...all, 'Both under their own'].sort())
  assert.equal(phone.phone().status.get().isCopied, false)
})
