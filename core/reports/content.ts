import type { Instant } from '../kit/time.ts'
import type { FactLabel, Language } from './labels.ts'

/**
 * What a paper says, ready to print: every text is formatted (amounts, dates and times with their zone, names of
 * activities and outcomes), only the fixed words (headings, column heads) come from the label catalogue of the language.
 * Plain JSON: it is stored with the frozen PDF and gives the same bytes again.
 */
export type PaperSize = 'a4' | 'letter'

/** An image by the id under which the caller of the renderer hands over its bytes (a file's sha256, say). */
export type ImageId = string

export type Letterhead = {
  name: string
  /** Street, town, country: a line each. */
  address: readonly string[]
  /** Phone, mail, web: printed on one line. */
  contact: readonly string[]
  taxNumber: string | null
  logo: ImageId | null
  /** `#rrggbb`, the one colour beside black; made darker where white paper needs it. */
  accent: string
}

export type Party = { name: string; lines: readonly string[] }

/** A line of the reference block: the label comes from the catalogue, the text is ready. */
export type Fact = { label: FactLabel; text: string }

type Paper = {
  language: Language
  size: PaperSize
  letterhead: Letterhead
  /** Number or provisional reference of the work order, or of the invoice; null while an invoice has none. */
  number: string | null
  /** When its content was frozen; the only time in the file, so that the same content gives the same bytes. */
  frozenAt: Instant
  /** `frozenAt` as people read it, with the zone. */
  frozenAtText: string
}

export type ReportContent = Paper & {
  /** Not final; it says so in words at its head and in the foot of each page. */
  draft: boolean
  /** The version of the record it was made from. */
  version: number
  /** What it covers: one visit (its number) or the whole work order (null). */
  visit: number | null
  customer: Party
  site: Party
  /** What was asked for, in a line: `Boiler loses pressure`. */
  subject: string
  facts: readonly Fact[]
  /** What was asked for, in the words it was raised with; a paragraph each. */
  asked: readonly string[]
  /** What was done, in plain words; a paragraph each. */
  summary: readonly string[]
  /** `Done`, `Needs return: parts`; null while no visit is finished. */
  outcome: string | null
  visits: readonly ReportVisit[]
  tasks: readonly ReportTaskGroup[]
  times: readonly ReportTime[]
  /** `Travel 45 min`, `Work 3 h 10 min`. */
  timeTotals: readonly { activity: string; duration: string }[]
  parts: readonly ReportPart[]
  /** Notes whose audience is the customer. */
  notes: readonly ReportNote[]
  photos: readonly ReportPhotoGroup[]
  signOffs: readonly ReportSignOff[]
  followUps: readonly ReportFollowUp[]
}

export type ReportVisit = {
  /** `Visit 2`. */
  name: string
  /** `Mon 23 Nov 2026`. */
  day: string
  /** What the customer was promised: `08:00 – 10:00 CET`; null for a visit without a window. */
  window: string | null
  /** From the first arrival to the last leave: `08:12 – 09:55 CET`; null when nobody was there. */
  onSite: string | null
  /** Names of who was there, the lead first. */
  crew: readonly string[]
  outcome: string | null
}

export type ReportTaskGroup = {
  /** Asset or visit the tasks belong to; null for those of the work order itself. */
  heading: string | null
  tasks: readonly ReportTask[]
}

export type ReportTask = {
  title: string
  state: 'done' | 'yes' | 'no' | 'open' | 'not_applicable'
  /** One without a question is the task's own answer, printed beside its title. */
  answers: readonly ReportAnswer[]
  remark: string | null
}

export type ReportAnswer = {
  question: string
  /** With its unit: `1.4 bar`. */
  answer: string
  /** Outside what the form expects; printed bold, with the word beside it. */
  deviates: boolean
}

export type ReportTime = {
  day: string
  technician: string
  activity: string
  /** `23:30 CEST – 04:00 CET`. */
  span: string
  duration: string
  /** Who recorded it when it was not the technician: `recorded by the office`. */
  source: string | null
}

export type ReportPart = {
  quantity: string
  unit: string
  number: string | null
  description: string
  serial: string | null
}

export type ReportNote = { text: string; author: string; at: string }

/** `awaited`: its bytes have not arrived; it is named, never hidden. */
export type ReportPhoto = {
  image: ImageId
  state: 'stored' | 'awaited'
  phase: 'before' | 'during' | 'after' | null
  caption: string | null
  /** Who took it and when: `Luis Ortega, 08:41 CET`. */
  credit: string
}

export type ReportPhotoGroup = {
  /** Task, asset or visit; null when there is only one group. */
  heading: string | null
  /** Before and after, printed side by side. */
  pairs: readonly { before: ReportPhoto; after: ReportPhoto }[]
  others: readonly ReportPhoto[]
}

/** Sign-off of one visit, or of the order. */
export type ReportSignOff = { visit: string | null; at: string } & (
  | {
      kind: 'signed'
      name: string
      capacity: string | null
      /** The drawn strokes as a picture; null when it was confirmed through a link. */
      signature: ImageId | null
      /** What the customer agreed to. */
      consent: string
      /** sha256 of the summary that was shown, in hex; its first 16 digits are printed. */
      hash: string
      remote: boolean
    }
  | { kind: 'refused'; name: string | null; reason: string; statement: string | null }
  | { kind: 'unattended'; reason: string | null }
  | { kind: 'waived'; agreement: string }
)

/** A return need: why somebody has to come back, and when if it is planned. */
export type ReportFollowUp = { reason: string; text: string | null; planned: string | null; state: 'open' | 'closed' }

export type InvoiceContent = Paper & {
  kind: 'invoice' | 'credit_note'
  /** A void invoice keeps its number and says so. */
  state: 'draft' | 'issued' | 'void'
  customer: Party & { taxNumber: string | null }
  /** Invoice date, due date, supply period, purchase order, customer's reference, work order, site, … in this order. */
  facts: readonly Fact[]
  /** A sentence before the lines; null for none. */
  introduction: string | null
  groups: readonly InvoiceGroup[]
  taxes: readonly InvoiceTax[]
  totals: { net: string; tax: string; gross: string }
  /** Terms, reasons of exemption and the like: a paragraph each. */
  terms: readonly string[]
  /** Bank account and what else is needed to pay. */
  payment: readonly Fact[]
  /** Registered office, register number and the like, at the foot of the page: a line each. */
  footer: readonly string[]
}

/** The lines of one work order at one site. */
export type InvoiceGroup = {
  /** `WO-2026-0412 · Boiler loses pressure`; null when the reference block says it. */
  heading: string | null
  /** Site and days of the work. */
  detail: string | null
  lines: readonly InvoiceLine[]
  /** Net of the group; null where there is one group. */
  subtotal: string | null
}

export type InvoiceLine = {
  description: string
  /** The rule that made the line: `70 min rounded up to 75, standard rate 2026-01`. */
  why: string | null
  quantity: string
  unitPrice: string
  taxRate: string
  amount: string
}

export type InvoiceTax = {
  rate: string
  net: string
  tax: string /** Why nothing is charged. */
  reason: string | null
}
