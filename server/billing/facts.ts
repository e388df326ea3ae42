import { addressLine, addressLines } from '#core/kit/address.ts'
import type { InvoiceLine } from '#core/billing/api.ts'
import type { InvoiceFacts } from '#core/billing/invoice-content.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { Customer, Site } from '#core/customers/api.ts'
import type { Organization } from '#core/people/api.ts'
import { languageOf } from '#core/reports/labels.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { loadSite } from '#server/customers/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { letterheadOf } from '#server/reports/letterhead.ts'
import { type InvoiceRecord, taxTotalsOf } from './queries.ts'

export type Given = {
  organization: Organization
  customer: Customer
  orders: readonly WorkOrder[]
  sites: ReadonlyMap<Id, Site>
  lines: readonly InvoiceLine[]
  number: string
  issuedOn: LocalDate
  dueOn: LocalDate
  /** Number of the invoice a credit note corrects. */
  corrects: string | null
  /** A sentence before the lines; empty for none. */
  introduction: string
}

/** What is frozen with an invoice: everything its paper shows. */
export function factsOf(tx: Tx, record: InvoiceRecord, given: Given): InvoiceFacts {
  const { organization, customer, orders, sites, lines } = given
  const home = organization.country
  return {
    kind: record.kind === 'credit_note' ? 'credit_note' : 'invoice',
    state: 'issued',
    number: given.number,
    issuedOn: given.issuedOn,
    dueOn: given.dueOn,
    corrects: given.corrects,
    introduction: given.introduction,
    language: languageOf(organization.locale),
    locale: organization.locale,
    size: organization.paper,
    zone: organization.zone,
    currency: record.currency,
    letterhead: letterheadOf(organization),
    customer: {
      name: customer.name,
      lines: addressLines(customer.billingAddress, home),
      taxNumber: customer.taxNumber,
      number: customer.number,
    },
    purchaseOrder: record.purchase_order,
    bankDetails: organization.bankDetails,
    net: record.net,
    tax: record.tax,
    gross: record.gross,
    taxes: taxTotalsOf(record.tax_totals),
    groups: record.work_orders.map(({ id, number, title }) => {
      const details = orders.find(({ work }) => work.id === id)?.work.details
      const site = details?.site ? sites.get(details.site) : undefined
      return {
        number,
        title,
        site: site ? `${site.name}, ${addressLine(site.address, home)}` : '',
        reference: details?.reference ?? '',
        lines: lines.filter((line) => line.workOrder === id),
      }
    }),
    frozenAt: tx.now,
  }
}

/** The sites these are at. */
export async function sitesOf(tx: Tx, orders: readonly WorkOrder[]): Promise<Map<Id, Site>> {
  const ids = [...new Set(orders.flatMap(({ work }) => work.details.site ?? []))]
  const found = await Promise.all(ids.map((id) => loadSite(tx, id)))
  return new Map<Id, Site>(found.flatMap((site) => (site ? [[site.id, site]] : [])))
}
