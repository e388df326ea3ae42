import { sql } from 'kysely'
import { phoneDigits } from '#core/search/phone.ts'
import type { SearchKind } from '#core/search/api.ts'
import { searchCode, searchWords } from '#core/search/text.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What can be found of one thing. Written in the transaction that changes the thing. */
export type Findable = {
  kind: SearchKind
  id: string
  title: string
  /** What tells it from others of the same name. */
  detail: string
  /** Names and addresses, in words. */
  words: readonly string[]
  /** Numbers, serials, postcodes: also found without their spaces and hyphens. */
  codes: readonly string[]
  phones: readonly string[]
  /** Of its address, where phone numbers without a country code belong; the organization's where that is empty. */
  country?: string
  archived: boolean
}

/** Parts that are there, with a dot between: `C-0012 · Leeds`. */
export function subtitle(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ')
}

/** @param country the organization's, for phone numbers without a country code */
export async function putFindables(tx: Tx, country: string, findables: readonly Findable[]): Promise<void> {
  if (findables.length === 0) return
  await tx.db
    .insertInto('app.search_document')
    .values(
      findables.map((findable) => ({
        org_id: tx.orgId,
        kind: findable.kind,
        id: findable.id,
        title: findable.title,
        detail: findable.detail,
        words: [...findable.words.map(searchWords), ...findable.codes.map(searchCode)].filter(Boolean).join(' '),
        phones: findable.phones
          .map((phone) => phoneDigits(phone, findable.country || country))
          .filter(Boolean)
          .join(' '),
        archived: findable.archived,
        at: tx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'kind', 'id']).doUpdateSet({
        title: sql.ref('excluded.title'),
        detail: sql.ref('excluded.detail'),
        words: sql.ref('excluded.words'),
        phones: sql.ref('excluded.phones'),
        archived: sql.ref('excluded.archived'),
        at: sql.ref('excluded.at'),
      }),
    )
    .execute()
}
