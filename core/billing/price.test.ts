import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addMinutes } from '../kit/time.ts'
import { amountOf, labourAmount, parseDecimal, taxOn } from '../kit/money.ts'
import { byLuis, byTara, dispatched, finishBody, idOf, luis, type Recorder, tara } from '../work-orders/testing.ts'
import { type PriceCatalogue, priceCatalogue, type PriceRateCard, type PriceRows } from './catalogue.ts'
import { price } from './price.ts'
import { totals } from './tax.ts'
import { begin, exampleCard, exampleRows, invoiceAll, issueAll, valve, vat, visit } from './testing.ts'

function catalogue(changes: Partial<PriceRateCard> = {}, rows: Partial<PriceRows> = {}): PriceCatalogue {
  return priceCatalogue({ ...exampleRows, rateCards: [{ ...exampleCard, ...changes }], ...rows })
}

function workedFor(minutes: number): Recorder {
  const recorder = dispatched()
  recorder.send('arrive', { visit, technician: luis, at: begin }, byLuis)
  recorder.send('finish', finishBody(visit, luis, addMinutes(begin, minutes)), byLuis)
  return recorder
}

function priced(recorder: Recorder, from: PriceCatalogue = catalogue()) {
  assert.ok(recorder.order)
  return price(recorder.order, from)
}

function invoice(recorder: Recorder, from: PriceCatalogue = catalogue()): void {
  invoiceAll(recorder, from)
}

test('labour of 70 minutes at 90.00 an hour, rounded up to 15, is 75 minutes and 112.50', () => {
  const [line] = priced(workedFor(70)).lines
  assert.equal(line?.quantity, 75_000)
  assert.equal(line?.net, 11_250)
  assert.ok(line?.why.rule === 'labour' && line.why.recorded === 70 && line.why.rounded === 75)
})

test('tax of 7.25 % on a taxable net of 102.00 is 7.40', () => {
  assert.equal(taxOn(10_200, 725), 740)
})

test('half a minor unit goes up, away from zero, and only once', () => {
  assert.equal(labourAmount(1, 300_000, 'EUR'), 50)
  assert.equal(amountOf(500, 100, 'EUR'), 1)
  assert.equal(amountOf(-500, 100, 'EUR'), -1)
  assert.equal(amountOf(1000, 1_000_000, 'JPY'), 100)
})

test('a part costs its price-book price and the line says which version of the price', () => {
  const recorder = workedFor(0)
  const fact = recorder.send(
    'part',
    {
      visit,
      technician: luis,
      at: begin,
      item: valve,
      sku: 'V1',
      name: 'Valve',
      quantity: 2500,
      unit: 'pc',
      serial: '',
      note: '',
    },
    byLuis,
  )
  const line = priced(recorder).lines.find((one) => one.kind === 'part')
  assert.equal(line?.net, 3085)
  assert.deepEqual(line?.covers, [fact])
  assert.deepEqual(line?.why, { rule: 'price_book', item: valve, itemVersion: 2 })
})

test('a part that is not in the price book is a line without a price, never left out', () => {
  const recorder = workedFor(0)
  recorder.send(
    'part',
    {
      visit,
      technician: luis,
      at: begin,
      item: null,
      sku: '',
      name: 'Odd gasket',
      quantity: 1000,
      unit: 'pc',
      serial: '',
      note: '',
    },
    byLuis,
  )
  const line = priced(recorder).lines.find((one) => one.kind === 'part')
  assert.equal(line?.net, 0)
  assert.equal(line?.why.rule, 'no_price')
})

