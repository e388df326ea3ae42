import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { slices } from '#server/app.ts'
import { newId } from '#server/platform/ids.ts'
import { makeSetupLink } from '#server/platform/sign-in/setup-link.ts'
import { applied } from '#test/support/company.ts'
import { type Person, testPassword, testServer } from '#test/support/server.ts'
import { openTechnician } from '#test/support/technician.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

/** As `DEMO=off` leaves it: an empty database, and nothing of the demo company to lean on. */
const server = await testServer({ slices: slices.filter((slice) => slice.name !== 'demo'), jobs: true })

/** Opens the link that the start printed, and comes back signed in. */
async function openLink(token: string): Promise<Person> {
  const response = await server.anybody.fetch('/api/auth/first-owner', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      token,
      organization: { name: 'North Heating', zone: 'Europe/Berlin', currency: 'EUR', locale: 'de-DE' },
      name: 'Olive Brandt',
      email: 'olive@example.com',
      password: testPassword,
    }),
  })
  assert.equal(response.status, 200, await response.clone().text())
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const person: Person = {
    orgId: '',
    memberId: '',
    userId: '',
    technicianId: null,
    deviceId: null,
    name: 'Olive Brandt',
    email: 'olive@example.com',
    roles: ['owner'],
    app: 'office',
    cookie,
    deviceKey: null,
  }
  const { actor } = await server.as(person).call(sessionApi.me, {})
  return { ...person, orgId: actor.orgId, memberId: actor.memberId, userId: actor.userId }
}

test('a company of one begins with a link: a technician, a customer, the first work order, worked, approved and billed', async () => {
  const token = await makeSetupLink(server.services)
  const olive = await openLink(token)
  await assert.rejects(openLink(token), /404 !== 200/, 'the link works once')
  const office = server.as(olive)

  const technician = await office.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Max Sommer' } })
  const email = 'max@example.com'
  const member = await office.call(peopleApi.makeMember, {
    body: {
      id: newId(),
      name: 'Max Sommer',
      email,
      roles: ['technician'],
      password: testPassword,
      technicianId: technician.id,
    },
  })
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Harbour Hotel' } })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Boiler house' },
  })
  assert.equal(site.zone, 'Europe/Berlin')

  const workOrder = await raise(office, { customer: customer.id, site: site.id, title: 'Boiler does not heat' })
  const read = () => office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  assert.equal((await read()).work.number, 'WO-0001')
  const visit = await dispatchVisit(office, workOrder, [technician.id], new Date().toISOString())

  const person = { ...olive, name: 'Max Sommer', email, memberId: member.id, technicianId: technician.id }
  const max = await openTechnician(server, await server.signIn({ ...person, roles: ['technician'] }, 'field'))
  await max.sync()
  const job = max.on(workOrder, visit)
  await job.arrive()
  await job.note('Pump was stuck, turned free.', 'customer')
  await job.finish('done', 'Heats again.')
  await max.sync()
  assert.equal((await read()).status, 'work_complete')

  // No rate card and no price book yet: what was done has no price until somebody gives it one.
  const tax = await office.call(billingCatalogueApi.makeTaxRate, {
    body: { id: newId(), name: 'Standard', rate: 1900 },
  })
  await applied(
    send(office, workOrder, 'add_line', {
      line: newId(),
      description: 'Free a stuck pump',
      quantity: 1000,
      unit: 'pcs',
      unitPrice: 850_000,
      taxRate: tax.id,
      reason: 'Agreed on the phone',
    }),
  )
  const { version } = await read()
  await applied(send(office, workOrder, 'approve', { version }))
  const { invoice } = await office.call(billingApi.draftInvoice, { params: { id: workOrder } })
  assert.ok(invoice)
  const draft = await office.call(billingApi.readInvoice, { params: { id: invoice } })
  assert.deepEqual([draft.net, draft.gross], [8500, 10_115])
})
