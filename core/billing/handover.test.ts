import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { emptyAddress } from '../kit/address.ts'
import { amountOf, currencyExponent, divideHalfUp, labourAmount, parseDecimal, sum } from '../kit/money.ts'
import type { FormatId } from './accounts-api.ts'
import type { ExportedInvoice, ExportedLine } from './export.ts'
import { type Batch, filesOf, handoverProblems } from './handover.ts'
import type { PricedLine } from './priced-line.ts'
import { withTax } from './tax.ts'

type Given = { kind: PricedLine['kind']; quantity: number; unitPrice: number; percent: number; taxIncluded: boolean }

function lineOf({ kind, quantity, unitPrice, percent, taxIncluded }: Given, currency: string): ExportedLine {
  const base = { kind, quantity, unitPrice, currency, unit: kind === 'labour' ? 'min' : 'pc' }
  const amount =
    kind === 'labour' ? labourAmount(quantity / 1000, unitPrice, currency) : amountOf(quantity, unitPrice, currency)
  return {
    ...base,
    key: 'key',
    visit: null,
    day: '2026-11-23',
    description: '=1+1',
    settles: quantity,
    amount,
    taxIncluded,
    net: amount,
    tax: 0,
    taxRate: `rate ${percent}`,
    taxPercent: percent,
    exemption: null,
    why: { rule: 'no_price' },
    less: [],
    changed: null,
    struck: null,
    from: [],
    covers: [],
    workOrder: 'WO-1',
    category: '',
    account: '200',
    taxCode: `${percent / 100}% (VAT on Income)`,
    taxName: 'VAT',
  }
}

function invoiceOf(number: string, given: readonly Given[], currency = 'EUR', sign = 1): ExportedInvoice {
  const { lines, net, tax, gross, taxes } = withTax(
    given.map((one) => lineOf({ ...one, quantity: sign * one.quantity }, currency)),
  )
  return {
    id: `id of ${number}`,
    customerId: 'customer',
    accountsName: 'Bakery, “Three Loaves”',
    email: 'office@bakery.example',
    address: { ...emptyAddress, line1: '1 Mill Lane', city: 'Ghent' },
    corrects: sign < 0 ? 'INV-0001' : '',
    number,
    kind: sign < 0 ? 'credit_note' : 'invoice',
    issuedOn: '2026-11-03',
    dueOn: '2026-12-31',
    customerNumber: 'C-1',
    customerName: 'Renamed since',
    purchaseOrder: 'PO "7"',
    currency,
    net,
    tax,
    gross,
    taxes,
    lines,
  }
}

const batchOf = (invoices: readonly ExportedInvoice[], country = 'BE'): Batch => ({
  number: '7',
  currency: invoices[0]?.currency ?? 'EUR',
  country,
  invoices,
})
const hour: Given = { kind: 'labour', quantity: 70_000, unitPrice: 900_000, percent: 1900, taxIncluded: false }
const parts: Given = { kind: 'part', quantity: 3000, unitPrice: 33_333, percent: 1900, taxIncluded: true }

function rowsOf(format: FormatId, batch: Batch): Record<string, string>[][] {
  return filesOf(format, batch).map(({ text }) => {
    assert.ok(text.startsWith('\ufeff') && text.endsWith('\r\n'))
    const read = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true })
    assert.deepEqual(read.errors, [])
    return read.data
  })
}

const given = fc.record({
  kind: fc.constantFrom('labour' as const, 'part' as const, 'fee' as const),
  quantity: fc.integer({ min: 1, max: 600 }).map((quantity) => quantity * 1000),
  unitPrice: fc.integer({ min: 1, max: 5_000_000 }),
  percent: fc.constantFrom(0, 600, 725, 1900),
  taxIncluded: fc.boolean(),
})
const columns = {
  xero: { quantity: '*Quantity', price: '*UnitAmount', tax: 'TaxAmount', number: '*InvoiceNumber' },
  quickbooks: { quantity: 'ItemQuantity', price: 'ItemRate', tax: 'ItemTaxAmount', number: '*InvoiceNo' },
} as const

