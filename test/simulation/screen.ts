import type { Id } from '#core/kit/ids.ts'
import type { Watched } from '../../field/offline/live.ts'
import type { Phone } from '../../field/offline/phone.ts'
import type { WorkOrderView } from '../../field/offline/views/types.ts'

const screens = new WeakMap<Phone, Map<Id, Watched<WorkOrderView | null>>>()

/** A work order as the screen shows it: made anew only where what it is made of has changed, as a screen has it. */
export function shownOn(phone: Phone, workOrder: Id): WorkOrderView | null {
  const open = screens.get(phone) ?? new Map<Id, Watched<WorkOrderView | null>>()
  screens.set(phone, open)
  const watched = open.get(workOrder) ?? phone.workOrder(workOrder)
  open.set(workOrder, watched)
  return watched.get()
}
