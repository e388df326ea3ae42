import { weekdays } from '../kit/hours.ts'
import type { WorkOrder } from '../work-orders/document.ts'
import { idOf, luis, type Recorder, tara } from '../work-orders/testing.ts'
import type { PriceCatalogue, PriceRateCard, PriceRows } from './catalogue.ts'
import { price } from './price.ts'

/** What tests of prices begin with: one card, one part, one tax. Pure, like everything here. */
export const visit = idOf(0xf1)
export const vat = idOf(0x51)
export const valve = idOf(0x61)
/** A Saturday, 08:00 in Berlin. */
export const begin = '2026-10-24T06:00:00.000Z'

export const exampleCard: PriceRateCard = {
  id: idOf(0x41),
  name: 'Standard',
  version: 3,
  scope: { customer: null, jobType: null, grade: null },
  scopeWords: '',
  validFrom: '2026-01-01',
  validUntil: null,
  hourlyRate: 900_000,
  afterHours: null,
  holiday: null,
  stepMinutes: 15,
  minimumMinutes: 0,
  callOutFee: 0,
  travelPolicy: 'none',
  travelHourlyRate: 0,
  travelFee: 0,
  travelZones: [],
  fixedPrice: null,
  fixedIncludesParts: false,
  taxRateId: vat,
}

export const exampleRows: PriceRows = {
  currency: 'EUR',
  taxIncluded: false,
  workingHours: weekdays({ from: '08:00', to: '17:00' }),
  holidays: [],
  rateCards: [exampleCard],
  items: [
    {
      id: valve,
      sku: 'V1',
      name: 'Valve',
      kind: 'part',
      unit: 'pc',
      unitPrice: 123_400,
      cost: null,
      category: 'Valves',
      taxRateId: null,
      version: 2,
    },
  ],
  datedPrices: [],
  markup: [],
  taxRates: [{ id: vat, name: 'VAT', rate: 1900, version: 1 }],
  defaultTaxRate: vat,
  technicians: [
    { id: luis, name: 'Luis', grade: null },
    { id: tara, name: 'Tara', grade: null },
  ],
  customers: [],
  sites: [],
  assets: [],
  base: null,
}

/** Approves what there is, and puts all that can be billed on an issued invoice, as the office does. */
export function invoiceAll(recorder: Recorder, from: PriceCatalogue): void {
  for (const flag of recorder.work.flags.filter((one) => !one.settled))
    recorder.send('settle_flag', { flag: flag.id, note: '' })
  recorder.send('approve', { version: recorder.work.version })
  issueAll(recorder, from)
}

export function issueAll(recorder: Recorder, from: PriceCatalogue): void {
  const review = recorder.work.review?.version ?? 0
  const lines = linesToIssue(orderOf(recorder), from, review)
  if (lines.length === 0) return
  const invoice = idOf(0x8000 + review)
  recorder.send('invoice_issued', { invoice, number: `INV-${review}`, kind: 'invoice', review, lines })
}

function linesToIssue(order: WorkOrder, from: PriceCatalogue, review: number) {
  return price(order, from).lines.map((line, index) => ({
    key: line.key,
    line: idOf(0x90000 + review * 100 + index),
    quantity: line.struck ? 0 : line.quantity,
    net: line.struck ? 0 : line.net,
    amount: line.struck ? 0 : line.amount,
    settles: line.settles,
    covers: line.covers,
    description: line.description,
    taxRate: line.taxRate,
  }))
}

export function orderOf({ order }: Recorder): WorkOrder {
  if (!order) throw new Error('nothing was raised')
  return order
}
