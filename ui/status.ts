import {
  IconAlertTriangle,
  IconArchive,
  IconArrowBackUp,
  IconBandage,
  IconBan,
  IconCalendarEvent,
  IconCalendarPlus,
  IconCheck,
  IconCircleCheck,
  IconCircleDashed,
  IconClipboardCheck,
  IconClockPause,
  IconCloudCheck,
  IconDeviceMobile,
  IconDoorExit,
  IconDoorOff,
  IconFileInvoice,
  IconFlag,
  IconHandStop,
  IconMinus,
  IconPlayerPause,
  IconReceipt,
  IconReceiptOff,
  IconSend,
  IconServer,
  IconThumbUp,
  IconTool,
  IconTruck,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Outcome, Priority, VisitStatus, WorkOrderStatus } from '#core/work-orders/words.ts'

/**
 * How things stand: neutral, nothing to do; waiting, a person must decide; planned, it has its place;
 * live, somebody is on it now; done, the work is finished; problem, something is wrong.
 */
export type Tone = 'neutral' | 'waiting' | 'planned' | 'live' | 'done' | 'problem'

/** A state as people meet it: a colour is never alone, an icon and a word are beside it. */
export type Mark = { readonly word: string; readonly tone: Tone; readonly icon: TablerIcon }

export const workOrderMarks: Readonly<Record<WorkOrderStatus, Mark>> = {
  unscheduled: { word: 'Unscheduled', tone: 'waiting', icon: IconCalendarPlus },
  scheduled: { word: 'Scheduled', tone: 'planned', icon: IconCalendarEvent },
  in_progress: { word: 'In progress', tone: 'live', icon: IconTool },
  on_hold: { word: 'On hold', tone: 'waiting', icon: IconClockPause },
  work_complete: { word: 'Work complete', tone: 'done', icon: IconClipboardCheck },
  ready_to_invoice: { word: 'Ready to invoice', tone: 'done', icon: IconFileInvoice },
  not_billable: { word: 'Not billable', tone: 'neutral', icon: IconReceiptOff },
  invoiced: { word: 'Invoiced', tone: 'neutral', icon: IconReceipt },
  closed: { word: 'Closed', tone: 'neutral', icon: IconArchive },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: IconBan },
}

export const visitMarks: Readonly<Record<VisitStatus, Mark>> = {
  scheduled: { word: 'Scheduled', tone: 'planned', icon: IconCalendarEvent },
  dispatched: { word: 'Dispatched', tone: 'planned', icon: IconSend },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: IconBan },
  accepted: { word: 'Accepted', tone: 'planned', icon: IconThumbUp },
  travelling: { word: 'Travelling', tone: 'live', icon: IconTruck },
  on_site: { word: 'On site', tone: 'live', icon: IconTool },
  paused: { word: 'Paused', tone: 'waiting', icon: IconPlayerPause },
  left: { word: 'Left', tone: 'waiting', icon: IconDoorExit },
  finished: { word: 'Finished', tone: 'done', icon: IconCircleCheck },
}

export const outcomeMarks: Readonly<Record<Outcome, Mark>> = {
  done: { word: 'Done', tone: 'done', icon: IconCircleCheck },
  temporary_fix: { word: 'Temporary fix', tone: 'waiting', icon: IconBandage },
  needs_return: { word: 'Needs return', tone: 'waiting', icon: IconArrowBackUp },
  no_access: { word: 'No access', tone: 'waiting', icon: IconDoorOff },
  customer_refused: { word: 'Customer refused', tone: 'neutral', icon: IconHandStop },
  unsafe: { word: 'Unsafe', tone: 'problem', icon: IconAlertTriangle },
  not_required: { word: 'Not required', tone: 'neutral', icon: IconMinus },
}

export const priorityTones: Readonly<Record<Priority, Tone>> = {
  P1: 'problem',
  P2: 'waiting',
  P3: 'neutral',
  P4: 'neutral',
}

export const priorityWords: Readonly<Record<Priority, string>> = {
  P1: 'Emergency',
  P2: 'Urgent',
  P3: 'Normal',
  P4: 'When convenient',
}

/** Where an item is, from pulled data only; `held` waits for a person in the office. */
export type SyncState = 'on_phone' | 'received' | 'on_record' | 'held'

export const syncMarks: Readonly<Record<SyncState, Mark>> = {
  on_phone: { word: 'On this phone', tone: 'neutral', icon: IconDeviceMobile },
  received: { word: 'Received', tone: 'planned', icon: IconServer },
  on_record: { word: 'On record', tone: 'done', icon: IconCloudCheck },
  held: { word: 'Waiting for the office', tone: 'waiting', icon: IconFlag },
}

export const flagMark: Mark = { word: 'Flag', tone: 'waiting', icon: IconFlag }
export const missingMark: Mark = { word: 'Missing', tone: 'neutral', icon: IconCircleDashed }
export const presentMark: Mark = { word: 'There', tone: 'done', icon: IconCheck }
