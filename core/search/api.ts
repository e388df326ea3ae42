import * as z from 'zod'
import { contract, zId } from '../kit/contract.ts'

export const searchKinds = ['work_order', 'customer', 'site', 'contact', 'asset', 'invoice', 'technician'] as const
export type SearchKind = (typeof searchKinds)[number]

export const zHit = z.object({
  kind: z.enum(searchKinds),
  id: zId,
  title: z.string(),
  /** What tells it from others of the same name: number, customer, address. */
  subtitle: z.string(),
  archived: z.boolean(),
  /** Pages to go to; a contact opens its site, else its customer. */
  customerId: zId.nullable(),
  siteId: zId.nullable(),
})
export type Hit = z.output<typeof zHit>

export const searchApi = {
  search: contract({
    id: 'search',
    method: 'GET',
    path: '/api/search',
    summary: 'Find by number, name, address, serial or phone in any spelling, grouped by what it is',
    ability: 'customers.read',
    query: z.object({
      q: z.string().min(1).max(200),
      /** Only this kind, with more of it. */
      kind: z.enum(searchKinds).optional(),
    }),
    reply: z.object({
      groups: z.array(z.object({ kind: z.enum(searchKinds), hits: z.array(zHit), more: z.boolean() })),
    }),
  }),
}
