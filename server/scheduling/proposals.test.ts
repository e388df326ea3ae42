import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { addDays, dayBounds, localDate } from '#core/kit/time.ts'
import { boardApi } from '#core/scheduling/board-api.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const owner = server.as(north.owner)

const customer = await owner.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Harbour Ltd' } })
const site = await owner.call(customersApi.makeSite, {
  body: { id: newId(), customerId: customer.id, name: 'Depot', zone: 'Europe/Berlin' },
})
const task = { id: newId(), label: 'Check the flue', kind: 'check' as const, required: true }
const jobType = await owner.call(workOrderCatalogueApi.makeJobType, {
  body: {
    id: newId(),
    name: 'Inspection',
    description: 'Yearly round',
    defaultMinutes: 90,
    crewSize: 2,
    tasks: [task],
  },
})
const asked = {
  siteId: site.id,
  jobTypeId: jobType.id,
  title: 'Yearly inspection',
  source: 'Agreement 12, boilers',
  minutes: 90,
  dueFrom: '2026-12-01',
  dueTo: '2026-12-10',
}
const propose = (given: object = {}) =>
  office.call(proposalApi.makeProposedVisit, { body: { id: newId(), ...asked, ...given } })
const waiting = async () =>
  (await office.call(boardApi.readBoard, { query: { from: '2026-12-01' } })).tray.flatMap((one) =>
    one.kindOf === 'proposed' ? [one.id] : [],
  )

test('what an obligation asks for waits on the board with its due window until it is a work order', async () => {
  const proposed = await propose()
  assert.deepEqual([proposed.state, proposed.version], ['open', 1])
  assert.ok((await waiting()).includes(proposed.id))
  const workOrder = newId()
  const raised = await office.call(proposalApi.raiseProposedVisit, {
    params: { id: proposed.id },
    body: { workOrder },
  })
  assert.deepEqual(
    [raised.workOrder, raised.proposed.state, raised.proposed.workOrder],
    [workOrder, 'raised', workOrder],
  )
  const { work, status } = await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  const { details } = work
  assert.deepEqual(
    [status, details.kind, details.priority, details.site, details.customer, details.jobType, details.title],
    ['unscheduled', 'contract', 'P3', site.id, customer.id, jobType.id, 'Yearly inspection'],
  )
  assert.equal(details.description, 'Yearly round\n\nAgreement 12, boilers, due from 2026-12-01 to 2026-12-10.')
  assert.equal(details.targetAt, '2026-12-10T22:59:00.000Z')
  assert.deepEqual(
    work.tasks.map(({ label }) => label),
    ['Check the flue'],
  )
  assert.deepEqual([work.sections, work.form?.version], [jobType.sections, 1])
  assert.ok(!(await waiting()).includes(proposed.id))
})

test('raised by eight at once it is one work order, and asked for again it is the same', async () => {
  const proposed = await propose()
  const raise = () =>
    office.call(proposalApi.raiseProposedVisit, { params: { id: proposed.id }, body: { workOrder: newId() } })
  const all = await Promise.all(Array.from({ length: 8 }, raise))
  const again = await raise()
  const { items } = await office.call(workOrderApi.listWorkOrders, { query: { site: site.id } })
  assert.deepEqual(new Set([...all, again].map(({ workOrder }) => workOrder)).size, 1)
  assert.equal(items.filter(({ id }) => all.some(({ workOrder }) => workOrder === id)).length, 1)
})

test('a declined visit leaves the board with its reason, is not raised, and may wait again', async () => {
  const { id } = await propose()
  const decline = (reason: string) =>
    office.call(proposalApi.declineProposedVisit, { params: { id }, body: { reason } })
  const declined = await decline('The customer sold the boiler')
  assert.deepEqual([declined.state, declined.declineReason], ['declined', 'The customer sold the boiler'])
  assert.equal((await decline('Another reason')).declineReason, 'The customer sold the boiler')
  assert.ok(!(await waiting()).includes(id))
  const raise = () => office.call(proposalApi.raiseProposedVisit, { params: { id }, body: { workOrder: newId() } })
  assert.equal((await problemOf(raise())).body.code, 'proposal_declined')
  const open = await office.call(proposalApi.reopenProposedVisit, { params: { id } })
  assert.deepEqual([open.state, open.declineReason], ['open', ''])
  assert.ok((await waiting()).includes(id))
  await raise()
  assert.equal((await problemOf(decline('Too late'))).body.code, 'proposal_raised')
})

