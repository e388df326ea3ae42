import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sum } from '../kit/money.ts'
import { type CreditableLine, creditOf, creditRefusal, wholeCredit } from './credit.ts'
import { agesOf, statementOf } from './statement.ts'
import type { TaxTotal } from './priced-line.ts'
import { totals, withTax } from './tax.ts'

const why = { by: 'Anna', reason: 'Agreed', billAgain: true }

function lineOf(id: string, net: number, taxPercent: number): CreditableLine {
  const part = { kind: 'part' as const, description: id, quantity: 1000, unit: 'pc', unitPrice: net * 100 }
  const sums = { amount: net, taxIncluded: false, net, tax: 0, currency: 'EUR', exemption: null, day: '2026-11-23' }
  return { ...part, ...sums, id, workOrder: 'one', visit: null, taxRate: null, taxPercent, credited: 0 }
}

const lines = fc
  .array(
    fc.record({
      net: fc.integer({ min: 2, max: 1_000_000 }),
      rate: fc.constantFrom(0, 700, 725, 1900),
      taxIncluded: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.map(({ net, rate, taxIncluded }, index) => ({
      ...lineOf(`line ${index}`, net, rate),
      taxIncluded,
      struck: null,
    })),
  )

test('however an invoice is credited in parts, the parts give back its net and its tax, to the cent', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 5 }), (all, shares) => {
      const invoice = withTax(all)
      let left = invoice.lines
      const credits = [...shares, 1].flatMap((share) => {
        const wishes = wholeCredit(left)
          .map(({ line, net }) => ({ line, net: share === 1 ? net : Math.floor(net * share) }))
          .filter(({ net }) => net > 0)
        if (wishes.length === 0) return []
        assert.equal(creditRefusal(left, wishes), null)
        const credit = creditOf({ lines: left, taxes: invoice.taxes, currency: 'EUR' }, wishes, why)
        assert.equal(credit.net, -sum(wishes.map(({ net }) => net)))
        left = left.map((line) => {
          const taken = wishes.find((wish) => wish.line === line.id)?.net ?? 0
          return { ...line, credited: line.credited - taken }
        })
        return [credit]
      })
      assert.equal(sum(credits.map(({ net }) => net)), 0 - invoice.net)
      assert.equal(sum(credits.map(({ gross }) => gross)), 0 - invoice.gross)
      for (const { percent } of invoice.taxes) {
        const of = (all: readonly TaxTotal[]) => sum(all.filter((one) => one.percent === percent).map(({ tax }) => tax))
        assert.equal(of(credits.flatMap(({ taxes }) => taxes)), 0 - of(invoice.taxes))
      }
    }),
  )
})

test('only a line credited to its end is billed again; a lesser amount is money alone', () => {
  const all = [lineOf('pump', 10_000, 1900), lineOf('seal', 500, 1900)]
  const { taxes } = totals(all.map((line) => ({ ...line, struck: null })))
  const wishes = [
    { line: 'pump', net: 4000 },
    { line: 'seal', net: 500 },
  ]
  const credit = creditOf({ lines: all, taxes, currency: 'EUR' }, wishes, why)
  assert.deepEqual(credit.frees, ['seal'])
  assert.deepEqual(
    credit.lines.map(({ quantity, unitPrice, net }) => [quantity, unitPrice, net]),
    [
      [-1000, 400_000, -4000],
      [-1000, 50_000, -500],
    ],
  )
  assert.deepEqual([credit.net, credit.tax], [-4500, -855])
})

test('more than is left, nothing, a line twice or of another invoice is not credited', () => {
  const all = [{ ...lineOf('pump', 10_000, 1900), credited: -6000 }]
  const code = (...wishes: { line: string; net: number }[]) => creditRefusal(all, wishes)?.code
  assert.equal(code({ line: 'pump', net: 4001 }), 'credit_too_much')
  assert.equal(code({ line: 'pump', net: -1 }), 'credit_too_much')
  assert.equal(code(), 'credit_empty')
  assert.equal(code({ line: 'pump', net: 1 }, { line: 'pump', net: 1 }), 'credit_twice')
  assert.equal(code({ line: 'hose', net: 1 }), 'credit_line_unknown')
  assert.equal(code({ line: 'pump', net: 4000 }), undefined)
})

test('a statement begins with what was open before, and each balance is the one before and the movement', () => {
  const on = (day: string, amount: number) => ({ on: day, kind: 'invoice' as const, invoice: day, text: day, amount })
  const told = statementOf(
    [on('2026-11-03', 50), on('2026-10-31', 100), on('2026-12-01', 7)],
    '2026-11-01',
    '2026-11-30',
  )
  assert.deepEqual([told.opening, told.lines.map(({ balance }) => balance), told.closing], [100, [150], 150])
  const open = [
    { dueOn: '2026-11-23', open: 1 },
    { dueOn: '2026-11-22', open: 2 },
    { dueOn: '2026-10-24', open: 4 },
    { dueOn: '2026-10-23', open: 8 },
    { dueOn: '2026-01-01', open: 16 },
  ]
  assert.deepEqual(agesOf(open, '2026-11-23'), { not_due: 1, to_30: 6, to_60: 8, to_90: 0, over_90: 16 })
})
