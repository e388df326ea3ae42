import type { Position } from '../kit/fields.ts'
import type { WeekHours } from '../kit/hours.ts'
import type { Id } from '../kit/ids.ts'
import type { Minor, Minutes, TaxRate, UnitPrice } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'

/** When work is done: in the hours of the week, outside them, on a holiday. Cut on the site's clock. */
export const bands = ['standard', 'after_hours', 'holiday'] as const
export type Band = (typeof bands)[number]

export const travelPolicies = ['none', 'actual', 'flat', 'zone'] as const
export type TravelPolicy = (typeof travelPolicies)[number]

/** What an hour and a call-out cost in a band; null: as in the one before it. */
export type BandRate = { hourlyRate: UnitPrice; callOutFee: Minor | null }

/** A ring around the base, as far as it reaches (null: everything beyond), or one a site names. */
export type TravelZone = { name: string; withinMetres: number | null; fee: Minor }

/** Whom and what a card is for; null: everybody, everything. */
export type CardScope = { customer: Id | null; jobType: Id | null; grade: Id | null }

export type PriceRateCard = {
  id: Id
  name: string
  version: number
  scope: CardScope
  /** The names of who and what it is for, as a reader knows it: `Northgate Hotels, Master`; empty for all work. */
  scopeWords: string
  validFrom: LocalDate
  /** Its last day; null: until the next. */
  validUntil: LocalDate | null
  hourlyRate: UnitPrice
  afterHours: BandRate | null
  holiday: BandRate | null
  stepMinutes: Minutes
  minimumMinutes: Minutes
  callOutFee: Minor
  travelPolicy: TravelPolicy
  travelHourlyRate: UnitPrice
  travelFee: Minor
  travelZones: TravelZone[]
  /** What the work costs however long it takes; null: by the hour. */
  fixedPrice: Minor | null
  fixedIncludesParts: boolean
  taxRateId: Id | null
}

export type PricedItem = {
  id: Id
  sku: string
  name: string
  /** Work and fees of the price book are fitted as parts are, and covered and discounted as what they are. */
  kind: 'part' | 'labour' | 'fee'
  unit: string
  /** The list price; null: there is none, and its cost is marked up. */
  unitPrice: UnitPrice | null
  cost: UnitPrice | null
  category: string
  taxRateId: Id | null
  version: number
}

/** The price of an item from a day on, for one customer or (null) for all. */
export type DatedPrice = {
  id: Id
  version: number
  item: Id
  customer: Id | null
  validFrom: LocalDate
  validUntil: LocalDate | null
  unitPrice: UnitPrice
}

/** Up to a cost (null: whatever it is) so much is added, in hundredths of a percent. */
export type MarkupStep = { upTo: UnitPrice | null; percent: number }

export type CustomerPriceTerms = {
  labourDiscount: TaxRate
  partsDiscount: TaxRate
  categoryDiscounts: readonly { category: string; percent: TaxRate }[]
  exemption: { certificate: string; until: LocalDate | null } | null
}

export type SitePlace = { position: Position | null; travelZone: string; base: Position | null }
export type AssetWarranty = { name: string; partsUntil: LocalDate | null; labourUntil: LocalDate | null }

/** Everything prices are taken from, as it was read. */
export type PriceRows = {
  currency: string
  /** Whether prices have their tax in them. */
  taxIncluded: boolean
  workingHours: WeekHours
  holidays: readonly LocalDate[]
  rateCards: readonly PriceRateCard[]
  items: readonly PricedItem[]
  datedPrices: readonly DatedPrice[]
  markup: readonly MarkupStep[]
  taxRates: readonly { id: Id; name: string; rate: TaxRate; version: number }[]
  /** For lines that name none. */
  defaultTaxRate: Id | null
  technicians: readonly { id: Id; name: string; grade: Id | null }[]
  customers: readonly ({ id: Id } & CustomerPriceTerms)[]
  sites: readonly ({ id: Id } & SitePlace)[]
  assets: readonly ({ id: Id } & AssetWarranty)[]
  /** Where ways begin, unless the site's territory has a base of its own. */
  base: Position | null
}

/** The rows, each where a line looks for it: read once, indexed once, for any number of work orders. */
export type PriceCatalogue = Pick<
  PriceRows,
  'currency' | 'taxIncluded' | 'workingHours' | 'markup' | 'defaultTaxRate' | 'base'
> & {
  holidays: ReadonlySet<LocalDate>
  /** By scope, the latest first. */
  rateCards: ReadonlyMap<string, readonly PriceRateCard[]>
  items: ReadonlyMap<Id, PricedItem>
  /** By item and customer, the latest first. */
  datedPrices: ReadonlyMap<string, readonly DatedPrice[]>
  taxRates: ReadonlyMap<Id, { name: string; rate: TaxRate; version: number }>
  technicians: ReadonlyMap<Id, { name: string; grade: Id | null }>
  customers: ReadonlyMap<Id, CustomerPriceTerms>
  sites: ReadonlyMap<Id, SitePlace>
  assets: ReadonlyMap<Id, AssetWarranty>
}

export function scopeKey({ customer, jobType, grade }: CardScope): string {
  return `${customer ?? ''}/${jobType ?? ''}/${grade ?? ''}`
}

export function datedKey(item: Id, customer: Id | null): string {
  return `${item}/${customer ?? ''}`
}

export function priceCatalogue(rows: PriceRows): PriceCatalogue {
  const { currency, taxIncluded, workingHours, markup, defaultTaxRate, base } = rows
  return {
    currency,
    taxIncluded,
    workingHours,
    markup,
    defaultTaxRate,
    base,
    holidays: new Set(rows.holidays),
    rateCards: Map.groupBy(rows.rateCards.toSorted(latestFirst), (card) => scopeKey(card.scope)),
    items: byId(rows.items),
    datedPrices: Map.groupBy(rows.datedPrices.toSorted(latestFirst), (one) => datedKey(one.item, one.customer)),
    taxRates: byId(rows.taxRates),
    technicians: byId(rows.technicians),
    customers: byId(rows.customers),
    sites: byId(rows.sites),
    assets: byId(rows.assets),
  }
}

type Dated = { id: Id; validFrom: LocalDate; validUntil: LocalDate | null }

function latestFirst(a: Dated, b: Dated): number {
  if (a.validFrom !== b.validFrom) return a.validFrom < b.validFrom ? 1 : -1
  return a.id < b.id ? -1 : 1
}

/** Of what follows one another, what holds on a day. */
export function holdsOn<D extends Dated>(latest: readonly D[] | undefined, day: LocalDate): D | undefined {
  return latest?.find((one) => one.validFrom <= day && (one.validUntil === null || one.validUntil >= day))
}

function byId<R extends { id: Id }>(rows: readonly R[]): Map<Id, R> {
  return new Map(rows.map((row) => [row.id, row]))
}
