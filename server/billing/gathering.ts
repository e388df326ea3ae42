import { sql } from 'kysely'
import type { billingApi, Invoice, Ready } from '#core/billing/api.ts'
import { price } from '#core/billing/price.ts'
import type { Body, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { localDate } from '#core/kit/time.ts'
import { statusOf } from '#core/work-orders/status.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { openDraft, pricedLines, putLines, sumUp, takeOff } from './drafts.ts'
import { draftOf } from './draft-writes.ts'
import { lockAsSeen } from './issuing.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { loadInvoiceRecord } from './queries.ts'
import { readInvoice } from './reading.ts'
import { lockOrders, readOrders } from './records.ts'

const mostReady = 2_000
const atOnce = 100

type ReadyRow = Omit<Ready, 'net' | 'month' | 'currency' | 'customer' | 'site' | 'draft' | 'purchaseOrder'> & {
  customerId: Id
  customerName: string
  siteId: Id | null
  siteName: string | null
  draftId: Id | null
  draftOrders: number | null
  draftNet: number | null
  draftOrder: string | null
}

/** Reviewed work that is on no issued invoice, the oldest first; what it comes to is what its draft says. */
export async function listReady(tx: Tx): Promise<Reply<typeof billingApi.listReady>> {
  const { rows } = await sql<ReadyRow>`
    select work.id as "workOrder", work.number_text as number, work.title, work.finished_at as "finishedAt",
      customer.id as "customerId", customer.name as "customerName", site.id as "siteId", site.name as "siteName",
      draft.id as "draftId", draft.orders as "draftOrders", draft.net as "draftNet", draft.purchase_order as "draftOrder"
    from app.work_order work
    join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    left join lateral (
      select invoice.id, invoice.purchase_order,
        (select count(*)::int from app.invoice_work_order other
          where other.org_id = invoice.org_id and other.invoice_id = invoice.id) as orders,
        (select coalesce(sum(line.net), 0)::bigint from app.invoice_line line
          where line.org_id = invoice.org_id and line.invoice_id = invoice.id and line.work_order_id = work.id) as net
      from app.invoice_work_order billed
      join app.invoice on invoice.org_id = billed.org_id and invoice.id = billed.invoice_id and invoice.state = 'draft'
      where billed.org_id = work.org_id and billed.work_order_id = work.id and billed.live
    ) draft on true
    where work.org_id = ${tx.orgId} and work.status = 'ready_to_invoice'
    order by work.finished_at, work.id limit ${mostReady + 1}`.execute(tx.db)
  const { zone, currency } = await loadOrganization(tx)
  const shown = rows.slice(0, mostReady)
  const priced = await priceThose(
    tx,
    shown.filter((row) => row.draftId === null).map((row) => row.workOrder),
  )
  return {
    more: rows.length > mostReady,
    items: shown.map((row) => ({
      workOrder: row.workOrder,
      number: row.number,
      title: row.title,
      customer: { id: row.customerId, name: row.customerName },
      site: row.siteId ? { id: row.siteId, name: row.siteName ?? '' } : null,
      purchaseOrder: row.draftOrder ?? priced.get(row.workOrder)?.purchaseOrder ?? '',
      month: monthOf(row.finishedAt ?? tx.now, zone),
      finishedAt: row.finishedAt,
      currency,
      net: row.draftNet ?? priced.get(row.workOrder)?.net ?? 0,
      draft: row.draftId ? { id: row.draftId, orders: row.draftOrders ?? 1 } : null,
    })),
  }
}

function monthOf(at: Instant, zone: string): string {
  return localDate(at, zone).slice(0, 7)
}

/** Those whose draft was not made yet, or was taken back. */
async function priceThose(tx: Tx, ids: readonly Id[]): Promise<Map<Id, { net: number; purchaseOrder: string }>> {
  const found = new Map<Id, { net: number; purchaseOrder: string }>()
  for (let from = 0; from < ids.length; from += atOnce) {
    const orders = await readOrders(tx, ids.slice(from, from + atOnce))
    const catalogue = await loadPriceCatalogue(tx, orders)
    for (const order of orders)
      found.set(order.work.id, { net: price(order, catalogue).net, purchaseOrder: order.money.purchaseOrder })
  }
  return found
}

/** One draft of several reviewed work orders; they leave the drafts they were on. */
export async function gatherInvoice(tx: Tx, asked: Body<typeof billingApi.gatherInvoice>): Promise<Invoice> {
  const workOrders = [...new Set(asked.workOrders)]
  await lockOrders(tx, workOrders)
  if (await loadInvoiceRecord(tx, asked.id)) return readInvoice(tx, asked.id)
  const orders = await readOrders(tx, workOrders)
  const [first] = orders
  if (!first || orders.length < workOrders.length) throw notFound()
  const late = orders.find(({ work }) => statusOf(work) !== 'ready_to_invoice' || !work.details.customer)
  if (late) throw refused({ code: 'not_ready_to_invoice', params: { number: late.work.number ?? '' } })
  const to = { customer: first.work.details.customer ?? '', purchaseOrder: first.money.purchaseOrder }
  if (orders.some(({ work }) => work.details.customer !== to.customer)) throw refused({ code: 'customers_differ' })
  if (orders.some(({ money }) => money.purchaseOrder !== to.purchaseOrder))
    throw refused({ code: 'purchase_orders_differ' })
  for (const workOrder of workOrders) {
    const draft = await draftOf(tx, workOrder)
    if (draft) await takeOff(tx, draft, workOrder, 'Gathered into one invoice')
  }
  await openDraft(tx, asked.id, to.customer)
  const { locale } = await loadOrganization(tx)
  const byNumber = new Intl.Collator(locale, { numeric: true })
  for (const order of orders.sort((a, b) => byNumber.compare(a.work.number ?? '', b.work.number ?? '')))
    await putLines(tx, asked.id, order, await pricedLines(tx, order), [])
  await sumUp(tx, asked.id, to)
  tx.audit('invoice.drafted', 'invoice', asked.id, { workOrders })
  for (const { work } of orders)
    await applySystem(tx, work.id, {
      type: 'invoice_drafted',
      body: { invoice: asked.id, review: work.review?.version ?? 0 },
    })
  return readInvoice(tx, asked.id)
}

/** Which lines of a draft stay for a later invoice; issued, what is left stands in a draft of its own. */
export async function leaveLines(tx: Tx, id: Id, asked: Body<typeof billingApi.leaveLines>): Promise<Invoice> {
  const { record, billed } = await lockAsSeen(tx, id, asked.version)
  if (record.state !== 'draft') throw refused({ code: 'invoice_not_draft' })
  const orders = await readOrders(
    tx,
    billed.map((one) => one.workOrder),
  )
  for (const order of orders) {
    const left = asked.left.filter((one) => one.workOrder === order.work.id).map((one) => one.key)
    await putLines(tx, id, order, await pricedLines(tx, order), left)
  }
  await sumUp(tx, id, { customer: record.customer_id, purchaseOrder: record.purchase_order })
  tx.audit('invoice.lines_left', 'invoice', id, { left: asked.left.length })
  return readInvoice(tx, id)
}
