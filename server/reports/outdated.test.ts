import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import { applied, eventually, openCompany } from '#test/support/company.ts'
import { picture } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { send } from '#test/support/work-orders.ts'

const server = await testServer({ jobs: true })
const company = await openCompany(server, 'Maple Roofing')
const luis = await company.technician('Luis Ortega')

/** A finished visit with a photo for the customer and the report that shows it. */
async function reported() {
  const workOrder = await company.raise({ title: 'Gutter leaks' })
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  const job = luis.on(workOrder, visit)
  await job.arrive()
  const photo = await job.photo('after', 'Gutter', { file: await picture() })
  await job.photo('other', 'Key box', { audience: 'crew', file: await picture() })
  luis.wait(30)
  await job.finish('done', 'Sealed')
  await luis.sync()
  return { workOrder, visit, photo, report: await made(workOrder, visit) }
}

async function made(workOrder: Id, visit: Id) {
  const asked = await company.askReport(workOrder, visit)
  return eventually('the report', async () => {
    const now = await company.report(workOrder, asked.id)
    return now.state === 'ready' ? now : null
  })
}

async function mayOpen(person: Parameters<typeof server.as>[0], sha256: string | null): Promise<boolean> {
  const answer = await server.as(person).fetch(`/api/files/${sha256}?variant=original`)
  await answer.arrayBuffer()
  assert.ok(answer.status === 200 || answer.status === 404, `answered ${answer.status}`)
  return answer.status === 200
}

const at = '2026-11-23T12:00:00.000Z'

test('a report that shows a photo withdrawn since says so, stays for the office and is closed to technicians; a new one is neither', async () => {
  const { workOrder, visit, photo, report } = await reported()
  assert.equal(report.outdated, null)
  assert.deepEqual([await mayOpen(luis.person, report.sha256)], [true])

  await applied(send(company.office, workOrder, 'withdraw', { fact: photo, at, reason: 'Shows the tenant' }))
  const marked = await company.report(workOrder, report.id)
  assert.deepEqual([marked.outdated, marked.sha256], ['withdrawn_photo', report.sha256], 'the paper stays as it was')
  assert.equal(await mayOpen(luis.person, report.sha256), false)
  assert.equal(await mayOpen(company.organization.dispatcher, report.sha256), true)

  const anew = await made(workOrder, visit)
  assert.notEqual(anew.id, report.id)
  assert.equal(anew.outdated, null)
  assert.equal(await mayOpen(luis.person, anew.sha256), true)
})

test('a photo that is not for the customer any more marks the report that shows it, and one that is again unmarks it', async () => {
  const { workOrder, photo, report } = await reported()
  const show = (audience: 'crew' | 'customer') =>
    applied(send(company.office, workOrder, 'amend', { fact: photo, at, changes: { audience }, reason: 'Asked for' }))
  await show('crew')
  assert.equal((await company.report(workOrder, report.id)).outdated, 'withdrawn_photo')
  assert.equal(await mayOpen(luis.person, report.sha256), false)
  await show('customer')
  assert.equal((await company.report(workOrder, report.id)).outdated, 'changed')
  assert.equal(await mayOpen(luis.person, report.sha256), true)
})
