import type { Id } from '../kit/ids.ts'
import {
  amountOf,
  currencyExponent,
  labourAmount,
  type Minor,
  type Minutes,
  type Quantity,
  roundUpToStep,
  sum,
  type TaxRate,
  taxOn,
  type UnitPrice,
} from '../kit/money.ts'
import { localDate } from '../kit/time.ts'
import type { AddedLine, LineChange, MoneyDocument, Part, Visit, WorkOrder } from '../work-orders/document.ts'
import { liveBilledLines, liveChange, liveStrike } from '../work-orders/evolve-money.ts'
import { timeEntries, type TimeEntry } from '../work-orders/visits.ts'

/** What prices are taken from: the rows of the price book and the rate cards as they are, with their versions. */
export type PriceCatalogue = {
  currency: string
  /** Default cards by the first day they hold, in any order. */
  rateCards: PriceRateCard[]
  items: ReadonlyMap<
    Id,
    { sku: string; name: string; unit: string; unitPrice: UnitPrice; taxRateId: Id | null; version: number }
  >
  taxRates: ReadonlyMap<Id, { name: string; rate: TaxRate; version: number }>
  /** For lines that name none. */
  defaultTaxRate: Id | null
  technicians: ReadonlyMap<Id, string>
}
export type PriceRateCard = {
  id: Id
  name: string
  version: number
  validFrom: string
  hourlyRate: UnitPrice
  stepMinutes: Minutes
  minimumMinutes: Minutes
  callOutFee: Minor
  travelPolicy: 'none' | 'actual' | 'flat'
  travelHourlyRate: UnitPrice
  travelFee: Minor
  taxRateId: Id | null
}

/** Why a line costs what it costs: the rule with its version and the figures it used. */
export type Why =
  | {
      rule: 'labour'
      rateCard: Id
      rateCardName: string
      rateCardVersion: number
      recorded: Minutes
      step: Minutes
      minimum: Minutes
      rounded: Minutes
      billedBefore: Minutes
    }
  | {
      rule: 'travel_time'
      rateCard: Id
      rateCardName: string
      rateCardVersion: number
      recorded: Minutes
      billedBefore: Minutes
    }
  | { rule: 'travel_fee' | 'call_out_fee'; rateCard: Id; rateCardName: string; rateCardVersion: number }
  | { rule: 'price_book'; item: Id; itemVersion: number }
  | { rule: 'no_price' }
  | { rule: 'added'; by: string; reason: string }

export type PricedLine = {
  /** Stable through re-pricing: `labour/visit/technician`, `part/fact`, `call_out/visit`, `added/line`. */
  key: string
  kind: 'labour' | 'travel' | 'part' | 'fee' | 'added'
  visit: Id | null
  description: string
  /** Thousandths of the unit. Labour is in hours only on paper: here in minutes with unit `min`, as thousandths of a minute. */
  quantity: Quantity
  /** What of the record it settles, before any change of the office; an invoice keeps it, so the rest is never billed twice. */
  settles: Quantity
  unit: string
  unitPrice: UnitPrice
  net: Minor
  taxRate: Id | null
  /** Hundredths of a percent. */
  taxPercent: TaxRate
  why: Why
  /** What the office changed, if anything. */
  changed: { by: string; reason: string; was: { quantity: Quantity; unitPrice: UnitPrice; net: Minor } } | null
  struck: { by: string; reason: string } | null
  /** Facts of the record it was made from; each is on at most one live invoice line. */
  covers: Id[]
}

export type TaxTotal = { taxRate: Id | null; percent: TaxRate; net: Minor; tax: Minor }
export type Priced = { lines: PricedLine[]; net: Minor; tax: Minor; gross: Minor; taxes: TaxTotal[] }

type LineDraft = Omit<PricedLine, 'net' | 'settles' | 'taxPercent' | 'changed' | 'struck'>

/**
 * What can be billed for a record now: every line with its why, less what is on live invoices already. Pricing again gives
 * the same; after an invoice only the difference is left.
 */
export function price(order: WorkOrder, catalogue: PriceCatalogue): Priced {
  const drafts = [
    ...order.work.visits.flatMap((visit) => visitLines(order, visit, catalogue)),
    ...order.work.parts.flatMap((part) => partLine(order.money, part, catalogue)),
    ...order.money.addedLines.flatMap((line) => addedLine(order.money, line)),
  ]
  const lines = drafts.map((draft) => finish(draft, order.money, catalogue))
  return { lines, ...totals(lines) }
}

/** Sums with the tax once per rate. Struck lines count nothing. */
export function totals(
  lines: readonly Pick<PricedLine, 'net' | 'taxRate' | 'taxPercent' | 'struck'>[],
): Omit<Priced, 'lines'> {
  const byRate = new Map<string, TaxTotal>()
  for (const line of lines) {
    if (line.struck) continue
    const key = `${line.taxRate}/${line.taxPercent}`
    const total = byRate.get(key) ?? { taxRate: line.taxRate, percent: line.taxPercent, net: 0, tax: 0 }
    byRate.set(key, { ...total, net: total.net + line.net })
  }
  const taxes = [...byRate.values()]
    .map((total) => ({ ...total, tax: taxOn(total.net, total.percent) }))
    .sort((a, b) => b.percent - a.percent)
  const net = sum(taxes.map((total) => total.net))
  const tax = sum(taxes.map((total) => total.tax))
  return { net, tax, gross: net + tax, taxes }
}

