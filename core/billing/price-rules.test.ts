import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommandBody } from '../work-orders/commands.ts'
import { byLuis, dispatched, finishBody, idOf, luis, type Recorder } from '../work-orders/testing.ts'
import { priceCatalogue, type PriceRateCard, type PriceRows } from './catalogue.ts'
import { beyondLimit } from './overrides.ts'
import { aboveLimitWith, offeredPrice, orderPrices } from './part-offer.ts'
import { price } from './price.ts'
import type { Priced } from './priced-line.ts'
import { exampleCard, exampleRows, invoiceAll, orderOf, valve, visit } from './testing.ts'
import { fullWhy } from './why.ts'

// Worked examples a bookkeeper can check by hand. The customer is 0xe1 and the site 0xe2, as `raiseBody` says.
const customer = idOf(0xe1)
const site = idOf(0xe2)
const afterHours = { hourlyRate: 1_350_000, callOutFee: null }

function worked(from: string, to: string, recorder = dispatched()): Recorder {
  recorder.send('arrive', { visit, technician: luis, at: from }, byLuis)
  recorder.send('finish', finishBody(visit, luis, to), byLuis)
  return recorder
}

/** Friday from 16:00 to 17:00 in Berlin: an hour within the hours of the week. */
const friday = () => worked('2026-10-23T14:00:00.000Z', '2026-10-23T15:00:00.000Z')

function fit(recorder: Recorder, quantity = 1000): string {
  const part = { item: valve, sku: 'V1', name: 'Valve', quantity, unit: 'pc', serial: '', note: '' }
  return recorder.send('part', { visit, technician: luis, at: '2026-10-23T14:30:00.000Z', ...part }, byLuis)
}

function say(recorder: Recorder, money: CommandBody<'edit_details'>['money'], changes = {}): void {
  recorder.send('edit_details', { changes, money })
}

function priced(recorder: Recorder, card: Partial<PriceRateCard> = {}, rows: Partial<PriceRows> = {}): Priced {
  return price(orderOf(recorder), priceCatalogue({ ...exampleRows, rateCards: [{ ...exampleCard, ...card }], ...rows }))
}

const amounts = ({ lines }: Priced) => lines.map((line) => [line.description, line.quantity / 1000, line.net])
const whys = ({ lines }: Priced) => lines.map(fullWhy)
const terms = (changes: Partial<PriceRows['customers'][number]>): Partial<PriceRows> => ({
  customers: [
    { id: customer, labourDiscount: 0, partsDiscount: 0, categoryDiscounts: [], exemption: null, ...changes },
  ],
})

test('work from 16:00 to 19:20 is an hour by day at 90.00 and the rest after hours at 135.00, rounded once, at its end', () => {
  const bill = priced(worked('2026-10-23T14:00:00.000Z', '2026-10-23T17:20:00.000Z'), { afterHours })
  assert.deepEqual(amounts(bill), [
    ['Labour, Luis', 60, 9000],
    ['Labour, Luis, after hours', 150, 33_750],
  ])
  assert.deepEqual(whys(bill), [
    '1 h, rate Standard',
    '2 h 30 min after hours, of 3 h 20 min rounded up to 3 h 30 min, rate Standard',
  ])
  const [day, evening] = bill.lines
  assert.deepEqual([evening?.from, evening?.covers, day?.covers], [day?.from, [], day?.from])
})

test('a night in which the clocks go back has the hour that comes twice twice, and ends at midnight for a holiday', () => {
  const night = () => worked('2026-10-24T21:30:00.000Z', '2026-10-25T03:00:00.000Z')
  assert.deepEqual(amounts(priced(night(), { afterHours })), [['Labour, Luis, after hours', 330, 74_250]])
  const holiday = { hourlyRate: 1_800_000, callOutFee: null }
  assert.deepEqual(amounts(priced(night(), { afterHours, holiday }, { holidays: ['2026-10-25'] })), [
    ['Labour, Luis, after hours', 30, 6750],
    ['Labour, Luis, holiday', 300, 90_000],
  ])
})

