import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { weekdays } from '../kit/hours.ts'
import { sum, taxOn } from '../kit/money.ts'
import { addMinutes, minutesBetween } from '../kit/time.ts'
import { byLuis, byTara, dispatched, finishBody, idOf, luis, type Recorder, tara } from '../work-orders/testing.ts'
import { bandsOf } from './bands.ts'
import { type PriceCatalogue, priceCatalogue } from './catalogue.ts'
import { price } from './price.ts'
import { taxWithin, totals, withTax } from './tax.ts'
import { begin, exampleCard, exampleRows, invoiceAll, orderOf, valve, vat, visit } from './testing.ts'

// What holds whatever the prices, the facts and the order they come in.
const customer = idOf(0xe1)
const percent = fc.constantFrom(0, 1, 725, 1900, 10_000)
const minor = fc.oneof(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.integer({ min: -3, max: 3 }))
const unitPrice = fc.integer({ min: 0, max: 3_000_000 })

const taxable = fc.record({ amount: minor, rate: percent, struck: fc.boolean() })

test('net and tax of the lines add up to the totals to the cent, tax once a rate, with prices that have it in them and without', () => {
  fc.assert(
    fc.property(fc.array(taxable, { maxLength: 40 }), fc.boolean(), (given, taxIncluded) => {
      const lines = given.map(({ amount, rate, struck }) => ({
        amount,
        taxIncluded,
        taxRate: idOf(rate),
        taxPercent: rate,
        exemption: null,
        struck: struck ? { by: '', reason: '' } : null,
      }))
      const taxed = withTax(lines)
      const live = taxed.lines.filter((line) => !line.struck)
      assert.equal(taxed.net, sum(live.map((line) => line.net)))
      assert.equal(taxed.tax, sum(live.map((line) => line.tax)))
      assert.equal(taxed.gross, taxed.net + taxed.tax)
      assert.equal(taxIncluded ? taxed.gross : taxed.net, sum(live.map((line) => line.amount)))
      for (const one of taxed.taxes) {
        if (taxIncluded) assert.equal(one.tax, taxWithin(one.net + one.tax, one.percent))
        else assert.equal(one.tax, taxOn(one.net, one.percent))
      }
      for (const line of live) {
        const alone = taxIncluded ? taxWithin(line.amount, line.taxPercent) : taxOn(line.amount, line.taxPercent)
        assert.ok(Math.abs(line.tax - alone) <= 1)
      }
      assert.deepEqual(totals(lines.toReversed()), totals(lines))
    }),
  )
})

test('a time cut into bands loses no minute, wherever clocks change and wherever it is cut once more', () => {
  const rows = { ...exampleRows, workingHours: weekdays({ from: '07:30', to: '16:15' }), holidays: ['2026-10-26'] }
  const catalogue = priceCatalogue(rows)
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC')
  const minutes = fc.integer({ min: 0, max: 60 * 80 })
  fc.assert(
    fc.property(zone, minutes, minutes, minutes, (where, offset, first, second) => {
      const from = addMinutes('2026-10-23T20:00:00.000Z', offset)
      const [middle, to] = [addMinutes(from, first), addMinutes(from, first + second)]
      const whole = bandsOf(from, to, where, catalogue)
      assert.equal(sum(whole.map((piece) => piece.minutes)), minutesBetween(from, to))
      const halves = [...bandsOf(from, middle, where, catalogue), ...bandsOf(middle, to, where, catalogue)]
      for (const band of ['standard', 'after_hours', 'holiday'] as const) {
        const of = (pieces: typeof whole) => sum(pieces.flatMap((one) => (one.band === band ? one.minutes : [])))
        assert.equal(of(halves), of(whole))
      }
    }),
  )
})

/** A company with all kinds of prices, in a currency of 0, 2 or 3 decimals. */
const world = fc
  .record({
    currency: fc.constantFrom('JPY', 'EUR', 'KWD'),
    taxIncluded: fc.boolean(),
    rate: percent,
    hourlyRate: unitPrice,
    afterHours: fc.option(fc.record({ hourlyRate: unitPrice, callOutFee: fc.constant(null) })),
    stepMinutes: fc.constantFrom(1, 6, 15, 60),
    minimumMinutes: fc.constantFrom(0, 30, 120),
    callOutFee: fc.integer({ min: 0, max: 9000 }),
    travelPolicy: fc.constantFrom('none' as const, 'actual' as const, 'flat' as const, 'zone' as const),
    travelFee: fc.integer({ min: 0, max: 9000 }),
    fixedPrice: fc.option(fc.integer({ min: 0, max: 90_000 }), { freq: 5 }),
    discount: fc.constantFrom(0, 333, 1000),
    validFrom: fc.constantFrom('2026-01-01', '2026-12-01'),
    itemPrice: fc.option(unitPrice),
  })
  .map(({ currency, taxIncluded, rate, discount, itemPrice, ...card }) =>
    priceCatalogue({
      ...exampleRows,
      currency,
      taxIncluded,
      taxRates: [{ id: vat, name: 'VAT', rate, version: 1 }],
      rateCards: [{ ...exampleCard, travelHourlyRate: 450_000, ...card }],
      items: exampleRows.items.map((item) => ({ ...item, unitPrice: itemPrice, cost: 70_000 })),
      markup: [{ upTo: null, percent: 3333 }],
      customers: [
        { id: customer, labourDiscount: discount, partsDiscount: discount, categoryDiscounts: [], exemption: null },
      ],
    }),
  )

