import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadedPage } from '../kit/LoadedPage.tsx'
import { useMe } from '../kit/me.ts'
import { askWorkOrder, reasonAgainst, useCommand } from './command.ts'
import { type Order, OrderProvider } from './order-context.ts'
import type { WorkOrderPage } from '#core/work-orders/api.ts'

type Props = {
  id: Id
  /** Where it is the page: its heading while the record is on its way, or cannot be shown. */
  heading?: string
  skeleton?: ReactNode
  children: ReactNode
}

/** Loads a work order and hands it to what is inside: its page, or a dialog over a list. */
export function LoadOrder({ id, heading, skeleton, children }: Props) {
  const query = useQuery(askWorkOrder(id))
  const shown = { query, skeleton, failed: 'The work order could not be shown' }
  const provide = (page: WorkOrderPage) => <Provide page={page}>{children}</Provide>
  if (heading === undefined) return <Loaded {...shown}>{provide}</Loaded>
  return (
    <LoadedPage name={heading} {...shown}>
      {provide}
    </LoadedPage>
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