test('a call-out that begins after hours costs its own fee', () => {
  const bill = priced(worked('2026-10-24T21:30:00.000Z', '2026-10-24T22:00:00.000Z'), {
    callOutFee: 4500,
    afterHours: { hourlyRate: 1_350_000, callOutFee: 9000 },
  })
  assert.deepEqual(amounts(bill)[0], ['Call-out fee', 1, 9000])
})

test('the customer’s card goes before the one of the job type, that before the grade’s, and one that has ended before none', () => {
  const jobType = idOf(0x77)
  const grade = idOf(0x78)
  const recorder = friday()
  say(recorder, undefined, { jobType })
  const of = (n: number, name: string, scope: Partial<PriceRateCard['scope']>, rest: Partial<PriceRateCard> = {}) => ({
    ...exampleCard,
    id: idOf(n),
    name,
    scope: { customer: null, jobType: null, grade: null, ...scope },
    ...rest,
  })
  const rateCards = [
    of(1, 'All work', {}),
    of(2, 'Masters', { grade }),
    of(3, 'Boilers', { jobType }),
    of(4, 'Bakery', { customer }, { validUntil: '2026-10-23' }),
    of(5, 'Bakery, boilers', { customer, jobType }, { validFrom: '2026-10-24' }),
  ]
  const technicians = [{ id: luis, name: 'Luis', grade }]
  const named = (cards: PriceRateCard[]) => {
    const why = price(orderOf(recorder), priceCatalogue({ ...exampleRows, technicians, rateCards: cards })).lines[0]
      ?.why
    return why?.rule === 'labour' ? why.rateCardName : why?.rule
  }
  assert.equal(named(rateCards), 'Bakery')
  assert.equal(named(rateCards.toReversed()), 'Bakery')
  assert.equal(named(rateCards.filter(({ name }) => name !== 'Bakery')), 'Boilers')
  assert.equal(named(rateCards.slice(0, 2)), 'Masters')
  assert.equal(named(rateCards.slice(0, 1)), 'All work')
  assert.equal(named(rateCards.slice(4)), 'no_rate')
})

test('time no rate holds for stays on the bill without a price, and it is said for which day', () => {
  const bill = priced(friday(), { validFrom: '2026-10-24' })
  assert.deepEqual(amounts(bill), [['Labour, Luis', 60, 0]])
  assert.deepEqual(
    bill.warnings.map(({ code, params, mend }) => [code, params.day, mend.at]),
    [['rate_missing', '2026-10-23', 'rates']],
  )
})

test('a part costs what was agreed with the customer, else the price of the day, else the list, else its cost with the markup', () => {
  const recorder = friday()
  fit(recorder)
  const price = { item: valve, version: 1, validUntil: null }
  const agreed = { ...price, id: idOf(1), customer, validFrom: '2026-10-01', unitPrice: 90_000 }
  const later = { ...price, id: idOf(2), customer, validFrom: '2026-11-01', unitPrice: 95_000 }
  const forAll = { ...price, id: idOf(3), customer: null, validFrom: '2026-10-01', unitPrice: 130_000 }
  const part = (rows: Partial<PriceRows>) => {
    const line = priced(recorder, {}, rows).lines.find((one) => one.kind === 'part')
    return line && [line.unitPrice, fullWhy(line)]
  }
  assert.deepEqual(part({ datedPrices: [agreed, later, forAll] }), [
    90_000,
    'Price agreed with the customer from 1 Oct 2026',
  ])
  assert.deepEqual(part({ datedPrices: [later, forAll] }), [130_000, 'Price book, price from 1 Oct 2026'])
  assert.deepEqual(part({ datedPrices: [later] }), [123_400, 'Price book'])
  const items = exampleRows.items.map((item) => ({ ...item, unitPrice: null, cost: 100_000 }))
  const markup = [
    { upTo: 50_000, percent: 10_000 },
    { upTo: null, percent: 4000 },
  ]
  assert.deepEqual(part({ items, markup }), [140_000, 'Cost 10.00 plus 40 %'])
  assert.deepEqual(part({ items }), [0, 'Not in the price book, no price yet'])
})