function rateCardOn(catalogue: PriceCatalogue, day: string): PriceRateCard | null {
  const valid = catalogue.rateCards.filter((card) => card.validFrom <= day)
  const pool = valid.length > 0 ? valid : catalogue.rateCards
  return pool.reduce<PriceRateCard | null>(
    (best, card) => (!best || card.validFrom > best.validFrom ? card : best),
    null,
  )
}

/** Minutes as billed: the office's adjustment where there is one, else what was recorded. */
function billedMinutes(money: MoneyDocument, entry: TimeEntry): Minutes {
  return money.timeAdjustments.find((one) => one.entry === entry.id)?.minutes ?? entry.minutes
}

function visitLines(order: WorkOrder, visit: Visit, catalogue: PriceCatalogue): LineDraft[] {
  const entries = timeEntries(order.work, visit).filter((entry) => entry.to !== null)
  const billable = entries.filter((entry) => entry.activity === 'work' || entry.activity === 'travel')
  const first = billable.map((entry) => entry.from).sort()[0]
  if (!first) return []
  const card = rateCardOn(catalogue, localDate(first, order.work.zone))
  if (!card) return []
  const technicians = [
    ...new Set([...billable.map((entry) => entry.technician), ...billedTechnicians(order.money, 'labour', visit)]),
  ]
  const was = (key: string) => liveBilledLines(order.money).filter((line) => line.key === key)
  const labour = technicians.flatMap((technician) =>
    labourLine(order.money, visit, technician, entries, card, catalogue, was),
  )
  return [
    ...callOutLine(visit, entries, card, was),
    ...labour,
    ...travelLines(order.money, visit, entries, card, catalogue, was),
  ]
}

type Billed = (key: string) => ReturnType<typeof liveBilledLines>

/** Who was billed on this visit before: time taken back after an invoice comes off the next one. */
function billedTechnicians(money: MoneyDocument, kind: 'labour' | 'travel', visit: Visit): Id[] {
  const front = `${kind}/${visit.id}/`
  return liveBilledLines(money).flatMap((line) => (line.key.startsWith(front) ? [line.key.slice(front.length)] : []))
}

function cardWhy(card: PriceRateCard) {
  return { rateCard: card.id, rateCardName: card.name, rateCardVersion: card.version }
}

/** Labour of a visit and technician: rounded up to the card's step, at least its minimum, less what was billed before. */
function labourLine(
  money: MoneyDocument,
  visit: Visit,
  technician: Id,
  entries: readonly TimeEntry[],
  card: PriceRateCard,
  catalogue: PriceCatalogue,
  was: Billed,
): LineDraft[] {
  const own = entries.filter((entry) => entry.technician === technician && entry.activity === 'work')
  const recorded = sum(own.map((entry) => billedMinutes(money, entry)))
  const key = `labour/${visit.id}/${technician}`
  const rounded = recorded === 0 ? 0 : Math.max(roundUpToStep(recorded, card.stepMinutes), card.minimumMinutes)
  const billedBefore = sum(was(key).map((line) => line.settles)) / 1000
  const open = rounded - billedBefore
  if (open === 0) return []
  const covered = new Set(was(key).flatMap((line) => line.covers))
  const name = catalogue.technicians.get(technician) ?? ''
  return [
    {
      key,
      kind: 'labour',
      visit: visit.id,
      description: name ? `Labour, ${name}` : 'Labour',
      quantity: open * 1000,
      unit: 'min',
      unitPrice: card.hourlyRate,
      taxRate: card.taxRateId ?? catalogue.defaultTaxRate,
      why: {
        rule: 'labour',
        ...cardWhy(card),
        recorded,
        step: card.stepMinutes,
        minimum: card.minimumMinutes,
        rounded,
        billedBefore,
      },
      covers: own.map((entry) => entry.id).filter((id) => !covered.has(id)),
    },
  ]
}

function callOutLine(visit: Visit, entries: readonly TimeEntry[], card: PriceRateCard, was: Billed): LineDraft[] {
  const key = `call_out/${visit.id}`
  if (card.callOutFee === 0 || entries.length === 0 || was(key).length > 0) return []
  return [feeLine(key, visit, 'Call-out fee', card.callOutFee, card, 'call_out_fee')]
}

function feeLine(
  key: string,
  visit: Visit,
  description: string,
  fee: Minor,
  card: PriceRateCard,
  rule: 'call_out_fee' | 'travel_fee',
): LineDraft {
  return {
    key,
    kind: 'fee',
    visit: visit.id,
    description,
    quantity: 1000,
    unit: '',
    // A fee is an amount in minor units; `finish` turns it into a unit price of the currency.
    unitPrice: fee,
    taxRate: card.taxRateId,
    why: { rule, ...cardWhy(card) },
    covers: [],
  }
}

