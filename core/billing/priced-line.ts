import type { Id } from '../kit/ids.ts'
import type { Minor, Minutes, Quantity, TaxRate, UnitPrice } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import type { Band } from './catalogue.ts'

type OfCard = {
  rateCard: Id
  rateCardName: string
  rateCardVersion: number
  /** Whom and what the card is for, in words; nothing for all work. Lines frozen before there were such cards have none. */
  scope?: string
}
type OfItem = { item: Id; itemVersion: number }

/** Why a line costs what it costs: the rule with its version and the figures it used. */
export type Why =
  | (OfCard & {
      rule: 'labour'
      /** Lines frozen before there were bands have none. */
      band?: Band
      recorded: Minutes
      step: Minutes
      minimum: Minutes
      rounded: Minutes
      /** What rounding all of the visit's time of this person added here, where the work was in several bands. */
      roundedTogether?: { recorded: Minutes; rounded: Minutes }
      billedBefore: Minutes
    })
  | (OfCard & { rule: 'travel_time'; recorded: Minutes; billedBefore: Minutes })
  | (OfCard & { rule: 'travel_fee' })
  | (OfCard & { rule: 'call_out_fee'; band?: Band })
  | (OfCard & { rule: 'travel_zone'; zone: string; by: 'site' | 'distance'; metres: number | null })
  | (OfCard & { rule: 'no_zone' })
  | { rule: 'no_rate'; day: LocalDate; recorded: Minutes; billedBefore: Minutes }
  | (OfItem & { rule: 'price_book'; validFrom?: LocalDate })
  | (OfItem & { rule: 'customer_price'; price: Id; priceVersion: number; validFrom: LocalDate })
  | (OfItem & { rule: 'markup'; cost: UnitPrice; percent: number })
  | { rule: 'no_price' }
  | { rule: 'taken_back' }
  | (Partial<OfCard> & { rule: 'fixed_price'; amount: Minor; billedBefore: Minor; includesParts: boolean })
  | { rule: 'added'; by: string; reason: string }

/** What comes off a price before it is charged, in the order it was taken off. */
export type Less =
  | { kind: 'discount'; of: 'labour' | 'parts' | 'category'; category?: string; percent: TaxRate; from: UnitPrice }
  | { kind: 'warranty'; of: 'labour' | 'parts'; asset: string; until: LocalDate; from: UnitPrice }
  | { kind: 'covered'; of: 'labour' | 'parts'; until: LocalDate | null; reason: string; from: UnitPrice }
  | { kind: 'fixed_price'; from: UnitPrice }

export type PricedLine = {
  /** Stable through re-pricing: `labour/visit/technician`, behind it the band if not standard; `part/fact`, `call_out/visit`, `added/line`. */
  key: string
  kind: 'labour' | 'travel' | 'part' | 'fee' | 'added'
  visit: Id | null
  /** The day its price was looked up for, on the site's calendar. */
  day: LocalDate
  description: string
  /** Thousandths of the unit. Labour is in hours only on paper: here in minutes with unit `min`, as thousandths of a minute. */
  quantity: Quantity
  /** What of the record it settles, before any change of the office; an invoice keeps it, so the rest is never billed twice. */
  settles: Quantity
  unit: string
  unitPrice: UnitPrice
  /** Quantity at the unit price, half up once: with its tax where `taxIncluded`, else without. */
  amount: Minor
  taxIncluded: boolean
  /** Its part of the net and of the tax of its rate; the parts of all lines add up to the totals, to the cent. */
  net: Minor
  tax: Minor
  currency: string
  taxRate: Id | null
  /** Hundredths of a percent. */
  taxPercent: TaxRate
  /** Of the certificate that exempts it. */
  exemption: string | null
  why: Why
  less: Less[]
  /** What the office changed, if anything; `net` is the amount before. */
  changed: { by: string; reason: string; was: { quantity: Quantity; unitPrice: UnitPrice; net: Minor } } | null
  struck: { by: string; reason: string } | null
  /** Facts of the record it was made from. */
  from: Id[]
  /** Those of them it settles: each is on at most one live invoice line. */
  covers: Id[]
}

export type TaxTotal = {
  taxRate: Id | null
  percent: TaxRate
  net: Minor
  tax: Minor
  /** Why nothing is charged: the certificate. What was frozen before has none. */
  exemption?: string | null
}

/** Something to put right before the lines leave: its sentence hangs on the code; `mend` is where. */
export type PriceWarning = {
  code: 'rate_missing' | 'price_missing' | 'tax_rate_missing' | 'zone_missing' | 'exemption_expired' | 'over_limit'
  params: Readonly<Record<string, string | number>>
  /** The line it is about. */
  line: string | null
  mend: Mend
}
export type Mend = { at: 'rates' | 'price_book' } | { at: 'customer' | 'site' | 'work_order'; id: Id }

export type Priced = {
  lines: PricedLine[]
  net: Minor
  tax: Minor
  gross: Minor
  taxes: TaxTotal[]
  warnings: PriceWarning[]
}

/** Whether no rule had a price for it. */
export function isUnpriced({ why }: Pick<PricedLine, 'why'>): boolean {
  return why.rule === 'no_price' || why.rule === 'no_rate' || why.rule === 'no_zone'
}

/** What `priced` of a line was frozen before it said all of this. */
type Frozen = Omit<PricedLine, 'day' | 'amount' | 'taxIncluded' | 'tax' | 'currency' | 'exemption' | 'less' | 'from'> &
  Partial<PricedLine>

/** A frozen line as lines are now: earlier ones had prices without tax, and nothing taken off. */
export function readFrozen(line: Frozen, currency: string): PricedLine {
  return {
    day: '',
    amount: line.net,
    taxIncluded: false,
    tax: 0,
    currency,
    exemption: null,
    less: [],
    from: line.covers,
    ...line,
  }
}