test('a customer’s discount comes off labour and parts, another off a category, and none off a price that was agreed', () => {
  const recorder = friday()
  fit(recorder)
  const discounts = {
    labourDiscount: 1000,
    partsDiscount: 500,
    categoryDiscounts: [{ category: 'Valves', percent: 2000 }],
  }
  const bill = priced(recorder, { callOutFee: 4500 }, terms(discounts))
  assert.deepEqual(amounts(bill), [
    ['Call-out fee', 1, 4500],
    ['Labour, Luis', 60, 8100],
    ['Valve', 1, 987],
  ])
  assert.deepEqual(whys(bill).slice(1), [
    '1 h, rate Standard; 10 % discount on labour off 90.00',
    'Price book; 20 % discount on Valves off 12.34',
  ])
  const own = {
    id: idOf(1),
    version: 1,
    item: valve,
    customer,
    validFrom: '2026-01-01',
    validUntil: null,
    unitPrice: 100_000,
  }
  assert.deepEqual(amounts(priced(recorder, {}, { ...terms(discounts), datedPrices: [own] }))[1], ['Valve', 1, 1000])
})

test('travel by zone: the one the site names, else the ring around the base, and none at all is said', () => {
  const zones = [
    { name: 'Country', withinMetres: null, fee: 6000 },
    { name: 'Town', withinMetres: 10_000, fee: 2000 },
  ]
  const base = { lat: 52.52, lon: 13.4 }
  const travel = (place: Partial<PriceRows['sites'][number]>, travelZones = zones) => {
    const sites = [{ id: site, position: null, travelZone: '', base: null, ...place }]
    const bill = priced(friday(), { travelPolicy: 'zone', travelZones }, { sites, base })
    const line = bill.lines.find((one) => one.key.startsWith('travel_fee/'))
    return [line?.net, line && fullWhy(line), bill.warnings[0]?.code]
  }
  const near = { lat: 52.5, lon: 13.41 }
  assert.deepEqual(travel({ position: near }), [2000, 'Zone Town, 2.3 km from the base, rate Standard', undefined])
  assert.deepEqual(travel({ position: near, travelZone: 'Country' }), [
    6000,
    'Zone Country as the site says, rate Standard',
    undefined,
  ])
  assert.equal(travel({ position: near, base: { lat: 48.1, lon: 11.6 } })[0], 6000)
  assert.deepEqual(travel({}), [0, 'In no travel zone, no price yet, rate Standard', 'zone_missing'])
  assert.equal(travel({ position: { lat: 53, lon: 14 } }, zones.slice(1))[2], 'zone_missing')
})

test('work at a fixed price is one amount: time is in it, parts unless they are not, and a higher price bills the difference', () => {
  const recorder = friday()
  fit(recorder)
  say(recorder, { fixedPrice: { amount: 25_000, includesParts: false } })
  assert.deepEqual(amounts(priced(recorder)), [
    ['Fixed price as agreed', 1, 25_000],
    ['Labour, Luis', 60, 0],
    ['Valve', 1, 1234],
  ])
  assert.equal(whys(priced(recorder))[1], '1 h, rate Standard; included in the fixed price, instead of 90.00')
  invoiceAll(recorder, priceCatalogue(exampleRows))
  say(recorder, { fixedPrice: { amount: 30_000, includesParts: true } })
  const after = priced(recorder)
  assert.deepEqual(amounts(after), [['Fixed price as agreed', 1, 5000]])
  assert.equal(whys(after)[0], 'Agreed for this work, parts included, 250.00 billed before')
})

