import type { Id } from '../kit/ids.ts'
import type { OrderPrices } from '../billing/part-offer.ts'
import type { UnitPrice } from '../kit/money.ts'
import type { Instant, LocalDate, Zone } from '../kit/time.ts'
import type { DayDocument } from '../fieldwork/day.ts'
import type { Requirements, Section, TaskDefinition, WorkDocument } from '../work-orders/document.ts'
import type { FindingSeverity } from '../work-orders/words.ts'
import type { DocumentKind } from './api.ts'

/** A work order on a phone: the work, never the money, and how far this device's commands are settled in it (S16). */
export type WorkOrderPut = {
  work: WorkDocument
  /** The last `dseq` of this device that is settled in the document. */
  settled: number
  /** Sites and customers it names have documents of their own; these are names for lists. */
  customerName: string
  siteName: string
  /** Names of technicians on the record. */
  technicians: Record<Id, string>
}
export type SitePut = {
  id: Id
  customer: Id
  name: string
  address: string
  latitude: number | null
  longitude: number | null
  zone: Zone
  /** What an earlier server sent has none. */
  phone?: string
  accessNotes: string
  hazards: string
  contacts: { id: Id; name: string; role: string; phone: string; email: string }[]
  files: { id: Id; sha256: string; name: string; mediaType: string; size: number }[]
}
export type CustomerPut = { id: Id; name: string; number: string; phone: string; email: string }
export type AssetPut = {
  id: Id
  site: Id
  name: string
  make: string
  model: string
  serial: string
  location: string
  installedOn: string | null
  warrantyUntil: string | null
}
/** The last three closed visits at a site, id of the document: the site's. */
export type HistoryPut = {
  visits: {
    workOrder: Id
    number: string
    title: string
    at: Instant
    zone: Zone
    outcome: string
    crew: string[]
    note: string
    notes: string[]
    parts: string[]
    assets: Id[]
    /** Their thumbnails are fetched by hash; what an earlier server sent has none. */
    photos?: { sha256: string; words: string }[]
  }[]
  /** The last readings of each asset there, the newest first; what an earlier server sent has neither. */
  readings?: { asset: Id; label: string; unit: string; value: string; outOfRange: boolean; at: Instant; zone: Zone }[]
  /** What was found at the site and nothing was done about yet. */
  findings?: { asset: Id | null; severity: FindingSeverity; text: string; at: Instant; zone: Zone; number: string }[]
}
/** A shard of the price book without prices: what can be fitted. */
export type PartsPut = {
  items: { id: Id; sku: string; name: string; unit: string; category: string; barcode: string }[]
}
/** What the parts of a shard cost everybody on a day; only for those who may see prices. */
export type PricesPut = {
  on: LocalDate
  items: { id: Id; unitPrice: UnitPrice | null }[]
}
/** The money of a work order, as far as a part is concerned; only for those who may see prices. */
export type MoneyPut = OrderPrices
export type JobTypesPut = {
  items: {
    id: Id
    name: string
    kind: string
    priority: string
    description: string
    minutes: number
    tasks: TaskDefinition[]
    /** What an earlier server sent has neither. */
    sections?: Section[]
    formVersion?: number
    requires: Requirements
  }[]
}
/** Technicians one may work with or record for. */
export type PeoplePut = { items: { id: Id; name: string; code: string }[] }
export type DayPut = { day: DayDocument; settled: number }
export type SettingsPut = {
  organization: {
    id: Id
    name: string
    zone: Zone
    locale: string
    currency: string
    units: 'metric' | 'imperial'
    firstDayOfWeek: number
    phone: string
  }
  member: Id
  technician: Id
  technicianName: string
  /** The front of provisional references: `T7` in `T7-0012`. */
  technicianCode: string
}

/** The body of each kind of document a phone holds. */
export type PutBodies = {
  work_order: WorkOrderPut
  site: SitePut
  customer: CustomerPut
  asset: AssetPut
  history: HistoryPut
  parts: PartsPut
  prices: PricesPut
  money: MoneyPut
  job_types: JobTypesPut
  people: PeoplePut
  day: DayPut
  settings: SettingsPut
}
export type PutOf<K extends DocumentKind> = { kind: K; id: Id; version: number; body: PutBodies[K] }

/** What the digest is computed over (S17): kind, id and version of everything held, sorted. */
export function digestInput(held: readonly (readonly [DocumentKind, Id, number])[]): string {
  return held
    .map(([kind, id, version]) => `${kind}/${id}/${version}`)
    .sort()
    .join('\n')
}
