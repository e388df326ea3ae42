import { createContext, useContext } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Me } from '#core/people/session-api.ts'
import type { WorkOrderPage } from '#core/work-orders/api.ts'
import type { Command } from '#core/work-orders/commands.ts'
import type { Send } from './command.ts'

/** One work order as its page and its dialogs have it. */
export type Order = {
  page: WorkOrderPage
  me: Me
  /** The zone its times are shown in. */
  zone: string
  locale: string
  send: Send
  /** The sentence an action is disabled with, or null. */
  why: (command: Command) => string | null
  /** The name of a technician on the record. */
  nameOf: (technician: Id) => string
}

const OrderContext = createContext<Order | null>(null)
export const OrderProvider = OrderContext.Provider

export function useOrder(): Order {
  const order = useContext(OrderContext)
  if (!order) throw new Error('useOrder is called outside of a work order')
  return order
}
