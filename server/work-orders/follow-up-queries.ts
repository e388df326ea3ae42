import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { FindingRow, NeededPartRow, ReadingRow } from '#core/work-orders/follow-up-api.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What lists of follow-ups show at most. */
const most = 500

const number = sql`coalesce(nullif(work.number_text, ''), work.provisional)`
const ofOrder = sql`work.id as "workOrder", ${number} as number, work.title, work.zone,
  coalesce(customer.name, '') as customer, coalesce(site.name, '') as site`
const withPlaces = sql`
  left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
  left join app.site site on site.org_id = work.org_id and site.id = work.site_id`

/** What was read off an asset, the newest first. */
export async function readingsOf(tx: Tx, asset: Id): Promise<ReadingRow[]> {
  const { rows } = await sql<ReadingRow>`
    select reading.id, reading.label, reading.unit, reading.value, reading.out_of_range as "outOfRange", reading.read_at as at,
      coalesce(technician.name, '') as technician, work.id as "workOrder", ${number} as number, work.zone
    from app.reading reading
    join app.work_order work on work.org_id = reading.org_id and work.id = reading.work_order_id
    left join app.technician technician on technician.org_id = reading.org_id and technician.id = reading.technician_id
    where reading.org_id = ${tx.orgId} and reading.asset_id = ${asset}
    order by reading.read_at desc, reading.id limit ${most}`.execute(tx.db)
  return rows
}

type FlatFinding = Omit<FindingRow, 'asset' | 'followedBy'> & {
  assetId: Id | null
  assetName: string | null
  followedId: Id | null
  followedNumber: string | null
}

async function findings(tx: Tx, which: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<FindingRow[]> {
  const { rows } = await sql<FlatFinding>`
    select finding.id, finding.severity, finding.text, finding.recommendation, finding.state, finding.found_at as at,
      asset.id as "assetId", asset.name as "assetName", coalesce(technician.name, '') as technician, ${ofOrder},
      next.id as "followedId", coalesce(nullif(next.number_text, ''), next.provisional) as "followedNumber"
    from app.finding finding
    join app.work_order work on work.org_id = finding.org_id and work.id = finding.work_order_id
    left join app.asset asset on asset.org_id = finding.org_id and asset.id = finding.asset_id
    left join app.technician technician on technician.org_id = finding.org_id and technician.id = finding.technician_id
    left join app.work_order next on next.org_id = finding.org_id and next.id = finding.followed_by
    ${withPlaces}
    where finding.org_id = ${tx.orgId} and ${which}
    order by ${order} limit ${most}`.execute(tx.db)
  return rows.map(({ assetId, assetName, followedId, followedNumber, ...row }) => ({
    ...row,
    asset: assetId && assetName !== null ? { id: assetId, name: assetName } : null,
    followedBy: followedId ? { id: followedId, number: followedNumber ?? '' } : null,
  }))
}

export function findingsOn(tx: Tx, asset: Id): Promise<FindingRow[]> {
  return findings(tx, sql`finding.asset_id = ${asset}`, sql`finding.found_at desc, finding.id`)
}

/** What nobody did anything about yet, the worst and then the oldest first. */
export function openFindings(tx: Tx): Promise<FindingRow[]> {
  const worst = sql`array_position(array['dangerous', 'serious', 'minor', 'advice'], finding.severity)`
  return findings(tx, sql`finding.state = 'open'`, sql`${worst}, finding.found_at, finding.id`)
}

/** Parts nobody ordered yet, and those that are on their way. */
export async function awaitedParts(tx: Tx): Promise<NeededPartRow[]> {
  const { rows } = await sql<NeededPartRow>`
    select part.id, part.name, part.sku, part.quantity, part.unit, part.state, part.expected::text as expected,
      part.needed_at as at, ${ofOrder}
    from app.needed_part part
    join app.work_order work on work.org_id = part.org_id and work.id = part.work_order_id
    ${withPlaces}
    where part.org_id = ${tx.orgId} and part.state in ('needed', 'ordered')
    order by part.state = 'ordered', coalesce(part.expected, 'infinity'::date), part.needed_at, part.id
    limit ${most}`.execute(tx.db)
  return rows
}
