import type { Id } from '#core/kit/ids.ts'
import { statusOf } from '#core/work-orders/status.ts'
import { streamName } from '#core/sync/envelope.ts'
import type { Holdings } from '../holdings.ts'
import { type FactState, isShownAsFact, stateOf } from '../states.ts'
import type { WorkOrderView } from './types.ts'
import { assetsOf, contactsOf, placeIdOf } from './added.ts'
import { cardOf, customerNameOf, customerOf, isParked, ownVisits, referenceOf, siteNameOf, siteOf } from './visits.ts'

/** One work order with everything the phone knows about it; null when it is not here. */
export function workOrderOf(holdings: Holdings, id: Id): WorkOrderView | null {
  const order = holdings.shown(id)
  if (!order) return null
  const { work } = order
  const site = siteOf(holdings, work)
  const assets = assetsOf(holdings)
  const place = placeIdOf(work) ?? work.id
  const past = site ? holdings.document('history', site.id)?.body : undefined
  const own = ownStates(holdings, id)
  const unsent = holdings.unsentOf(id)
  return {
    order,
    status: statusOf(work),
    reference: referenceOf(work),
    customerName: customerNameOf(holdings, work),
    siteName: siteNameOf(holdings, work),
    customer: customerOf(holdings, work),
    site,
    assets: work.details.assets.flatMap((id) => assets.find((asset) => asset.id === id) ?? []),
    siteAssets: assets.filter((asset) => asset.site === place),
    contacts: contactsOf(holdings, work, site),
    history: past?.visits ?? [],
    readings: past?.readings ?? [],
    findings: past?.findings ?? [],
    visits: ownVisits(work, holdings.author.technician).map((visit) => cardOf(holdings, work, visit)),
    nameOf: (technician) => nameOf(holdings, id, technician),
    stateOf: (fact) => own.get(fact) ?? 'on_record',
    bytesOf: (sha256) => holdings.blob(sha256)?.state ?? null,
    isHere: (sha256) => holdings.blob(sha256)?.kept === true || holdings.copy(sha256) !== undefined,
    money: holdings.document('money', id)?.body ?? null,
    parked: isParked(holdings, id) ? unsent : null,
    unsent,
  }
}

/** Where this device's own facts of a stream are. A refused one is not a fact and not shown. */
export function ownStates(holdings: Holdings, workOrder: Id): Map<Id, FactState> {
  const states = new Map<Id, FactState>()
  for (const row of holdings.commandsOf(streamName({ kind: 'work_order', id: workOrder }))) {
    const state = stateOf(row)
    if (isShownAsFact(state)) states.set(row.id, state)
  }
  return states
}

export function nameOf(holdings: Holdings, workOrder: Id, technician: Id): string {
  if (technician === holdings.author.technician) return holdings.author.name
  const named = holdings.document('work_order', workOrder)?.body.technicians[technician]
  if (named) return named
  const people = holdings.documents('people').flatMap((row) => row.body.items)
  return people.find((person) => person.id === technician)?.name ?? ''
}
