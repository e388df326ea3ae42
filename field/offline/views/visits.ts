import type { Id } from '#core/kit/ids.ts'
import { dayBounds, type Instant, type LocalDate, localDate, type Zone } from '#core/kit/time.ts'
import type { CustomerPut, SitePut } from '#core/sync/documents.ts'
import type { Visit, WorkDocument } from '#core/work-orders/document.ts'
import { statusOf } from '#core/work-orders/status.ts'
import { isWorking, outcomeOf, shownFinish, visitStatus, workState } from '#core/work-orders/visits.ts'
import type { Holdings } from '../holdings.ts'
import { reachOf } from './reach.ts'
import type { Agenda, OrderCard, VisitCard } from './types.ts'

/** The week as cards: where the clock runs, today, what was left over, what comes. */
export function agendaOf(holdings: Holdings, now: Instant): Agenda {
  const technician = holdings.author.technician
  const agenda: Agenda = { now: [], left: [], earlier: [], today: [], later: [], undated: [], finished: [], others: [] }
  const later = new Map<LocalDate, VisitCard[]>()
  const todays = new Map<Zone, { from: Instant; to: Instant }>()
  const todayIn = (zone: Zone) => {
    const today = todays.get(zone) ?? dayBounds(localDate(now, zone), zone)
    todays.set(zone, today)
    return today
  }
  for (const id of holdings.workOrders()) {
    const order = holdings.shown(id)
    if (!order) continue
    const visits = ownVisits(order.work, technician)
    if (visits.length === 0 || isParked(holdings, id)) agenda.others.push(orderCard(holdings, order.work))
    for (const visit of visits) {
      const isCancelled = order.work.cancelled !== null || visit.plan.state === 'cancelled'
      place(agenda, later, cardOf(holdings, order.work, visit), isCancelled, todayIn)
    }
  }
  for (const list of [agenda.now, agenda.left, agenda.earlier, agenda.today, agenda.undated]) list.sort(byStart)
  agenda.finished.sort((a, b) => byStart(b, a))
  agenda.later = [...later]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([date, visits]) => ({ date, visits: visits.sort(byStart) }))
  return agenda
}

function place(
  agenda: Agenda,
  later: Map<LocalDate, VisitCard[]>,
  card: VisitCard,
  isCancelled: boolean,
  todayIn: (zone: Zone) => { from: Instant; to: Instant },
): void {
  if (card.status === 'finished' || (card.mine === 'left' && isCancelled)) agenda.finished.push(card)
  else if (card.mine === 'left') agenda.left.push(card)
  else if (isWorking(card.mine)) agenda.now.push(card)
  else if (card.start === null) agenda.undated.push(card)
  else {
    const { from, to } = todayIn(card.zone)
    if (card.start < from) agenda.earlier.push(card)
    else if (card.start < to) agenda.today.push(card)
    else {
      const date = localDate(card.start, card.zone)
      const others = later.get(date)
      if (others) others.push(card)
      else later.set(date, [card])
    }
  }
}

function byStart(a: VisitCard, b: VisitCard): number {
  return inOrder(a.start ?? '', b.start ?? '') || a.reference.localeCompare(b.reference)
}

/** Instants and days compare as text, a hundred times as fast as words of a language. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Visits of this technician: dispatched to them or worked by them. A recalled or cancelled one only while their work stands on it. */
export function ownVisits(work: WorkDocument, technician: Id): Visit[] {
  return work.visits.filter((visit) => {
    const state = workState(visit, technician)
    if (state !== 'none' && state !== 'accepted') return true
    return visit.plan.state === 'dispatched' && !work.cancelled && visit.plan.crew.includes(technician)
  })
}

export function cardOf(holdings: Holdings, work: WorkDocument, visit: Visit): VisitCard {
  const site = siteOf(holdings, work)
  return {
    workOrder: work.id,
    visit: visit.id,
    reference: referenceOf(work),
    visitNumber: visit.number,
    title: work.details.title,
    priority: work.details.priority,
    customerName: customerNameOf(holdings, work),
    siteName: siteNameOf(holdings, work),
    address: site?.address ?? work.reported?.site ?? '',
    latitude: site?.latitude ?? null,
    longitude: site?.longitude ?? null,
    reach: reachOf(work, site, customerOf(holdings, work)),
    accessNotes: [work.details.accessNotes, site?.accessNotes ?? ''].filter(Boolean).join('\n'),
    hazards: site?.hazards ?? '',
    zone: work.zone,
    start: visit.plan.start,
    minutes: visit.plan.minutes,
    window: visit.plan.window,
    status: visitStatus(visit),
    mine: workState(visit, holdings.author.technician),
    outcome: outcomeOf(visit)?.outcome ?? null,
    question: questionOf(work, visit),
    parked: isParked(holdings, work.id),
    unsent: holdings.unsentOf(work.id),
  }
}

/** What the office asked after the visit was finished, until something is said to it. */
function questionOf(work: WorkDocument, visit: Visit): string | null {
  const asked = work.questions.findLast((question) => question.visit === visit.id)
  if (!asked || !shownFinish(visit)) return null
  const answered = work.notes.some((note) => note.visit === visit.id && note.technician !== null && note.at > asked.at)
  return answered ? null : asked.question
}

export function orderCard(holdings: Holdings, work: WorkDocument): OrderCard {
  return {
    workOrder: work.id,
    reference: referenceOf(work),
    title: work.details.title,
    customerName: customerNameOf(holdings, work),
    siteName: siteNameOf(holdings, work),
    address: siteOf(holdings, work)?.address ?? work.reported?.site ?? '',
    status: statusOf(work),
    parked: isParked(holdings, work.id),
    unsent: holdings.unsentOf(work.id),
  }
}

export function referenceOf(work: WorkDocument): string {
  return work.number ?? work.provisional ?? ''
}

export function siteOf(holdings: Holdings, work: WorkDocument): SitePut | null {
  return work.details.site ? (holdings.document('site', work.details.site)?.body ?? null) : null
}

export function customerOf(holdings: Holdings, work: WorkDocument): CustomerPut | null {
  return work.details.customer ? (holdings.document('customer', work.details.customer)?.body ?? null) : null
}

export function customerNameOf(holdings: Holdings, work: WorkDocument): string {
  const put = holdings.document('work_order', work.id)?.body
  return customerOf(holdings, work)?.name ?? (put?.customerName || (work.reported?.customer ?? ''))
}

export function siteNameOf(holdings: Holdings, work: WorkDocument): string {
  const put = holdings.document('work_order', work.id)?.body
  return siteOf(holdings, work)?.name ?? (put?.siteName || (work.reported?.site ?? ''))
}

export function isParked(holdings: Holdings, workOrder: Id): boolean {
  return holdings.document('work_order', workOrder)?.parked ?? false
}
