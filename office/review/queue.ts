import { useQuery } from '@tanstack/react-query'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { useState } from 'react'
import { ask } from '../kit/ask.ts'

/** Where one is in the queue, and what comes next; the place stays when the work order has left it. */
export function useQueue(current: Id): { place: string; next: Id | null } {
  const list = useQuery(ask(workOrderApi.listReview, { query: { limit: 200 } })).data
  const ids = list?.items.map((order) => order.id) ?? []
  const here = ids.indexOf(current)
  const [kept, setKept] = useState(here)
  if (here >= 0 && here !== kept) setKept(here)
  const others = ids.filter((id) => id !== current)
  const at = Math.max(kept, 0)
  const next = others[at] ?? others[0] ?? null
  const total = list ? `${list.count.value}${list.count.exact ? '' : '+'}` : ''
  return { place: here >= 0 ? `${here + 1} of ${total}` : total === '' ? '' : `${total} left`, next }
}