test('time reported after the invoice is billed as the difference of the rounded minutes only', () => {
  const recorder = workedFor(70)
  invoice(recorder)
  assert.deepEqual(priced(recorder).lines, [])
  recorder.send(
    'record_time',
    {
      visit,
      technician: luis,
      at: begin,
      activity: 'work',
      from: addMinutes(begin, 100),
      to: addMinutes(begin, 120),
      note: '',
    },
    byLuis,
  )
  const [line, ...others] = priced(recorder).lines
  assert.equal(others.length, 0)
  assert.equal(line?.quantity, 15_000)
  assert.ok(line?.why.rule === 'labour' && line.why.billedBefore === 75 && line.why.rounded === 90)
  assert.equal(line?.covers.length, 1)
  invoice(recorder)
  assert.deepEqual(priced(recorder).lines, [])
})

test('a void invoice frees its lines to be billed again', () => {
  const recorder = workedFor(70)
  const before = priced(recorder)
  invoice(recorder)
  const issued = recorder.order?.money.invoices[0]?.invoice ?? ''
  recorder.send('invoice_voided', { invoice: issued, reason: 'wrong customer' })
  assert.deepEqual(priced(recorder), before)
})

test('the office changes, strikes and adds lines with a reason, and the original stays beside it', () => {
  const recorder = workedFor(70)
  const key = priced(recorder).lines[0]?.key ?? ''
  recorder.send('change_line', { key, changes: { quantity: 60_000 }, reason: 'agreed on the phone' })
  recorder.send('add_line', {
    line: idOf(0x71),
    description: 'Goodwill',
    quantity: 1000,
    unit: '',
    unitPrice: -100_000,
    taxRate: vat,
    reason: 'late',
  })
  const changed = priced(recorder)
  assert.equal(changed.lines[0]?.net, 9000)
  assert.equal(changed.lines[0]?.changed?.was.net, 11_250)
  assert.equal(changed.net, 8000)
  recorder.send('strike_line', { key, reason: 'warranty' })
  assert.equal(priced(recorder).net, -1000)
  recorder.send('restore_line', { key })
  assert.equal(priced(recorder).net, 10_250)
})

test('a call-out fee is charged once a visit, and minimum time holds', () => {
  const recorder = workedFor(5)
  const from = catalogue({ callOutFee: 4500, minimumMinutes: 30 })
  const lines = priced(recorder, from).lines
  assert.deepEqual(
    lines.map((line) => [line.kind, line.net]),
    [
      ['fee', 4500],
      ['labour', 4500],
    ],
  )
})

test('an hour the office set aside is not billed, and the record keeps it', () => {
  const recorder = workedFor(70)
  const entry = recorder.work.visits[0]?.steps[0]?.id ?? ''
  recorder.send('adjust_time', { entry, minutes: 30, reason: 'own mistake' })
  assert.equal(priced(recorder).lines[0]?.quantity, 30_000)
  assert.equal(recorder.work.visits[0]?.steps.length, 2)
})

test('a line the office lowered or struck is settled by its invoice: the rest does not come back', () => {
  const recorder = workedFor(70)
  const key = priced(recorder).lines[0]?.key ?? ''
  recorder.send('change_line', { key, changes: { quantity: 60_000 }, reason: 'agreed' })
  const fact = recorder.send(
    'part',
    {
      visit,
      technician: luis,
      at: begin,
      item: valve,
      sku: 'V1',
      name: 'Valve',
      quantity: 1000,
      unit: 'pc',
      serial: '',
      note: '',
    },
    byLuis,
  )
  recorder.send('strike_line', { key: `part/${fact}`, reason: 'warranty' })
  invoice(recorder)
  assert.deepEqual(priced(recorder).lines, [])
  recorder.send(
    'record_time',
    {
      visit,
      technician: luis,
      at: begin,
      activity: 'work',
      from: addMinutes(begin, 100),
      to: addMinutes(begin, 120),
      note: '',
    },
    byLuis,
  )
  assert.deepEqual(
    priced(recorder).lines.map((line) => [line.quantity, line.changed]),
    [[15_000, null]],
  )
})

