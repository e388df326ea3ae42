import type { Visit } from '#core/work-orders/document.ts'
import { outcomeOf, visitStatus } from '#core/work-orders/visits.ts'
import { reachOf } from '../offline/views/reach.ts'
import type { VisitCard, WorkOrderView } from '../offline/views/types.ts'

/** What every section of a visit needs. */
export type OnVisit = { view: WorkOrderView; visit: Visit; card: VisitCard }

/** The card of a visit that is nobody's on this phone yet: one of a colleague, about to be helped with. */
export function cardOfVisit(view: WorkOrderView, visit: Visit): VisitCard {
  const { work } = view.order
  const { site } = view
  return {
    workOrder: work.id,
    visit: visit.id,
    reference: view.reference,
    visitNumber: visit.number,
    title: work.details.title,
    priority: work.details.priority,
    customerName: view.customerName,
    siteName: view.siteName,
    address: site?.address ?? work.reported?.site ?? '',
    latitude: site?.latitude ?? null,
    longitude: site?.longitude ?? null,
    reach: reachOf(work, site, view.customer),
    accessNotes: [work.details.accessNotes, site?.accessNotes ?? ''].filter(Boolean).join('\n'),
    hazards: site?.hazards ?? '',
    zone: work.zone,
    start: visit.plan.start,
    minutes: visit.plan.minutes,
    window: visit.plan.window,
    status: visitStatus(visit),
    mine: 'none',
    outcome: outcomeOf(visit)?.outcome ?? null,
    question: null,
    parked: view.parked !== null,
    unsent: view.unsent,
  }
}
