import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import Papa from 'papaparse'
import { billingApi } from '#core/billing/api.ts'
import { newId } from '#server/platform/ids.ts'
import { checkTask, eventually, openCompany } from '#test/support/company.ts'
import { readPdf } from '#test/support/pdf.ts'
import { hashOf, picture } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer({ jobs: true })
const company = await openCompany(server, 'Alder Heating')
const luis = await company.technician('Luis Ortega')

/** The bytes of a paper as they lie on disk, checked against the hash they are kept under. */
async function paperOf(sha256: string) {
  const bytes = await readFile(server.services.files.pathOf(company.organization.id, sha256))
  assert.equal(hashOf(bytes), sha256)
  return readPdf(bytes)
}

async function entryOf(fact: string) {
  const row = await server.inTenant(company.organization.id, (tx) =>
    tx.db.selectFrom('app.entry').select('event').where('command_id', '=', fact).executeTakeFirstOrThrow(),
  )
  return JSON.parse(row.event)
}

function csvColumn(csv: string, name: string): string[] {
  const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true })
  return data.map((row) => row[name] ?? '')
}

test('a call becomes a visit without a signal, a signed report, an invoice with its number, and a line in the accounts', async () => {
  const heats = checkTask('Boiler heats up')
  const requires = { signOff: true, photosBefore: 1, photosAfter: 1 }
  const workOrder = await company.raise(
    { title: 'Boiler does not heat', reference: 'PO 4711' },
    { tasks: [heats], requires },
  )
  assert.equal((await company.record(workOrder)).status, 'unscheduled')
  const visit = await company.dispatch(workOrder, luis)
  assert.equal((await company.record(workOrder)).status, 'scheduled')
  await luis.sync()

  luis.offline()
  const job = luis.on(workOrder, visit)
  await job.travel()
  luis.wait(25)
  await job.arrive()
  const before = await picture()
  await job.photo('before', 'Valve leaking', { file: before })
  luis.wait(70)
  await job.check(heats.id, 'yes')
  await job.photo('after', 'Valve replaced')
  await job.note('The old valve was calcified.', 'customer')
  await job.part({ item: company.valve, sku: 'VLV-15', name: 'Valve 15 mm', quantity: 2000 })
  await job.sign('M. Weber')
  await job.finish('done', 'Valve replaced, boiler heats.')
  assert.equal((await company.record(workOrder)).status, 'scheduled', 'the office knows nothing of it yet')
  assert.equal(luis.phone().phone().status.get().counts.on_phone, 9)
  await luis.online()

  const record = await company.record(workOrder)
  assert.equal(record.status, 'work_complete')
  assert.deepEqual(record.evidence, { stored: 3, total: 3 })
  assert.deepEqual(record.evidenceByVisit[visit], { stored: 3, total: 3 })
  assert.deepEqual(record.work.flags, [])
  assert.deepEqual(record.blockers, [])
  assert.deepEqual(luis.phone().phone().status.get().counts, {
    on_phone: 0,
    received: 0,
    on_record: 9,
    held: 0,
    refused: 0,
    put_aside: 0,
  })
  assert.deepEqual(luis.on(workOrder, visit).shown(), record.work)
  const [signOff] = record.work.visits[0]?.signOffs ?? []
  const signed = await entryOf(signOff?.id ?? '')
  assert.equal(hashOf(signed.data.summary), signOff?.summaryHash, 'what was shown is kept to the letter')
  assert.deepEqual(
    JSON.parse(signed.data.summary).parts.map((part: { name: string; quantity: number }) => [part.name, part.quantity]),
    [['Valve 15 mm', 2000]],
  )
  const [first] = record.work.photos
  const kept = await server.services.files.read(company.organization.id, first?.sha256 ?? '')
  assert.deepEqual(
    new Uint8Array(kept),
    new Uint8Array(await before.arrayBuffer()),
    'the bytes are those the camera made',
  )

  const asked = await company.askReport(workOrder, null)
  const report = await eventually('the report', async () => {
    const now = await company.report(workOrder, asked.id)
    return now.state === 'ready' ? now : null
  })
  const paper = await paperOf(report.sha256 ?? '')
  for (const text of [
    'WO-0001',
    'Boiler does not heat',
    'Harbour Hotel',
    'Valve 15 mm',
    'M. Weber',
    'calcified',
    'Luis Ortega',
  ])
    assert.ok(paper.run.includes(text.replaceAll(' ', '')), `the report says ${text}`)
  assert.ok(
    paper.alts.some((alt) => alt.includes('Valve leaking')),
    'the photo is in it',
  )

  await company.approve(workOrder)
  const draft = await eventually('the draft', async () => {
    const { items } = await company.bookkeeper.call(billingApi.listInvoices, { query: { state: 'draft' } })
    return items[0] ?? null
  })
  assert.equal(draft.number, null)
  const invoice = await company.issue(await company.draft(workOrder))
  assert.equal(invoice.id, draft.id, 'there is one draft, however it was asked for')
  assert.equal(invoice.number, 'INV-0001')
  assert.deepEqual(
    invoice.lines.map((line) => [line.kind, line.quantity, line.net]),
    [
      ['fee', 1000, 3900],
      ['labour', 75_000, 11_250],
      ['travel', 25_000, 2500],
      ['part', 2000, 3700],
    ],
  )
  assert.deepEqual([invoice.net, invoice.tax, invoice.gross], [21_350, 4057, 25_407])
  assert.equal((await company.record(workOrder)).status, 'invoiced')
  const printed = await eventually('the paper of the invoice', async () => {
    const now = await company.bookkeeper.call(billingApi.readInvoice, { params: { id: invoice.id } })
    return now.paper
  })
  const invoicePaper = await paperOf(printed.sha256)
  for (const text of ['INV-0001', 'Harbour Hotel', '254.07', 'Valve 15 mm', 'PO 4711'])
    assert.ok(invoicePaper.run.includes(text.replaceAll(' ', '')), `the invoice says ${text}`)

  const { batch } = await company.bookkeeper.call(billingApi.makeExport, { body: { id: newId() } })
  assert.deepEqual([batch?.count, batch?.net, batch?.tax, batch?.gross], [1, 21_350, 4057, 25_407])
  assert.deepEqual(
    batch?.byRate.map((rate) => [rate.percent, rate.net, rate.tax]),
    [[1900, 21_350, 4057]],
  )
  const { csv } = await company.bookkeeper.call(billingApi.readExportCsv, { params: { id: batch?.id ?? '' } })
  const lines = csv.trimEnd().split('\r\n')
  assert.equal(lines.length, 7, 'a head, four lines, a total of the tax rate and one of all')
  assert.equal(
    csvColumn(csv, 'line_net').reduce((sum, net) => sum + Math.round(Number(net) * 100), 0),
    batch?.net,
    'the lines make the control total',
  )
  assert.ok(lines[2]?.includes('Labour, Luis Ortega') && lines[2].includes('112.50'))

  const sameAgain = await company.bookkeeper.call(billingApi.makeExport, { body: { id: batch?.id ?? '' } })
  assert.deepEqual(sameAgain.batch, batch)
  const nothing = await company.bookkeeper.call(billingApi.makeExport, { body: { id: newId() } })
  assert.equal(nothing.batch, null)
  const batches = await company.bookkeeper.call(billingApi.listExports, { query: {} })
  assert.equal(batches.items.length, 1)
  assert.equal((await company.record(workOrder)).status, 'closed')
  const money = (await company.bookkeeper.call(billingApi.readInvoice, { params: { id: invoice.id } })).state
  assert.equal(money, 'exported')
  assert.deepEqual(
    (await company.entries(workOrder)).filter((entry) => entry.startsWith('invoice_') || entry === 'approved'),
    ['approved', 'invoice_drafted', 'invoice_issued', 'invoice_exported'],
  )
})