test('a card may say what the work costs however long it takes', () => {
  const bill = priced(friday(), { name: 'Boiler service', fixedPrice: 12_000, fixedIncludesParts: true })
  assert.deepEqual(amounts(bill)[0], ['Fixed price as agreed', 1, 12_000])
  assert.equal(whys(bill)[0], 'Fixed, rate Boiler service, parts included')
})

test('parts are covered to the last day of the asset’s warranty, labour by its own, and the office’s word goes before both', () => {
  const boiler = idOf(0x66)
  const recorder = friday()
  fit(recorder)
  say(recorder, undefined, { assets: [boiler] })
  const under = (partsUntil: string | null, labourUntil: string | null) =>
    priced(recorder, {}, { assets: [{ id: boiler, name: 'Boiler', partsUntil, labourUntil }] })
  assert.deepEqual(amounts(under('2026-10-23', '2026-10-22')), [
    ['Labour, Luis', 60, 9000],
    ['Valve', 1, 0],
  ])
  assert.equal(
    whys(under('2026-10-23', null))[1],
    'Price book; under warranty of Boiler until 23 Oct 2026, instead of 12.34',
  )
  say(recorder, { coverage: { labour: true, parts: false, until: null, reason: 'Our own mistake' } })
  assert.deepEqual(amounts(under('2030-01-01', null)), [
    ['Labour, Luis', 60, 0],
    ['Valve', 1, 1234],
  ])
  assert.equal(whys(under(null, null))[0], '1 h, rate Standard; covered: Our own mistake, instead of 90.00')
})

test('a certificate exempts to its last day; a day later there is tax again and somebody is told', () => {
  const under = (until: string | null) => priced(friday(), {}, terms({ exemption: { certificate: 'EX-7', until } }))
  assert.deepEqual([under('2026-10-23').tax, under(null).tax, under('2026-10-23').warnings], [0, 0, []])
  assert.equal(under(null).taxes[0]?.exemption, 'EX-7')
  const ended = under('2026-10-22')
  assert.equal(ended.tax, 1710)
  assert.deepEqual(
    ended.warnings.map(({ code, params }) => [code, params.certificate, params.until]),
    [['exemption_expired', 'EX-7', '2026-10-22']],
  )
})

test('prices with tax in them: 119.00 an hour at 19 % is 100.00 and 19.00, and the lines add up to what is asked for', () => {
  const recorder = friday()
  fit(recorder, 3000)
  const bill = priced(recorder, { hourlyRate: 1_190_000 }, { taxIncluded: true })
  assert.deepEqual(
    bill.lines.map((line) => [line.amount, line.net, line.tax]),
    [
      [11_900, 10_000, 1900],
      [3702, 3111, 591],
    ],
  )
  assert.deepEqual([bill.net, bill.tax, bill.gross], [13_111, 2491, 15_602])
})

test('a part taken off the record after its invoice is owed back at what was charged for it, and nothing for a struck one', () => {
  const recorder = friday()
  const [charged, free] = [fit(recorder, 2000), fit(recorder)]
  recorder.send('strike_line', { key: `part/${free}`, reason: 'goodwill' })
  const rows = { ...exampleRows, ...terms({ partsDiscount: 1000 }) }
  invoiceAll(recorder, priceCatalogue(rows))
  for (const fact of [charged, free])
    recorder.send('withdraw', { fact, at: '2026-10-26T08:00:00.000Z', reason: 'another job' }, byLuis)
  const bill = priced(recorder, {}, { items: [] })
  assert.deepEqual(amounts(bill), [['Valve', -2, -2221]])
})

test('what was invoiced counts towards the limit that was agreed', () => {
  const recorder = friday()
  say(recorder, { notToExceed: 10_000 })
  assert.deepEqual(priced(recorder).warnings, [])
  invoiceAll(recorder, priceCatalogue(exampleRows))
  fit(recorder)
  assert.deepEqual(
    priced(recorder).warnings.map(({ code, params }) => [code, params.limit, params.over]),
    [['over_limit', 10_000, 234]],
  )
})

