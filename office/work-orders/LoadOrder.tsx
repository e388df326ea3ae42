import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { Problem } from '#ui/client.ts'
import { PageMissing } from '../shell/PageMissing.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { useMe } from '../kit/me.ts'
import { askWorkOrder, reasonAgainst, useCommand } from './command.ts'
import { type Order, OrderProvider } from './order-context.ts'
import type { WorkOrderPage } from '#core/work-orders/api.ts'

/** Loads a work order and hands it to what is inside: its page, or a dialog over a list. */
export function LoadOrder({ id, skeleton, children }: { id: Id; skeleton?: ReactNode; children: ReactNode }) {
  const query = useQuery(askWorkOrder(id))
  if (query.error instanceof Problem && query.error.status === 404) return <PageMissing />
  return (
    <Loaded query={query} failed="The work order could not be shown" skeleton={skeleton}>
      {(page) => <Provide page={page}>{children}</Provide>}
    </Loaded>
  )
}

function Provide({ page, children }: { page: WorkOrderPage; children: ReactNode }) {
  const me = useMe()
  const send = useCommand(page.work.id)
  const order = useMemo<Order>(
    () => ({
      page,
      me,
      zone: page.names.site?.zone ?? page.work.zone,
      locale: me.organization.locale,
      send,
      why: (command) => reasonAgainst(page, me, command),
      nameOf: (technician) => page.names.technicians[technician] ?? 'Somebody',
    }),
    [page, me, send],
  )
  return <OrderProvider value={order}>{children}</OrderProvider>
}
