import { formatMinor, formatQuantity, formatTaxRate, formatUnitPrice } from '../kit/money.ts'
import { formatDateTime, formatLocalDate, formatMinutes, type Instant, type LocalDate, type Zone } from '../kit/time.ts'
import type {
  Fact,
  InvoiceContent,
  InvoiceGroup,
  InvoiceLine as PaperLine,
  Letterhead,
  PaperSize,
} from '../reports/content.ts'
import type { Language } from '../reports/labels.ts'
import type { PricedLine, TaxTotal } from './priced-line.ts'
import { isTimed } from './price.ts'
import { customerSentence } from './why.ts'

/** What is frozen when an invoice is issued: everything its paper shows. */
export type InvoiceFacts = {
  kind: 'invoice' | 'credit_note'
  state: 'draft' | 'issued' | 'void'
  number: string | null
  language: Language
  locale: string
  size: PaperSize
  zone: Zone
  currency: string
  letterhead: Letterhead
  customer: { name: string; lines: string[]; taxNumber: string; number: string }
  purchaseOrder: string
  issuedOn: LocalDate | null
  dueOn: LocalDate | null
  /** Of a credit note: the number of the invoice it corrects; not said of invoices frozen before there were any. */
  corrects?: string | null
  introduction?: string
  bankDetails: string
  net: number
  tax: number
  gross: number
  taxes: readonly TaxTotal[]
  groups: readonly { number: string; title: string; site: string; reference: string; lines: readonly PricedLine[] }[]
  frozenAt: Instant
}

/** The invoice ready to print: lines by work order, as the customer reads them. */
export function invoiceContent(facts: InvoiceFacts): InvoiceContent {
  const { currency, locale } = facts
  const money = (amount: number) => formatMinor(amount, currency, locale)
  // A credit note says what is given back, so its amounts stand without a sign.
  const sign = facts.kind === 'credit_note' ? -1 : 1
  const many = facts.groups.length > 1
  return {
    kind: facts.kind,
    state: facts.state,
    language: facts.language,
    size: facts.size,
    letterhead: facts.letterhead,
    number: facts.number,
    frozenAt: facts.frozenAt,
    frozenAtText: formatDateTime(facts.frozenAt, facts.zone, locale),
    customer: { name: facts.customer.name, lines: facts.customer.lines, taxNumber: facts.customer.taxNumber || null },
    facts: referencesOf(facts),
    introduction: facts.introduction || null,
    groups: facts.groups.map((group) => groupOf(group, many, sign, facts)),
    taxes: facts.taxes.map((total) => ({
      rate: formatTaxRate(total.percent, locale),
      net: money(sign * total.net),
      tax: money(sign * total.tax),
      reason: total.exemption ? `Exempt, certificate ${total.exemption}` : null,
    })),
    totals: { net: money(sign * facts.net), tax: money(sign * facts.tax), gross: money(sign * facts.gross) },
    terms: facts.dueOn && facts.kind === 'invoice' ? [`Please pay by ${formatLocalDate(facts.dueOn, locale)}.`] : [],
    payment:
      facts.bankDetails === '' || facts.kind === 'credit_note' ? [] : [{ label: 'bank', text: facts.bankDetails }],
    footer: [],
  }
}

function referencesOf(facts: InvoiceFacts): Fact[] {
  const references: Fact[] = []
  const add = (label: Fact['label'], text: string | null) => {
    if (text) references.push({ label, text })
  }
  add('invoice_date', facts.issuedOn && formatLocalDate(facts.issuedOn, facts.locale))
  add('due_date', facts.kind === 'invoice' ? facts.dueOn && formatLocalDate(facts.dueOn, facts.locale) : null)
  add('corrects', facts.corrects ?? null)
  add('customer_number', facts.customer.number)
  add('purchase_order', facts.purchaseOrder)
  const [only] = facts.groups
  if (only && facts.groups.length === 1) {
    add('work_order', `${only.number} ${only.title}`)
    add('customer_reference', only.reference)
    add('site', only.site)
  }
  return references
}

function groupOf(
  group: InvoiceFacts['groups'][number],
  many: boolean,
  sign: 1 | -1,
  facts: InvoiceFacts,
): InvoiceGroup {
  const amount = group.lines.reduce((total, line) => total + line.amount, 0)
  return {
    heading: many ? `${group.number} · ${group.title}` : null,
    detail: many ? group.site : null,
    lines: group.lines.map((line) => lineOf(line, sign, facts)),
    subtotal: many ? formatMinor(sign * amount, facts.currency, facts.locale) : null,
  }
}

function lineOf(line: PricedLine, sign: 1 | -1, { currency, locale }: InvoiceFacts): PaperLine {
  const timed = isTimed(line)
  return {
    description: line.description,
    why: customerSentence(line),
    quantity: timed
      ? formatMinutes(Math.round((sign * line.quantity) / 1000))
      : `${formatQuantity(sign * line.quantity, locale)} ${line.unit}`.trim(),
    unitPrice: timed
      ? `${formatUnitPrice(line.unitPrice, currency, locale)} / h`
      : formatUnitPrice(line.unitPrice, currency, locale),
    taxRate: formatTaxRate(line.taxPercent, locale),
    amount: formatMinor(sign * line.amount, currency, locale),
  }
}