function travelLines(
  money: MoneyDocument,
  visit: Visit,
  entries: readonly TimeEntry[],
  card: PriceRateCard,
  catalogue: PriceCatalogue,
  was: Billed,
): LineDraft[] {
  const trips = entries.filter((entry) => entry.activity === 'travel')
  if (card.travelPolicy === 'none' || entries.length === 0) return []
  if (card.travelPolicy === 'flat') {
    const key = `travel_fee/${visit.id}`
    return card.travelFee === 0 || was(key).length > 0
      ? []
      : [feeLine(key, visit, 'Travel', card.travelFee, card, 'travel_fee')]
  }
  return [
    ...new Set([...trips.map((entry) => entry.technician), ...billedTechnicians(money, 'travel', visit)]),
  ].flatMap((technician) => {
    const own = trips.filter((entry) => entry.technician === technician)
    const key = `travel/${visit.id}/${technician}`
    const recorded = sum(own.map((entry) => billedMinutes(money, entry)))
    const billedBefore = sum(was(key).map((line) => line.settles)) / 1000
    if (recorded - billedBefore === 0) return []
    const covered = new Set(was(key).flatMap((line) => line.covers))
    const name = catalogue.technicians.get(technician) ?? ''
    const line: LineDraft = {
      key,
      kind: 'travel',
      visit: visit.id,
      description: name ? `Travel, ${name}` : 'Travel',
      quantity: (recorded - billedBefore) * 1000,
      unit: 'min',
      unitPrice: card.travelHourlyRate,
      taxRate: card.taxRateId ?? catalogue.defaultTaxRate,
      why: { rule: 'travel_time', ...cardWhy(card), recorded, billedBefore },
      covers: own.map((entry) => entry.id).filter((id) => !covered.has(id)),
    }
    return [line]
  })
}

function partLine(money: MoneyDocument, part: Part, catalogue: PriceCatalogue): LineDraft[] {
  const key = `part/${part.id}`
  const billed = sum(
    liveBilledLines(money)
      .filter((line) => line.key === key)
      .map((line) => line.settles),
  )
  if (part.quantity - billed === 0) return []
  const item = part.item ? catalogue.items.get(part.item) : undefined
  return [
    {
      key,
      kind: 'part',
      visit: part.visit,
      description: part.name,
      quantity: part.quantity - billed,
      unit: part.unit,
      unitPrice: item?.unitPrice ?? 0,
      taxRate: item?.taxRateId ?? catalogue.defaultTaxRate,
      why:
        item && part.item ? { rule: 'price_book', item: part.item, itemVersion: item.version } : { rule: 'no_price' },
      covers: billed === 0 ? [part.id] : [],
    },
  ]
}

function addedLine(money: MoneyDocument, line: AddedLine): LineDraft[] {
  const key = `added/${line.id}`
  if (liveBilledLines(money).some((billed) => billed.key === key)) return []
  const { description, quantity, unit, unitPrice, taxRate } = line
  const why: Why = { rule: 'added', by: line.by, reason: line.reason }
  return [{ key, kind: 'added', visit: null, description, quantity, unit, unitPrice, taxRate, why, covers: [line.id] }]
}

/** Puts the office's changes on a line and does its sum, half up once. */
function finish(draft: LineDraft, money: MoneyDocument, catalogue: PriceCatalogue): PricedLine {
  const base =
    draft.kind === 'fee' ? { ...draft, unitPrice: feeAsUnitPrice(draft.unitPrice, catalogue.currency) } : draft
  const change = liveChange(money, draft.key)
  const struck = liveStrike(money, draft.key)
  const shown = change ? { ...base, ...changesOf(change) } : base
  const taxRate = shown.taxRate ?? catalogue.defaultTaxRate
  return {
    ...shown,
    settles: base.quantity,
    net: netOf(shown, catalogue.currency),
    taxRate,
    taxPercent: (taxRate ? catalogue.taxRates.get(taxRate)?.rate : undefined) ?? 0,
    changed: change
      ? {
          by: change.by,
          reason: change.reason,
          was: { quantity: base.quantity, unitPrice: base.unitPrice, net: netOf(base, catalogue.currency) },
        }
      : null,
    struck: struck ? { by: struck.by, reason: struck.reason } : null,
  }
}

function feeAsUnitPrice(fee: Minor, currency: string): UnitPrice {
  return fee * 10 ** (4 - currencyExponent(currency))
}

function changesOf(change: LineChange): Partial<Pick<LineDraft, 'description' | 'quantity' | 'unitPrice' | 'taxRate'>> {
  const { description, quantity, unitPrice, taxRate } = change
  return {
    ...(description === undefined ? {} : { description }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    ...(taxRate === undefined ? {} : { taxRate }),
  }
}

function netOf(line: Pick<PricedLine, 'kind' | 'unit' | 'quantity' | 'unitPrice'>, currency: string): Minor {
  const timed = line.kind === 'labour' || line.kind === 'travel'
  return timed
    ? labourAmount(Math.round(line.quantity / 1000), line.unitPrice, currency)
    : amountOf(line.quantity, line.unitPrice, currency)
}
