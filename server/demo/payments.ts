import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { addDays, type Instant, localDate } from '#core/kit/time.ts'
import { makePurchaseOrder } from '#server/billing/accounts.ts'
import { acknowledgeExport } from '#server/billing/acknowledging.ts'
import { creditInvoice } from '#server/billing/crediting.ts'
import { recordPayment } from '#server/billing/payments.ts'
import { loadLines } from '#server/billing/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { idOf, officeActor } from './cast.ts'
import { company } from './data/company.ts'
import { officeMinutesBefore } from './hours.ts'
import { asOf } from './telling.ts'

type Exported = { id: Id; version: number; gross: number; issued: string; batch: Id }

/** What came of the month's invoices: the oldest are paid, one in part, one was credited, the rest is open. */
export async function moneyCame(tx: Tx, now: Instant): Promise<void> {
  const then = asOf(tx, officeMinutesBefore(now, 160), officeActor('billing'))
  const today = localDate(now, company.zone)
  const { rows } = await sql<Exported>`
    select invoice.id, invoice.version, invoice.gross, invoice.issue_date::text as issued, handed.batch_id as batch
    from app.invoice invoice
    join app.export_batch_invoice handed on handed.org_id = invoice.org_id and handed.invoice_id = invoice.id
    where invoice.org_id = ${tx.orgId} and invoice.state = 'exported' and invoice.gross > 0
    order by invoice.number`.execute(tx.db)
  const [first] = rows
  if (!first) return
  const pay = (one: Exported, amount: number) => {
    const on = [addDays(one.issued, 12), today].sort()[0] ?? today
    return recordPayment(then, one.id, { id: idOf(`payment/${one.id}`), on, amount, method: 'transfer' })
  }
  const paidWhole = Math.min(20, Math.floor(rows.length / 2))
  for (const one of rows.slice(0, paidWhole)) await pay(one, one.gross)
  const [partly, credited] = rows.slice(paidWhole)
  if (partly) await pay(partly, Math.round(partly.gross / 2))
  if (credited) await credit(then, credited)
  const accepted = rows.filter((one) => one.batch === first.batch)
  await acknowledgeExport(
    then,
    first.batch,
    accepted.map((one) => ({ invoice: one.id, accepted: true })),
  )
  await purchaseOrderWithLimit(then, today)
}

/** A fifth off the first line, as was agreed on the phone. */
async function credit(tx: Tx, { id, version }: Exported): Promise<void> {
  const line = (await loadLines(tx, [id])).find((one) => one.net > 500)
  if (!line) return
  await creditInvoice(tx, id, {
    id: idOf(`credit/${id}`),
    version,
    reason: 'The technician came a day late, as agreed on the phone',
    lines: [{ line: line.id, net: Math.round(line.net / 5) }],
    billAgain: false,
  })
}

/** One of the order numbers in use has a limit that is nearly reached. */
async function purchaseOrderWithLimit(tx: Tx, today: string): Promise<void> {
  const { rows } = await sql<{ customer: Id; number: string; used: number }>`
    select customer_id as customer, purchase_order as number, sum(net)::bigint as used from app.invoice
    where org_id = ${tx.orgId} and purchase_order <> '' and number is not null and state <> 'void'
    group by customer_id, purchase_order order by used desc, purchase_order limit 1`.execute(tx.db)
  const [most] = rows
  if (!most) return
  await makePurchaseOrder(tx, {
    id: idOf('purchase_order/limited'),
    customerId: most.customer,
    number: most.number,
    limit: (Math.ceil(most.used / 50_000) + 1) * 50_000,
    validUntil: addDays(today, 60),
    note: 'Call-outs of this year',
  })
}