test('the due window of what waits can be moved, not turned round, and not after it was raised', async () => {
  const { id } = await propose()
  const edit = (body: { version: number; dueFrom?: string; dueTo?: string }) =>
    office.call(proposalApi.editProposedVisit, { params: { id }, body })
  const later = await edit({ version: 1, dueTo: '2026-12-20' })
  assert.deepEqual([later.dueFrom, later.dueTo, later.version], ['2026-12-01', '2026-12-20', 2])
  assert.equal((await problemOf(edit({ version: 2, dueFrom: '2026-12-21' }))).body.code, 'invalid_body')
  assert.equal((await problemOf(edit({ version: 1, dueFrom: '2026-12-02' }))).body.code, 'changed_meanwhile')
  await office.call(proposalApi.raiseProposedVisit, { params: { id }, body: { workOrder: newId() } })
  assert.equal((await problemOf(edit({ version: 3, dueTo: '2026-12-24' }))).body.code, 'proposal_raised')
})

test('a work order id that is taken raises nothing, and the proposal goes on waiting', async () => {
  const [first, second] = [await propose(), await propose()]
  const workOrder = newId()
  const raise = (id: string) => office.call(proposalApi.raiseProposedVisit, { params: { id }, body: { workOrder } })
  await raise(first.id)
  assert.equal((await problemOf(raise(second.id))).body.code, 'already_raised')
  assert.ok((await waiting()).includes(second.id))
})

test('proposals are listed by when they are due, by what became of them and by site', async () => {
  const elsewhere = await owner.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Yard', zone: 'Europe/Berlin' },
  })
  const late = await propose({ siteId: elsewhere.id, dueFrom: '2027-02-01', dueTo: '2027-02-28' })
  const early = await propose({ siteId: elsewhere.id, dueFrom: '2027-01-01', dueTo: '2027-01-31' })
  const list = async (query: object) =>
    (await office.call(proposalApi.listProposedVisits, { query: { site: elsewhere.id, ...query } })).items.map(
      ({ id }) => id,
    )
  assert.deepEqual(await list({}), [early.id, late.id])
  assert.deepEqual(await list({ from: '2027-02-01', to: '2027-02-01' }), [late.id])
  await office.call(proposalApi.declineProposedVisit, { params: { id: early.id }, body: { reason: 'Not wanted' } })
  assert.deepEqual(await list({ state: 'open' }), [late.id])
  assert.deepEqual(await list({ state: 'declined' }), [early.id])
})

const today = localDate(new Date().toISOString(), 'Europe/Berlin')
const placesOf = (id: string) => office.call(boardApi.readProposedPlaces, { params: { id } })

test('the best places for a proposed visit lie in its due window, also one weeks ahead, and say until when it is due', async () => {
  const [dueFrom, dueTo] = [addDays(today, 40), addDays(today, 47)]
  const { id } = await propose({ jobTypeId: null, dueFrom, dueTo })
  const { best, minutes, first } = await placesOf(id)
  assert.deepEqual([minutes, first, best.length > 0], [90, [], true])
  for (const { start, reasons } of best) {
    assert.ok(dayBounds(dueFrom, 'Europe/Berlin').from <= start && start < dayBounds(dueTo, 'Europe/Berlin').to)
    assert.match(reasons.at(-1) ?? '', /^Due by /)
  }
})

test('what was due already is suggested for the days ahead, and says it was', async () => {
  const { id } = await propose({ jobTypeId: null, dueFrom: addDays(today, -20), dueTo: addDays(today, -10) })
  const { best } = await placesOf(id)
  assert.ok(best.length > 0)
  for (const { start, reasons } of best) {
    assert.ok(start > new Date().toISOString())
    assert.match(reasons.at(-1) ?? '', /^Was due by /)
  }
})

test('a proposed visit for two is suggested to nobody where only one technician works, and to nobody once it is raised', async () => {
  const { id } = await propose({ dueFrom: today, dueTo: addDays(today, 13) })
  const { best, others } = await placesOf(id)
  assert.deepEqual(best, [])
  assert.ok(others.some(({ why }) => why.includes('Nobody who makes up the crew is free then')))
  await office.call(proposalApi.raiseProposedVisit, { params: { id }, body: { workOrder: newId() } })
  assert.equal((await problemOf(placesOf(id))).body.code, 'not_found')
})
