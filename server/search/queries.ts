import { sql } from 'kysely'
import type { Hit, SearchKind } from '#core/search/api.ts'
import { phoneDigits } from '#core/search/phone.ts'
import { looksLikePhone, searchWords } from '#core/search/text.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What was typed, as patterns for `like`: every word anywhere, or the digits of a phone number. */
export type Asking = { words: string[]; phone: string | null }

export function askingFor(typed: string, country: string): Asking {
  const words = searchWords(typed).split(' ').filter(Boolean)
  const digits = looksLikePhone(typed) ? phoneDigits(typed, country) : ''
  return { words: words.map((word) => `%${word}%`), phone: digits.length >= 3 ? `%${digits}%` : null }
}

/** The best `most` of each kind, the closest first. */
export async function findHits(tx: Tx, asking: Asking, kinds: readonly SearchKind[], most: number): Promise<Hit[]> {
  if (asking.words.length === 0 && asking.phone === null) return []
  const { rows } = await sql<Hit>`
    select hit.kind, hit.id, hit.title, hit.detail as subtitle, hit.archived,
      coalesce(work.customer_id, site.customer_id, contact.customer_id, asset_site.customer_id, invoice.customer_id,
        case when hit.kind = 'customer' then hit.id end) as "customerId",
      coalesce(work.site_id, contact.site_id, asset.site_id, case when hit.kind = 'site' then hit.id end) as "siteId"
    from unnest(${[...kinds]}::text[]) with ordinality as wanted (kind, position)
    cross join lateral gate.search(${asking.words}::text[], ${asking.phone}::text, array[wanted.kind], ${most})
      with ordinality as hit (kind, id, title, detail, archived, position)
    left join app.work_order work on hit.kind = 'work_order' and work.org_id = ${tx.orgId} and work.id = hit.id
    left join app.site site on hit.kind = 'site' and site.org_id = ${tx.orgId} and site.id = hit.id
    left join app.contact contact on hit.kind = 'contact' and contact.org_id = ${tx.orgId} and contact.id = hit.id
    left join app.asset asset on hit.kind = 'asset' and asset.org_id = ${tx.orgId} and asset.id = hit.id
    left join app.site asset_site on asset_site.org_id = ${tx.orgId} and asset_site.id = asset.site_id
    left join app.invoice invoice on hit.kind = 'invoice' and invoice.org_id = ${tx.orgId} and invoice.id = hit.id
    order by wanted.position, hit.position`.execute(tx.db)
  return rows
}

/**
 * The ids of one kind that fit what was typed, for the lists.
 * @param most a list that is filtered by typing looks at this many
 */
export async function findIds(
  tx: Tx,
  typed: string,
  country: string,
  kind: SearchKind,
  most = 2000,
): Promise<string[]> {
  const asking = askingFor(typed, country)
  if (asking.words.length === 0 && asking.phone === null) return []
  const { rows } = await sql<{ id: string }>`
    select id from gate.search(${asking.words}::text[], ${asking.phone}::text, array[${kind}], ${most})`.execute(tx.db)
  return rows.map((row) => row.id)
}
