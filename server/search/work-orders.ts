import { sql } from 'kysely'
import type { JobTask } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type Findable, putFindables, subtitle } from './upkeep.ts'

/** Which work orders: these, or all of a customer or at a site. */
export type WhichWork = { ids: readonly string[] } | { customerId: string } | { siteId: string }

type Row = {
  id: string
  number: string
  provisional: string
  title: string
  reference: string
  purchaseOrder: string
  reported: string
  customer: string
  site: string
  address: string
  postcode: string
  /** The organization's. */
  country: string
}
/** What their documents say and no row does. */
export type Said = { contactPhone: string | null; reportedPhone: string | null; cancelled: boolean }

/**
 * Writes what can be found of work orders from their rows; called after they are projected. Who has just written their
 * documents says what is in them: reading a long one again took a fifth of the database's time for a push.
 */
export async function keepWorkOrdersFindable(
  tx: Tx,
  which: WhichWork,
  known?: ReadonlyMap<string, Said>,
): Promise<void> {
  const rows = await rowsOf(tx, which)
  const said =
    known ??
    (await saidOn(
      tx,
      rows.map((row) => row.id),
    ))
  await putFindables(
    tx,
    rows[0]?.country ?? '',
    rows.map((row) => findable(row, said.get(row.id))),
  )
}

function findable(row: Row, said: Said | undefined): Findable {
  return {
    kind: 'work_order',
    id: row.id,
    title: subtitle(row.number || row.provisional, row.title),
    detail: subtitle(row.customer || row.reported, row.site),
    words: [row.title, row.customer, row.site, row.address, row.reported],
    codes: [row.number, row.provisional, row.reference, row.purchaseOrder, row.postcode],
    phones: [said?.contactPhone ?? '', said?.reportedPhone ?? ''],
    archived: said?.cancelled ?? false,
  }
}

async function rowsOf(tx: Tx, which: WhichWork): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select work.id, work.number_text as number, work.provisional, work.title, work.reference,
      work.purchase_order as "purchaseOrder", work.reported,
      coalesce(customer.name, '') as customer, coalesce(site.name, '') as site,
      concat_ws(' ', site.address_line1, site.city) as address, coalesce(site.postal_code, '') as postcode,
      coalesce((select settings ->> 'country' from app.organization where org_id = work.org_id), '') as country
    from app.work_order work
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    where work.org_id = ${tx.orgId} and ${condition(which)}
    order by work.id`.execute(tx.db)
  return rows
}

async function saidOn(tx: Tx, ids: readonly string[]): Promise<Map<string, Said>> {
  const { rows } = await sql<Said & { id: string }>`
    select id, work #>> '{details,contact,phone}' as "contactPhone", work #>> '{reported,phone}' as "reportedPhone",
      work #>> '{cancelled}' is not null as cancelled
    from (
      select stream_id as id, work::jsonb as work from app.document
      where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = any (${[...ids]}::uuid[]) offset 0
    ) record`.execute(tx.db)
  return new Map(rows.map(({ id, ...said }) => [id, said]))
}

function condition(which: WhichWork) {
  if ('ids' in which) return sql`work.id = any (${[...which.ids]}::uuid[])`
  if ('customerId' in which) return sql`work.customer_id = ${which.customerId}`
  return sql`work.site_id = ${which.siteId}`
}

/**
 * After a customer or site changed its name: what is found of their work orders follows. Named neither, everything
 * does: the organization's country changed.
 */
export const findWorkOrders: JobTask = async ({ payload, inTenant }) => {
  const { customerId, siteId } = payload
  if (typeof customerId === 'string') await inTenant((tx) => keepWorkOrdersFindable(tx, { customerId }))
  else if (typeof siteId === 'string') await inTenant((tx) => keepWorkOrdersFindable(tx, { siteId }))
  else await page((last) => inTenant((tx) => keepNextFindable(tx, last)))
}

/** Runs page after page, each from where the one before it ended. */
async function page(run: (last: string | null) => Promise<string | null>): Promise<void> {
  for (let last = await run(null); last !== null; ) last = await run(last)
}

const atOnce = 500

async function keepNextFindable(tx: Tx, after: string | null): Promise<string | null> {
  const rows = await tx.db
    .selectFrom('app.work_order')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .$if(after !== null, (select) => select.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(atOnce)
    .execute()
  const ids = rows.map((row) => row.id)
  if (ids.length > 0) await keepWorkOrdersFindable(tx, { ids })
  return ids.length < atOnce ? null : (ids.at(-1) ?? null)
}
