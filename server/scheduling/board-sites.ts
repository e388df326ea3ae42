import { sql } from 'kysely'
import { addressLine } from '#core/kit/address.ts'
import type { Position } from '#core/kit/fields.ts'
import type { Span, WeekHours } from '#core/kit/hours.ts'
import type { Id } from '#core/kit/ids.ts'
import type { BoardSite } from '#core/scheduling/board-api.ts'
import { openingTime } from '#core/scheduling/working-time.ts'
import type { Tx } from '#server/platform/tenant.ts'

type FlatSite = Omit<BoardSite, 'address' | 'position' | 'positionOf' | 'open'> & {
  line1: string
  line2: string
  postcode: string
  city: string
  region: string
  country: string
  homeCountry: string | null
  lat: number | null
  lon: number | null
  townLat: number | null
  townLon: number | null
  week: WeekHours | null
}

/** Sites with when they are open; where nobody knows a position, the middle of what is known in the town. */
export async function boardSites(tx: Tx, ids: readonly Id[], range: Span): Promise<BoardSite[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<FlatSite>`
    select site.id, customer.name as customer, site.name, site.zone, site.territory_id as territory,
      site.address_line1 as line1, site.address_line2 as line2, site.postal_code as postcode, site.city, site.region,
      site.country, (select settings ->> 'country' from app.organization where org_id = site.org_id) as "homeCountry",
      site.latitude as lat, site.longitude as lon, town.lat as "townLat", town.lon as "townLon",
      site.opening_hours as week, site.preferred_technician_ids as preferred, site.refused_technician_ids as refused
    from app.site site
    join app.customer customer on customer.org_id = site.org_id and customer.id = site.customer_id
    left join lateral (
      select avg(other.latitude) as lat, avg(other.longitude) as lon from app.site other
      where site.latitude is null and site.city <> '' and other.org_id = site.org_id and other.country = site.country
        and lower(other.city) = lower(site.city) and other.latitude is not null) town on true
    where site.org_id = ${tx.orgId} and site.id = any (${ids}::uuid[])`.execute(tx.db)
  return rows.map((row) => presentSite(row, range))
}

function presentSite(row: FlatSite, range: Span): BoardSite {
  const { id, customer, name, zone, territory, preferred, refused, week } = row
  const own = positionOf(row.lat, row.lon)
  const town = positionOf(row.townLat, row.townLon)
  return {
    id,
    customer,
    name,
    address: addressLine(row, row.homeCountry ?? ''),
    zone,
    position: own ?? town,
    positionOf: own ? 'site' : town ? 'town' : null,
    territory,
    open: week && openingTime(week, zone, range),
    preferred,
    refused,
  }
}

export function positionOf(lat: number | null, lon: number | null): Position | null {
  return lat === null || lon === null ? null : { lat, lon }
}
