import { sql } from 'kysely'
import type { Tx } from '#server/platform/tenant.ts'

/** Beside the record the rows it is priced by: its customer, its site, its assets. Needs `work` in the query around it. */
export const pricedBy = sql<string>`concat_ws('-',
  (select version from app.customer customer where customer.org_id = work.org_id and customer.id = work.customer_id),
  (select version from app.site site where site.org_id = work.org_id and site.id = work.site_id),
  (select sum(asset.version) from app.work_order_asset link
    join app.asset asset on asset.org_id = link.org_id and asset.id = link.asset_id
    where link.org_id = work.org_id and link.work_order_id = work.id))`

/** Grows with every change of what prices are taken from; rows are archived, never deleted. */
export async function pricesVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select concat_ws('-',
      (select sum(version) from app.rate_card where org_id = ${tx.orgId}),
      (select sum(version) from app.tax_rate where org_id = ${tx.orgId}),
      (select sum(version) from app.price_item where org_id = ${tx.orgId}),
      (select sum(version) from app.item_price where org_id = ${tx.orgId}),
      (select sum(version) from app.customer_terms where org_id = ${tx.orgId}),
      (select sum(version) from app.territory where org_id = ${tx.orgId}),
      (select sum(version) from app.technician where org_id = ${tx.orgId}),
      (select version from app.organization where org_id = ${tx.orgId})) as version`.execute(tx.db)
  return rows[0]?.version ?? ''
}
