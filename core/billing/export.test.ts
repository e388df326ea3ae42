import assert from 'node:assert/strict'
import { test } from 'node:test'
import Papa from 'papaparse'
import { emptyAddress } from '../kit/address.ts'
import { readFrozen } from './priced-line.ts'
import { controlTotals, type ExportedInvoice, exportCsv } from './export.ts'

function invoice(number: string, nets: readonly number[], percent: number, customerName: string): ExportedInvoice {
  const net = nets.reduce((sum, one) => sum + one, 0)
  const tax = Math.round((net * percent) / 10_000)
  return {
    id: number,
    customerId: customerName,
    accountsName: customerName,
    email: '',
    address: emptyAddress,
    corrects: '',
    number,
    kind: 'invoice',
    issuedOn: '2026-11-23',
    dueOn: '2026-12-07',
    customerNumber: 'C-1',
    customerName,
    purchaseOrder: '',
    currency: 'EUR',
    net,
    tax,
    gross: net + tax,
    taxes: [{ taxRate: null, percent, net, tax }],
    lines: nets.map((line, index) => ({
      ...readFrozen(frozenLine(`${number}/${index}`, line, percent), 'EUR'),
      workOrder: 'WO-1',
      category: '',
      account: null,
      taxCode: null,
      taxName: '',
    })),
  }
}

/** As a line was frozen before it knew of tax in prices. */
function frozenLine(key: string, net: number, taxPercent: number): Parameters<typeof readFrozen>[0] {
  return {
    key,
    kind: 'added',
    visit: null,
    description: '=HYPERLINK("evil")',
    quantity: 1000,
    settles: 1000,
    unit: 'pc',
    unitPrice: net * 100,
    net,
    taxRate: null,
    taxPercent,
    why: { rule: 'added', by: 'Anna', reason: '' },
    changed: null,
    struck: null,
    covers: [],
  }
}

const batch = [invoice('INV-1', [10_200, 5000, 99], 1900, 'Ödön Műhely'), invoice('INV-2', [33_333], 700, 'Bakery')]
const csv = exportCsv('7', batch)
const { data } = Papa.parse<Record<string, string>>(csv.replace('\ufeff', ''), { header: true, skipEmptyLines: true })
const cents = (column: string, record: string) =>
  data
    .filter((row) => row['record'] === record)
    .reduce((sum, row) => sum + Math.round(Number(row[column] || 0) * 100), 0)

test('the file itself holds the control totals: count, net, tax and gross, per rate and in all', () => {
  const totals = controlTotals(batch)
  const [all] = data.filter((row) => row['record'] === 'total')
  assert.equal(all?.['invoices'], String(totals.count))
  for (const [column, sum] of [
    ['invoice_net', totals.net],
    ['invoice_tax', totals.tax],
    ['invoice_gross', totals.gross],
  ] as const) {
    assert.equal(cents(column, 'total'), sum)
    assert.equal(cents(column, 'total_of_rate'), sum)
    assert.equal(cents(column, 'line'), sum, 'a column of the lines adds up: an invoice’s totals stand once')
  }
  assert.equal(cents('line_net', 'line'), totals.net)
  assert.deepEqual(
    data.filter((row) => row['record'] === 'total_of_rate').map((row) => row['tax_percent']),
    ['19', '7'],
  )
})

test('every row names its batch, spreadsheets see that it is UTF-8, and no cell is a formula', () => {
  assert.ok(data.every((row) => row['batch'] === '7'))
  assert.ok(csv.startsWith('\ufeff'))
  assert.ok(csv.includes('Ödön Műhely'))
  assert.ok(data.every((row) => !/^[=+@]/.test(row['description'] ?? '')))
})
