import { searchApi, type SearchKind, searchKinds } from '#core/search/api.ts'
import { type Ability, may } from '#core/people/abilities.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { askingFor, findHits } from './queries.ts'
import { findWorkOrders } from './work-orders.ts'

/** Who may read a thing may find it. */
const abilityFor: Readonly<Record<SearchKind, Ability>> = {
  work_order: 'work_orders.read',
  customer: 'customers.read',
  site: 'customers.read',
  contact: 'customers.read',
  asset: 'customers.read',
  invoice: 'invoices.read',
  technician: 'people.read',
}

const shownOfEach = 6
const shownOfOne = 50

export const searchSlice: Slice = {
  name: 'search',
  tasks: { find_work_orders: findWorkOrders },
  routes: [
    route(searchApi.search, async (tx, { query }) => {
      const kinds = (query.kind ? [query.kind] : searchKinds).filter((kind) => may(tx.actor, abilityFor[kind]))
      const shown = query.kind ? shownOfOne : shownOfEach
      const country = (await loadOrganization(tx)).country
      const hits = await findHits(tx, askingFor(query.q, country), kinds, shown + 1)
      const groups = kinds.map((kind) => {
        const ofKind = hits.filter((hit) => hit.kind === kind)
        return { kind, hits: ofKind.slice(0, shown), more: ofKind.length > shown }
      })
      return { groups: groups.filter((group) => group.hits.length > 0) }
    }),
  ],
}