/** What somebody does: each is one fact, so that facts may come in any order. */
const fact = fc.oneof(
  fc.record({
    kind: fc.constant('time' as const),
    luis: fc.boolean(),
    activity: fc.constantFrom('work' as const, 'travel' as const, 'break' as const),
    after: fc.integer({ min: 0, max: 3000 }),
    minutes: fc.integer({ min: 0, max: 300 }),
  }),
  fc.record({
    kind: fc.constant('part' as const),
    luis: fc.boolean(),
    after: fc.integer({ min: 0, max: 3000 }),
    quantity: fc.integer({ min: -2000, max: 9000 }),
    known: fc.boolean(),
  }),
)
type Fact = typeof fact extends fc.Arbitrary<infer F> ? F : never

function tell(recorder: Recorder, one: Fact, id: string): void {
  const technician = one.luis ? luis : tara
  const by = one.luis ? byLuis : byTara
  const at = addMinutes(begin, one.after)
  if (one.kind === 'time') {
    const { activity } = one
    const to = addMinutes(at, one.minutes + 1)
    recorder.send('record_time', { visit, technician, at, activity, from: at, to, note: '' }, by, { id })
  } else {
    const what = { item: one.known ? valve : null, sku: '', name: 'Valve', unit: 'pc', serial: '', note: '' }
    recorder.send('part', { visit, technician, at, ...what, quantity: one.quantity }, by, { id })
  }
}

function told(facts: readonly { one: Fact; id: string }[]): Recorder {
  const recorder = dispatched([luis, tara])
  for (const { one, id } of facts) tell(recorder, one, id)
  recorder.send('finish', finishBody(visit, luis, addMinutes(begin, 4000)), byLuis, { id: idOf(0x5000) })
  return recorder
}

const facts = fc
  .array(fact, { minLength: 1, maxLength: 10 })
  .map((all) => all.map((one, n) => ({ one, id: idOf(0x6000 + n) })))
const priced = (recorder: Recorder, catalogue: PriceCatalogue) => price(orderOf(recorder), catalogue)

test('priced again it is the same, nothing is on two lines, and the order in which facts came changes nothing', () => {
  fc.assert(
    fc.property(facts, fc.infiniteStream(fc.integer({ min: 0, max: 1000 })), world, (all, chance, catalogue) => {
      const bill = priced(told(all), catalogue)
      assert.deepEqual(priced(told(all), catalogue), bill)
      const covered = bill.lines.flatMap((line) => line.covers)
      assert.equal(new Set(covered).size, covered.length)
      const keys = bill.lines.map((line) => line.key)
      assert.equal(new Set(keys).size, keys.length)
      assert.equal(bill.gross, sum(bill.lines.map((line) => line.net + line.tax)))
      const drawn = new Map(all.map(({ id }) => [id, chance.next().value ?? 0]))
      const shuffled = all.toSorted((a, b) => (drawn.get(a.id) ?? 0) - (drawn.get(b.id) ?? 0))
      assert.deepEqual(priced(told(shuffled), catalogue).lines, bill.lines)
    }),
    { numRuns: 150 },
  )
})

test('invoiced in as many steps as one likes, every fact is on one live line at most and nothing is left', () => {
  fc.assert(
    fc.property(facts, facts, world, world, (before, after, catalogue, later) => {
      const recorder = told(before)
      invoiceAll(recorder, catalogue)
      assert.deepEqual(priced(recorder, catalogue).lines, [])
      after.forEach(({ one }, n) => {
        tell(recorder, one, idOf(0x7000 + n))
      })
      // Prices may have changed by then: what was invoiced keeps them, and only the difference is made.
      if (priced(recorder, later).lines.length > 0) invoiceAll(recorder, later)
      assert.deepEqual(priced(recorder, later).lines, [])
      const covered = orderOf(recorder).money.invoices.flatMap((one) => one.lines.flatMap((line) => line.covers))
      assert.equal(new Set(covered).size, covered.length)
    }),
    { numRuns: 100 },
  )
})

test('all of it taken back after the invoice, what is owed back is what was charged, to a cent a line', () => {
  fc.assert(
    fc.property(facts, world, (all, catalogue) => {
      const recorder = told(all)
      invoiceAll(recorder, catalogue)
      const charged = sum(orderOf(recorder).money.invoices.flatMap((one) => one.lines.map((line) => line.amount ?? 0)))
      for (const { one, id } of all)
        recorder.send('withdraw', { fact: id, at: begin, reason: 'another job' }, one.luis ? byLuis : byTara)
      const { lines } = priced(recorder, catalogue)
      assert.ok(Math.abs(charged + sum(lines.map((line) => line.amount))) <= lines.length)
    }),
    { numRuns: 100 },
  )
})