test('time taken back after the invoice comes off as a negative difference', () => {
  const recorder = workedFor(70)
  const extra = recorder.send(
    'record_time',
    {
      visit,
      technician: luis,
      at: begin,
      activity: 'work',
      from: addMinutes(begin, 100),
      to: addMinutes(begin, 130),
      note: '',
    },
    byLuis,
  )
  invoice(recorder)
  recorder.send('withdraw', { fact: extra, at: begin, reason: 'was another job' }, byLuis)
  assert.deepEqual(
    priced(recorder).lines.map((line) => [line.quantity, line.net]),
    [[-30_000, -4500]],
  )
})

test('two technicians are two labour lines, each rounded on its own', () => {
  const recorder = dispatched([luis, tara])
  recorder.send('arrive', { visit, technician: luis, at: begin }, byLuis)
  recorder.send('arrive', { visit, technician: tara, at: begin }, byTara)
  recorder.send('leave', { visit, technician: tara, at: addMinutes(begin, 16) }, byTara)
  recorder.send('finish', finishBody(visit, luis, addMinutes(begin, 31)), byLuis)
  assert.deepEqual(
    priced(recorder).lines.map((line) => [line.description, line.quantity]),
    [
      ['Labour, Luis', 45_000],
      ['Labour, Tara', 30_000],
    ],
  )
})

test('the sums are the sums of the lines and tax is taken once per rate', () => {
  const lineOf = fc.record({
    net: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    rate: fc.constantFrom(0, 700, 725, 1900),
    struck: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(lineOf, { maxLength: 30 }), (lines) => {
      const rows = lines.map(({ net, rate, struck }) => ({
        amount: net,
        net,
        taxIncluded: false,
        exemption: null,
        taxRate: idOf(rate),
        taxPercent: rate,
        struck: struck ? { by: '', reason: '' } : null,
      }))
      const sums = totals(rows)
      const live = rows.filter((row) => !row.struck)
      assert.equal(
        sums.net,
        live.reduce((total, row) => total + row.net, 0),
      )
      assert.equal(sums.gross, sums.net + sums.tax)
      for (const one of sums.taxes) assert.equal(one.tax, taxOn(one.net, one.percent))
    }),
  )
})

test('whatever is fitted and however it is invoiced in steps, nothing is billed twice and nothing is left', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('time' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ kind: fc.constant('part' as const), quantity: fc.integer({ min: 1, max: 5000 }) }),
    fc.record({ kind: fc.constant('invoice' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const recorder = workedFor(10)
      let at = addMinutes(begin, 20)
      for (const one of steps) {
        if (one.kind === 'time') {
          const to = addMinutes(at, one.minutes)
          recorder.send(
            'record_time',
            { visit, technician: luis, at, activity: 'work', from: at, to, note: '' },
            byLuis,
          )
          at = addMinutes(to, 1)
        } else if (one.kind === 'part') {
          recorder.send(
            'part',
            {
              visit,
              technician: luis,
              at,
              item: valve,
              sku: 'V1',
              name: 'Valve',
              quantity: one.quantity,
              unit: 'pc',
              serial: '',
              note: '',
            },
            byLuis,
          )
        } else if (!('refusal' in recorder.try('approve', { version: recorder.work.version }))) {
          issueAll(recorder, catalogue())
        }
      }
      if (priced(recorder).lines.length > 0) invoice(recorder)
      assert.deepEqual(priced(recorder).lines, [])
      const covered = recorder.order?.money.invoices.flatMap((one) => one.lines.flatMap((line) => line.covers)) ?? []
      assert.equal(new Set(covered).size, covered.length)
    }),
    { numRuns: 60 },
  )
})

test('what a person types as an amount is read in either notation or refused, never guessed', () => {
  assert.equal(parseDecimal('1,234.50', 2), 123_450)
  assert.equal(parseDecimal('1.234,50', 2), 123_450)
  assert.equal(parseDecimal('12', 4), 120_000)
  assert.equal(parseDecimal('0.005', 2), null)
  assert.equal(parseDecimal('12 apples', 2), null)
})
