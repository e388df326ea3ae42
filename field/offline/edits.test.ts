import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '#core/kit/time.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { type Browser, openBrowser, openTestPhone } from '#test/support/phone.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

/** Details of a job changed on the spot: the real client on the real server. */
const server = await testServer()
const noNetwork: Browser['fault'] = async () => {
  throw new TypeError('fetch failed')
}

async function onTheJob(name: string) {
  const organization = await server.makeOrganization(name)
  const office = server.as(organization.dispatcher)
  const workOrder = await raise(office, { accessNotes: 'Key at the porter' })
  const crew = [organization.technician.technicianId ?? '']
  await dispatchVisit(office, workOrder, crew, instantFrom(Date.now() + 3600_000))
  const browser = openBrowser(server.origin)
  const phone = openTestPhone({ fetch: browser.fetch, now: Date.now() })
  await phone.until('signed_out')
  await phone.field.signIn({ email: organization.technician.email, password: testPassword })
  await phone.sync()
  const shown = () => phone.phone().workOrder(workOrder).get()?.order.work
  const edit = (accessNotes: string, seen?: number) =>
    phone.phone().capture({ workOrder, seen, command: { type: 'edit_details', body: { changes: { accessNotes } } } })
  const record = async () => (await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).work
  return { office, workOrder, browser, phone, shown, edit, record }
}

test('how to get in, changed without a signal, shows at once and reaches the office', async () => {
  const { browser, phone, shown, edit, record } = await onTheJob('Alder Edits')
  browser.fault = noNetwork
  assert.ok('facts' in (await edit('Key under the mat')))
  assert.equal(shown()?.details.accessNotes, 'Key under the mat')
  browser.fault = null
  await phone.sync()
  const { details, flags } = await record()
  assert.equal(details.accessNotes, 'Key under the mat')
  assert.deepEqual(flags, [])
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

test('what the office changed while the form was open is not lost: both stand, flagged', async () => {
  const { office, workOrder, phone, shown, edit, record } = await onTheJob('Birch Edits')
  const seen = shown()?.version
  await send(office, workOrder, 'edit_details', { changes: { accessNotes: 'Code 4711' } })
  await phone.sync()
  assert.equal(shown()?.details.accessNotes, 'Code 4711')
  await edit('Key under the mat', seen)
  await phone.sync()
  const { details, flags } = await record()
  assert.equal(details.accessNotes, 'Key under the mat')
  assert.deepEqual(
    flags.map(({ code, params }) => [code, params.was, params.now]),
    [['field_changed_by_both', 'Code 4711', 'Key under the mat']],
  )
})
