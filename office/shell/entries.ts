import {
  IconAlertCircle,
  IconArrowForwardUp,
  IconBuilding,
  IconCalendarEvent,
  IconChecklist,
  IconReceipt,
  IconSettings,
  IconSun,
  IconTool,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Reply } from '#core/kit/contract.ts'
import type { Ability } from '#core/people/abilities.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'

type Counts = Reply<typeof workOrderApi.readCounts>

export type Entry = {
  to:
    | '/'
    | '/work-orders'
    | '/board'
    | '/schedule'
    | '/customers'
    | '/review'
    | '/invoices'
    | '/attention'
    | '/follow-ups'
    | '/people'
    | '/settings'
  word: string
  icon: TablerIcon
  ability: Ability
  /** The number beside it, and what it counts. */
  count?: { of: keyof Counts; means: string }
}

/** The navigation, in the order of a day. */
export const entries: readonly Entry[] = [
  { to: '/', word: 'Today', icon: IconSun, ability: 'work_orders.read' },
  { to: '/work-orders', word: 'Work orders', icon: IconTool, ability: 'work_orders.read' },
  {
    to: '/board',
    word: 'Board',
    icon: IconCalendarEvent,
    ability: 'work_orders.read',
    count: { of: 'unscheduled', means: 'without a visit' },
  },
  { to: '/customers', word: 'Customers', icon: IconBuilding, ability: 'customers.read' },
  {
    to: '/review',
    word: 'Review',
    icon: IconChecklist,
    ability: 'review',
    count: { of: 'review', means: 'to review' },
  },
  { to: '/invoices', word: 'Invoices', icon: IconReceipt, ability: 'invoices.read' },
  {
    to: '/attention',
    word: 'Attention',
    icon: IconAlertCircle,
    ability: 'work_orders.read',
    count: { of: 'attention', means: 'need somebody' },
  },
  { to: '/follow-ups', word: 'Follow-ups', icon: IconArrowForwardUp, ability: 'work_orders.read' },
  { to: '/people', word: 'People', icon: IconUsers, ability: 'people.read' },
  { to: '/settings', word: 'Settings', icon: IconSettings, ability: 'settings.read' },
]