test('an override goes as far as one of somebody’s roles reaches, in percent and in amount, and who reaches further is named', () => {
  const limits = {
    dispatcher: { percent: 1000, amount: null },
    contract_manager: { percent: null, amount: 10_000 },
    billing: { percent: 1000, amount: 500 },
  }
  const move = (was: number, becomes: number, ...own: Parameters<typeof beyondLimit>[1]) =>
    beyondLimit({ was, becomes }, own, limits)
  assert.equal(move(10_000, 9000, 'dispatcher'), null)
  assert.deepEqual(move(10_000, 8999, 'dispatcher')?.who, ['owner', 'admin', 'contract_manager'])
  assert.equal(move(10_000, 9500, 'billing'), null)
  assert.deepEqual(move(10_000, 9499, 'billing')?.who, ['owner', 'admin', 'dispatcher', 'contract_manager'])
  assert.equal(move(10_000, 8999, 'dispatcher', 'contract_manager'), null)
  assert.equal(move(10_000, 20_000, 'contract_manager'), null)
  assert.deepEqual(move(100_000, 0, 'contract_manager')?.who, ['owner', 'admin'])
  assert.equal(move(100_000, 0, 'owner'), null)
  assert.equal(move(0, 0, 'billing'), null)
})

test('work and fees of the price book are covered and discounted as what they are, not as parts', () => {
  const as = (kind: 'part' | 'labour' | 'fee') => {
    const recorder = friday()
    fit(recorder)
    say(recorder, { coverage: { labour: false, parts: true, until: null, reason: 'Maker’s warranty' } })
    const items = exampleRows.items.map((item) => ({ ...item, kind }))
    const bill = priced(recorder, {}, { items, ...terms({ labourDiscount: 1000, partsDiscount: 5000 }) })
    return bill.lines.at(-1)?.net
  }
  assert.deepEqual([as('part'), as('labour'), as('fee')], [0, 1111, 1234])
})

test('on the phone a part costs what the bill will say, and what is too much is told before it is fitted', () => {
  const recorder = friday()
  fit(recorder)
  say(recorder, { notToExceed: 12_000 })
  const own = { id: idOf(1), version: 1, item: valve, customer, validFrom: '2026-01-01', validUntil: null }
  const offer = (rows: Partial<PriceRows>) =>
    orderPrices(orderOf(recorder), priceCatalogue({ ...exampleRows, ...rows }), '2026-10-23', [valve])
  const part = { id: valve, category: 'Valves' }
  const plain = offer(terms({ partsDiscount: 1000 }))
  assert.deepEqual([offeredPrice(plain, 123_400, part), offeredPrice(plain, null, part)], [111_060, null])
  assert.equal(offeredPrice(offer({ datedPrices: [{ ...own, unitPrice: 90_000 }] }), 123_400, part), 90_000)
  // 90.00 and 11.11 are in it: 18.89 are left.
  const over = (unitPrice: number) => aboveLimitWith(plain, [{ quantity: 1000, unitPrice }])
  assert.deepEqual([plain.committed, over(188_900), over(189_000)], [10_111, null, 1])
  say(recorder, { coverage: { labour: false, parts: true, until: null, reason: 'Ours' }, notToExceed: 10_000 })
  assert.equal(offeredPrice(offer({}), 123_400, part), 0)
  // With tax in the prices 90.00 are 75.63 without: 24.37 are left, which is 29.00 with tax.
  const within = offer({ taxIncluded: true })
  const fitted = (unitPrice: number) => aboveLimitWith(within, [{ quantity: 1000, unitPrice }])
  assert.deepEqual([within.committed, fitted(290_000), fitted(290_200)], [7563, null, 2])
})
