import type { Id } from '../kit/ids.ts'
import type { MoneyDetails } from './commands.ts'
import type { InvoiceRef, MoneyDocument } from './document.ts'
import type { DataOf, WorkOrderEvent } from './events.ts'

export function openMoney(id: Id, version: number, details: MoneyDetails | undefined): MoneyDocument {
  return {
    id,
    version,
    purchaseOrder: details?.purchaseOrder ?? '',
    notToExceed: details?.notToExceed ?? null,
    ...(details?.fixedPrice ? { fixedPrice: details.fixedPrice } : {}),
    ...(details?.coverage ? { coverage: details.coverage } : {}),
    timeAdjustments: [],
    addedLines: [],
    lineChanges: [],
    struck: [],
    invoices: [],
  }
}

/** The money after one more entry. Entries of the work leave it as it is. */
export function evolveMoney(money: MoneyDocument, event: WorkOrderEvent): MoneyDocument {
  const said = { by: event.by.name, at: event.at }
  switch (event.type) {
    case 'details_edited':
      return event.data.money ? { ...money, ...event.data.money } : money
    case 'time_adjusted': {
      const { entry, minutes, reason } = event.data
      const others = money.timeAdjustments.filter((one) => one.entry !== entry)
      return { ...money, timeAdjustments: [...others, { entry, minutes, reason, ...said }] }
    }
    case 'line_added': {
      const { line, description, quantity, unit, unitPrice, taxRate, reason } = event.data
      if (money.addedLines.some((known) => known.id === line)) return money
      return {
        ...money,
        addedLines: [
          ...money.addedLines,
          { id: line, description, quantity, unit, unitPrice, taxRate, reason, ...said },
        ],
      }
    }
    case 'line_changed': {
      const { key, changes, reason } = event.data
      const before = liveChange(money, key)
      const others = money.lineChanges.filter((one) => one !== before)
      return {
        ...money,
        lineChanges: [...others, { ...before, key, ...changes, reason, ...said, version: event.version }],
      }
    }
    case 'line_struck': {
      const { key, reason } = event.data
      const before = liveStrike(money, key)
      return {
        ...money,
        struck: [...money.struck.filter((one) => one !== before), { key, reason, ...said, version: event.version }],
      }
    }
    case 'line_restored': {
      const { key } = event.data
      return {
        ...money,
        struck: money.struck.filter((one) => one !== liveStrike(money, key)),
        lineChanges: money.lineChanges.filter((one) => one !== liveChange(money, key)),
      }
    }
    case 'invoice_drafted': {
      const { invoice, review } = event.data
      return withInvoice(money, { invoice, number: null, kind: 'invoice', review, state: 'draft', lines: [] })
    }
    case 'invoice_issued': {
      const { invoice, number, kind, review, lines, frees } = event.data
      const issued: InvoiceRef = { invoice, number, kind, review, state: 'issued', lines }
      return withInvoice(money, frees ? { ...issued, frees } : issued)
    }
    case 'invoice_voided':
      return withState(money, event.data.invoice, 'void')
    case 'invoice_exported':
      return withState(money, event.data.invoice, 'exported')
    case 'invoice_settled':
      return withState(money, event.data.invoice, settledState(event.data))
    default:
      return money
  }
}

function settledState({ paid, open }: DataOf<'invoice_settled'>): InvoiceRef['state'] {
  if (open) return 'issued'
  return paid ? 'paid' : 'acknowledged'
}

function withInvoice(money: MoneyDocument, invoice: InvoiceRef): MoneyDocument {
  return { ...money, invoices: [...money.invoices.filter((one) => one.invoice !== invoice.invoice), invoice] }
}

function withState(money: MoneyDocument, invoice: Id, state: InvoiceRef['state']): MoneyDocument {
  return { ...money, invoices: money.invoices.map((one) => (one.invoice === invoice ? { ...one, state } : one)) }
}

/** The office's change of a line that no live invoice has used up yet; voiding the invoice brings it back. */
export function liveChange(money: MoneyDocument, key: string): MoneyDocument['lineChanges'][number] | undefined {
  return money.lineChanges.findLast((one) => one.key === key && !isUsedUp(money, key, one.version))
}

export function liveStrike(money: MoneyDocument, key: string): MoneyDocument['struck'][number] | undefined {
  return money.struck.findLast((one) => one.key === key && !isUsedUp(money, key, one.version))
}

function isUsedUp(money: MoneyDocument, key: string, version: number): boolean {
  const freed = freedLines(money)
  return countedInvoices(money).some(
    (one) => one.review > version && one.lines.some((line) => line.key === key && !freed.has(line.line)),
  )
}

/** Those that were issued and not taken back, credit notes among them. */
export function countedInvoices(money: MoneyDocument): InvoiceRef[] {
  return money.invoices.filter((one) => one.state !== 'void' && one.state !== 'draft')
}

/** Lines a credit note gave back to bill again. */
function freedLines(money: MoneyDocument): ReadonlySet<Id> {
  return new Set(countedInvoices(money).flatMap((one) => one.frees ?? []))
}

/** Lines on issued invoices that still count; a voided invoice frees what it billed, and so does a credit note that says so. */
export function liveBilledLines(money: MoneyDocument): InvoiceRef['lines'] {
  const freed = freedLines(money)
  return countedInvoices(money)
    .flatMap((one) => one.lines)
    .filter((line) => !freed.has(line.line))
}
