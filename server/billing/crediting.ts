import type { billingApi, Invoice } from '#core/billing/api.ts'
import { type Credit, creditOf, creditRefusal } from '#core/billing/credit.ts'
import type { Body } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { localDate } from '#core/kit/time.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { newId } from '#server/platform/ids.ts'
import { notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { draftInvoice } from './drafts.ts'
import { insertLines } from './draft-writes.ts'
import { insertCreditNote } from './credit-writes.ts'
import { freeLines } from './invoice-writes.ts'
import { lockAsSeen, numberAndFreeze } from './issuing.ts'
import { type Billed, type InvoiceRecord, loadInvoiceRecord, loadLines, taxTotalsOf } from './queries.ts'
import { readInvoice } from './reading.ts'
import { readOrders } from './records.ts'
import { periodRefusal } from './why-not-issue.ts'

type Asked = Body<typeof billingApi.creditInvoice>

/**
 * Issues a credit note against an invoice, in one transaction: its number, the lines it takes back, what the invoice asks
 * less, an entry on each work order, and where it is to be billed again the draft that does so.
 */
export async function creditInvoice(tx: Tx, id: Id, asked: Asked): Promise<Invoice> {
  if (await loadInvoiceRecord(tx, asked.id)) return readInvoice(tx, asked.id)
  const { record, billed } = await lockAsSeen(tx, id, asked.version)
  const [lines, organization, customer] = await Promise.all([
    loadLines(tx, [id]),
    loadOrganization(tx),
    loadCustomer(tx, record.customer_id),
  ])
  if (!customer) throw notFound()
  const { issuedOn = localDate(tx.now, organization.zone) } = asked
  const refusal =
    whyNotCredit(record) ??
    creditRefusal(lines, asked.lines) ??
    (await periodRefusal(tx, issuedOn, organization.locale))
  if (refusal) throw refused(refusal)

  const why = { by: tx.actor.name ?? '', reason: asked.reason, billAgain: asked.billAgain }
  const invoice = { lines, taxes: taxTotalsOf(record.tax_totals), currency: record.currency }
  const credit = creditOf(invoice, asked.lines, why)
  await insertCreditNote(tx, { id: asked.id, of: record, reason: asked.reason, credit })
  const credited = billed.filter(({ workOrder }) => credit.lines.some((line) => line.workOrder === workOrder))
  for (const { workOrder, review } of credited)
    await insertLines(tx, {
      invoice: asked.id,
      workOrder,
      review,
      left: [],
      live: false,
      lines: credit.lines.filter((line) => line.workOrder === workOrder).map((line) => ({ ...line, id: newId() })),
    })
  const note = await loadInvoiceRecord(tx, asked.id)
  if (!note) throw notFound()
  const number = await numberAndFreeze(tx, note, {
    organization,
    customer,
    orders: await readOrders(
      tx,
      credited.map((one) => one.workOrder),
    ),
    lines: await loadLines(tx, [asked.id]),
    issuedOn,
    corrects: { id, number: record.number_text ?? '' },
    introduction: asked.reason,
  })
  await freeWork(tx, record, credit, billed, lines)
  const told = await loadLines(tx, [asked.id])
  for (const one of credited) {
    const frees = freedOf(one, credit, lines, id)
    await applySystem(tx, one.workOrder, {
      type: 'invoice_issued',
      body: {
        invoice: asked.id,
        number,
        kind: 'credit_note',
        review: one.review,
        lines: told
          .filter((line) => line.workOrder === one.workOrder)
          .map(({ key, id: line, quantity, net }) => ({ key, line, quantity, net, settles: 0, covers: [] })),
        frees,
      },
    })
    if (frees.length > 0) await draftInvoice(tx, one.workOrder, { anew: true, rebills: id })
  }
  return readInvoice(tx, asked.id)
}

function whyNotCredit({ kind, state }: InvoiceRecord) {
  if (kind === 'credit_note') return { code: 'credit_of_credit' }
  return state === 'draft' || state === 'void' ? { code: 'credit_not_issued' } : null
}

/** Lines of a work order to bill again; with all of them also what was struck on that invoice. */
function freedOf({ workOrder }: Billed, { frees }: Credit, lines: Lines, invoice: Id): Id[] {
  const own = lines.filter((line) => line.workOrder === workOrder).map((line) => line.id)
  const freed = own.filter((line) => frees.includes(line))
  return freed.length === own.length ? [...freed, invoice] : freed
}
type Lines = Awaited<ReturnType<typeof loadLines>>

async function freeWork(tx: Tx, { id }: InvoiceRecord, credit: Credit, billed: readonly Billed[], lines: Lines) {
  const workOrders = billed.map((one) => one.workOrder)
  const freed = new Set(lines.filter((line) => credit.frees.includes(line.id)).map((line) => line.workOrder))
  await freeLines(
    tx,
    id,
    credit.frees,
    workOrders.filter((one) => freed.has(one)),
  )
}
