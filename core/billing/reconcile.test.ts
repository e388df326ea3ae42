import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare, guessColumns, guessDateOrder, type OurInvoice, readAmount, readDate, readList } from './reconcile.ts'

const xero = [
  'ContactName',
  'InvoiceNumber',
  'Reference',
  'InvoiceDate',
  'DueDate',
  'Total',
  'InvoiceAmountPaid',
  'InvoiceAmountDue',
  'Status',
]
const quickbooks = ['Date', 'Transaction Type', 'Num', 'Customer', 'Due Date', 'Amount', 'Open Balance']

test('the columns of what Xero, QuickBooks and others list are guessed by their headings', () => {
  assert.deepEqual(guessColumns(xero), { number: 1, date: 3, total: 5, paid: 6, open: 7, status: 8 })
  assert.deepEqual(guessColumns(quickbooks), { number: 2, date: 0, total: 5, paid: null, open: 6, status: null })
  assert.deepEqual(guessColumns(['Rechnungsnummer', 'Datum', 'Brutto']), {
    number: 0,
    date: 1,
    total: 2,
    paid: null,
    open: null,
    status: null,
  })
  assert.equal(guessColumns(['Colour', 'Weight']).number, null)
})

test('days and amounts are read as they are written there', () => {
  assert.equal(guessDateOrder(['03/11/2026', '13/11/2026'], 'mdy'), 'dmy')
  assert.equal(guessDateOrder(['11/13/2026'], 'dmy'), 'mdy')
  assert.equal(guessDateOrder(['03/04/2026'], 'mdy'), 'mdy')
  assert.deepEqual(
    ['3.11.26', '03/11/2026', '2026-11-03', '31/02/2026', 'soon'].map((text) => readDate(text, 'dmy')),
    ['2026-11-03', '2026-11-03', '2026-11-03', null, null],
  )
  assert.deepEqual(
    ['$1,234.50', '1.234,50 €', '(12.00)', '-12', '', 'n/a'].map((text) => readAmount(text, 2)),
    [123_450, 123_450, -1200, -1200, null, null],
  )
  assert.deepEqual([readAmount('1,234', 0), readAmount('1.234', 3)], [1234, 1234])
})

const our = (number: string, rest: Partial<OurInvoice> = {}): OurInvoice => ({
  id: `id of ${number}`,
  number,
  state: 'acknowledged',
  issuedOn: '2026-11-03',
  gross: 11_900,
  credited: 0,
  paid: 0,
  ...rest,
})

test('every difference is found once: missing on either side, amount, void, payment and what was not acknowledged', () => {
  const rows = [
    ['', 'INV-1', '', '01/11/2026', '', '119.00', '0.00', '119.00', 'Awaiting Payment'],
    ['', 'INV-1', '', '01/11/2026', '', '119.00', '0.00', '119.00', 'Awaiting Payment'],
    ['', 'inv-2', '', '03/11/2026', '', '120.00', '', '', 'Paid'],
    ['', 'INV-3', '', '03/11/2026', '', '119.00', '119.00', '0.00', 'Paid'],
    ['', 'INV-4', '', '03/11/2026', '', '119.00', '', '', 'Voided'],
    ['', 'INV-5', '', '05/11/2026', '', '119.00', '0.00', '119.00', 'Awaiting Payment'],
    ['', 'INV-99', '', '05/11/2026', '', '7.00', '', '', ''],
    ['', 'INV-7', '', '05/11/2026', '', '119.00', '19.00', '100.00', ''],
    ['', '', '', '', '', 'Total', '', '', ''],
    ['', '', '', '', '', '', '', '', ''],
  ]
  const list = readList(rows, guessColumns(xero), { digits: 2, order: 'dmy' })
  assert.deepEqual([list.invoices.length, list.unread], [7, 1])
  const ours = [
    our('INV-1'),
    our('INV-2'),
    our('INV-3'),
    our('INV-4'),
    our('INV-5', { state: 'exported' }),
    our('INV-6'),
    our('INV-7', { credited: -1900 }),
    our('INV-8', { issuedOn: '2026-10-31' }),
    our('INV-10', { state: 'issued' }),
  ]
  const { same, differences } = compare(ours, list.invoices)
  assert.equal(same, 2, 'one as it is, and one whose credit note counts as paid there')
  assert.deepEqual(
    differences.map(({ kind, number, here, there }) => [kind, number, here, there]),
    [
      ['amount', 'INV-2', 11_900, 12_000],
      ['payment', 'INV-3', 0, 11_900],
      ['status', 'INV-4', 'acknowledged', 'Voided'],
      ['not_acknowledged', 'INV-5', 'exported', 'Awaiting Payment'],
      ['missing_there', 'INV-6', 11_900, null],
      ['missing_here', 'INV-99', null, 700],
    ],
  )
})
