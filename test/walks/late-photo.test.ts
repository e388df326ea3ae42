import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import type { Report } from '#core/reports/api.ts'
import { applied, eventually, openCompany } from '#test/support/company.ts'
import { readPdf } from '#test/support/pdf.ts'
import { hashOf, picture } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import type { Technician } from '#test/support/technician.ts'
import { send } from '#test/support/work-orders.ts'

const server = await testServer({ jobs: true })
const company = await openCompany(server, 'Cedar Fire')
const luis = await company.technician('Luis Ortega')

async function paperOf({ sha256 }: Report) {
  return readPdf(await server.services.files.read(company.organization.id, sha256 ?? ''))
}

const settled = (workOrder: Id, id: Id) =>
  eventually('the report', async () => {
    const now = await company.report(workOrder, id)
    return now.state === 'ready' || now.state === 'failed' ? now : null
  })

/** Commands reach the server, bytes do not. */
function holdBytesBack(technician: Technician): void {
  technician.browser.fault = async (path, answer) => {
    if (path.startsWith('/api/files/')) throw new TypeError('terminated')
    return answer()
  }
}

async function finishedWithoutBytes(captions: string[]) {
  const workOrder = await company.raise({ title: 'Smoke detectors' })
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  holdBytesBack(luis)
  const job = luis.on(workOrder, visit)
  await job.arrive()
  for (const caption of captions) await job.photo('after', caption)
  luis.wait(30)
  await job.finish('done', 'All heads changed')
  await luis.sync()
  return { workOrder, visit, job }
}

test('a report asked for while a photo is still on the phone waits, says so, and is made with the photo in it', async () => {
  const { workOrder, visit } = await finishedWithoutBytes(['Detector in hall 2'])
  const before = await company.record(workOrder)
  assert.deepEqual(before.evidence, { stored: 0, total: 1 })
  assert.deepEqual(before.blockers, [{ code: 'evidence_awaited', count: 1 }])
  const asked = await company.askReport(workOrder, visit)
  assert.deepEqual([asked.state, asked.awaited, asked.file], ['waiting', 1, null])
  const again = await company.askReport(workOrder, visit)
  assert.equal(again.id, asked.id, 'asking again waits for the same one')
  assert.equal(
    (await send(company.bookkeeper, workOrder, 'approve', { version: before.version })).code,
    'evidence_awaited',
  )

  await luis.online()
  const report = await settled(workOrder, asked.id)
  assert.equal(report.state, 'ready')
  assert.deepEqual((await company.record(workOrder)).evidence, { stored: 1, total: 1 })
  const paper = await paperOf(report)
  assert.ok(paper.alts.some((alt) => alt.includes('Detector in hall 2')))
  assert.ok(paper.run.includes('Allheadschanged'))
})

test('the report of a visit does not wait for what it does not show', async () => {
  const { workOrder, visit, job } = await finishedWithoutBytes([])
  await luis.online()
  holdBytesBack(luis)
  await job.photo('other', 'Key box, code inside', { audience: 'crew' })
  await luis.sync()
  const asked = await company.askReport(workOrder, visit)
  const report = await settled(workOrder, asked.id)
  assert.equal(report.state, 'ready')
  assert.deepEqual((await company.record(workOrder)).evidence, { stored: 0, total: 1 })
  assert.ok(!(await paperOf(report)).run.includes('Keybox'))
})

test('a report that waits is made when the last photo it shows arrives, while one it does not show is still awaited', async () => {
  const { workOrder, visit, job } = await finishedWithoutBytes(['Panel'])
  const crewOnly = await picture()
  await job.photo('other', 'Key box', { audience: 'crew', file: crewOnly })
  await luis.sync()
  const asked = await company.askReport(workOrder, visit)
  assert.deepEqual([asked.state, asked.awaited], ['waiting', 1])
  const held = hashOf(new Uint8Array(await crewOnly.arrayBuffer()))
  luis.browser.fault = async (path, answer) => {
    if (path.includes(held)) throw new TypeError('terminated')
    return answer()
  }
  await luis.sync()
  assert.equal((await settled(workOrder, asked.id)).state, 'ready')
  assert.deepEqual((await company.record(workOrder)).evidence, { stored: 1, total: 2 })
})

test('a photo on a lost phone is waived with a reason, and the report is made without it', async () => {
  const { workOrder, visit } = await finishedWithoutBytes(['Lost with the phone'])
  const asked = await company.askReport(workOrder, visit)
  assert.equal(asked.state, 'waiting')
  const facts = (await company.record(workOrder)).work.photos.map((photo) => photo.id)
  await applied(send(company.office, workOrder, 'waive_evidence', { facts, reason: 'The phone fell into the shaft' }))
  const report = await settled(workOrder, asked.id)
  assert.equal(report.state, 'ready')
  assert.deepEqual((await company.record(workOrder)).blockers, [])
  // Found after all: the photo is on the record, the frozen paper stays.
  await luis.online()
  assert.deepEqual((await company.record(workOrder)).evidence, { stored: 1, total: 1 })
  assert.equal((await company.report(workOrder, asked.id)).sha256, report.sha256)
})

test('a report that failed is made when somebody asks again', async () => {
  const { workOrder, visit } = await finishedWithoutBytes([])
  await luis.online()
  const asked = await company.askReport(workOrder, visit)
  await settled(workOrder, asked.id)
  await server.inTenant(company.organization.id, (tx) =>
    tx.db
      .updateTable('app.report')
      .set({ state: 'failed', code: 'paper_timeout', file_id: null })
      .where('id', '=', asked.id)
      .execute(),
  )
  assert.equal((await company.report(workOrder, asked.id)).state, 'failed')
  const again = await company.askReport(workOrder, visit)
  assert.deepEqual([again.id, again.state, again.problem], [asked.id, 'making', null])
  assert.equal((await settled(workOrder, asked.id)).state, 'ready')
})

test('a report asked for by eight at once is one report', async () => {
  const { workOrder, visit } = await finishedWithoutBytes([])
  await luis.online()
  const asked = await Promise.all(Array.from({ length: 8 }, () => company.askReport(workOrder, visit)))
  assert.equal(new Set(asked.map((one) => one.id)).size, 1)
  assert.equal((await settled(workOrder, asked[0]?.id ?? '')).state, 'ready')
})