test('in Xero and QuickBooks every quantity times its price is the line’s net, and net and tax make each total', () => {
  fc.assert(
    fc.property(
      fc.array(given, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      fc.constantFrom(1, -1),
      (lines, currency, sign) => {
        const invoice = invoiceOf('INV-1', lines, currency, sign)
        const digits = currencyExponent(currency)
        for (const [format, column] of Object.entries(columns)) {
          const [rows = []] = rowsOf(format === 'xero' ? 'xero' : 'quickbooks', batchOf([invoice]))
          const nets = rows.map((row) => {
            const quantity = parseDecimal(row[column.quantity] ?? '', 3) ?? Number.NaN
            const price = parseDecimal(row[column.price] ?? '', 4) ?? Number.NaN
            return divideHalfUp(BigInt(quantity) * BigInt(price), 1000n * 10n ** BigInt(4 - digits))
          })
          assert.deepEqual(
            nets,
            invoice.lines.map((line) => line.net),
          )
          const taxes = rows.map((row) => parseDecimal(row[column.tax] ?? '', digits) ?? Number.NaN)
          assert.equal(sum(nets) + sum(taxes), invoice.gross)
        }
      },
    ),
  )
})

test('Xero gets what it demands: starred columns filled, days as its company writes them, credit notes below zero', () => {
  const batch = batchOf([invoiceOf('INV-1', [hour, parts]), invoiceOf('CN-1', [parts], 'EUR', -1)])
  assert.deepEqual(handoverProblems('xero', batch), [])
  const [rows = []] = rowsOf('xero', batch)
  const starred = Object.keys(rows[0] ?? {}).filter((column) => column.startsWith('*'))
  assert.equal(starred.length, 9)
  for (const row of rows) for (const column of starred) assert.notEqual(row[column], '', column)
  const [first] = rows
  assert.deepEqual(
    [
      first?.['*ContactName'],
      first?.['*InvoiceDate'],
      first?.['*DueDate'],
      first?.['*Quantity'],
      first?.['*UnitAmount'],
    ],
    ['Bakery, “Three Loaves”', '03/11/2026', '31/12/2026', '1', '105.00'],
  )
  assert.equal(first?.['*Description'], `'=1+1 (WO-1)`, 'a spreadsheet finds no formula')
  const [american = []] = rowsOf('xero', batchOf(batch.invoices, 'US'))
  assert.equal(american[0]?.['*InvoiceDate'], '11/03/2026')
  const credit = rows.filter((row) => row['*InvoiceNumber'] === 'CN-1')
  assert.ok(credit.every((row) => row['*Quantity']?.startsWith('-') && row['Reference'] === 'INV-0001'))
})

test('a file of each system holds as many invoices as it takes, and no invoice is cut in two', () => {
  const many = Array.from({ length: 501 }, (_, index) => invoiceOf(`INV-${index}`, [hour, parts]))
  const sizes = (format: 'xero' | 'quickbooks') =>
    rowsOf(format, batchOf(many)).map((rows) => new Set(rows.map((row) => row[columns[format].number])).size)
  assert.deepEqual(sizes('xero'), [500, 1])
  assert.deepEqual(sizes('quickbooks'), [100, 100, 100, 100, 100, 1])
})

test('QuickBooks takes no credit note, no long number and no third digit, and says so before anything leaves', () => {
  const batch = batchOf([
    invoiceOf('CN-1', [parts], 'KWD', -1),
    invoiceOf('INV-2026-NORTH-HEATING-1', [{ ...hour, unitPrice: 900_010 }], 'KWD'),
  ])
  assert.deepEqual(
    handoverProblems('quickbooks', batch).map(({ code, invoice }) => [code, invoice?.number]),
    [
      ['credit_note_not_taken', 'CN-1'],
      ['amounts_too_fine', 'CN-1'],
      ['number_too_long', 'INV-2026-NORTH-HEATING-1'],
      ['amounts_too_fine', 'INV-2026-NORTH-HEATING-1'],
    ],
  )
  assert.deepEqual(handoverProblems('csv', batch), [])
})

test('what nobody mapped is listed once each with its lines, and sums that do not agree keep all of it back', () => {
  const unmapped = invoiceOf('INV-1', [hour, parts, parts])
  const lines = unmapped.lines.map((line) => ({ ...line, account: line.kind === 'part' ? null : '200', taxCode: null }))
  const wrong = { ...invoiceOf('INV-2', [hour]), gross: 1 }
  const problems = handoverProblems('xero', batchOf([{ ...unmapped, lines }, wrong]))
  assert.deepEqual(
    problems.map(({ code, mend, sentence }) => [code, mend, sentence]),
    [
      ['sums_differ', 'invoice', 'INV-2: its lines and taxes do not make its total.'],
      ['account_unmapped', 'accounts', '2 lines of “Parts” have no account yet.'],
      ['tax_unmapped', 'accounts', '3 lines taxed as “VAT” have no tax code yet.'],
    ],
  )
})

test('JSON says the control totals first, its amounts as text, in currencies of every number of digits', () => {
  for (const [currency, net] of [
    ['EUR', '105.00'],
    ['JPY', '105'],
    ['KWD', '105.000'],
  ] as const) {
    const [file] = filesOf('json', batchOf([invoiceOf('INV-1', [hour], currency)]))
    const read: unknown = JSON.parse(file?.text ?? '')
    assert.partialDeepStrictEqual(read, {
      control: { count: 1, net, by_rate: [{ tax_percent: '19', net }] },
      invoices: [{ id: 'id of INV-1', net, customer: { id: 'customer', name_in_accounts: 'Bakery, “Three Loaves”' } }],
    })
  }
})
