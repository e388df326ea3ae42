import type { Id } from '../kit/ids.ts'
import { type Minor, sum } from '../kit/money.ts'
import type { Instant } from '../kit/time.ts'
import type { InvoiceRef, MoneyDocument, WorkDocument, WorkOrder } from '../work-orders/document.ts'
import { countedInvoices } from '../work-orders/evolve-money.ts'
import { type BillingPolicy, type Blocker, blockers, evidenceOf } from '../work-orders/missing.ts'
import { statusOf } from '../work-orders/status.ts'
import { allTimeEntries, shownFinish } from '../work-orders/visits.ts'

/** Where the money of completed work stands. Each completed work order is in exactly one of these. */
export const ledgerPlaces = ['blocked', 'ready', 'not_billable', 'invoiced', 'exported', 'acknowledged'] as const
export type LedgerPlace = (typeof ledgerPlaces)[number]

/** Why it is not ready: what stands before its review, or what became of it after. */
export const ledgerCodes = [
  'to_review',
  'evidence_awaited',
  'flags_open',
  'time_open',
  'purchase_order_missing',
  'customer_missing',
  'not_complete',
  'to_credit',
  'purchase_order_expired',
  'purchase_order_exhausted',
] as const
export type LedgerCode = (typeof ledgerCodes)[number]

/** Who can take it away: technicians by what is on their phones and clocks, the rest by their part in the office. */
export const ledgerOwners = ['technician', 'dispatcher', 'billing'] as const
export type LedgerOwner = (typeof ledgerOwners)[number]

export type LedgerEntry = {
  place: LedgerPlace
  /** Null where nothing is in the way. */
  code: LedgerCode | null
  owner: LedgerOwner | null
  /** Whose phones and clocks, where technicians are asked. */
  technicians: Id[]
  /** Since when it stands there. */
  since: Instant
  completedAt: Instant
  /** What was invoiced of it without tax; null: what it comes to is for prices to say. */
  invoiced: Minor | null
}

export const ownerOf: Readonly<Record<LedgerCode, LedgerOwner>> = {
  to_review: 'billing',
  evidence_awaited: 'technician',
  flags_open: 'dispatcher',
  time_open: 'technician',
  purchase_order_missing: 'billing',
  customer_missing: 'dispatcher',
  not_complete: 'dispatcher',
  to_credit: 'billing',
  purchase_order_expired: 'billing',
  purchase_order_exhausted: 'billing',
}

/** Where a work order stands; null while there is work left to do on it. */
export function ledgerEntry(order: WorkOrder, policy: BillingPolicy): LedgerEntry | null {
  const { work, money } = order
  const completed = completedAt(work)
  const at = (place: LedgerPlace, since: Instant, invoiced: Minor | null): LedgerEntry => ({
    place,
    code: null,
    owner: null,
    technicians: [],
    since,
    completedAt: completed,
    invoiced,
  })
  const reviewed = work.review?.at ?? completed
  switch (statusOf(work)) {
    case 'work_complete':
      return blockedBy(order, policy, at('blocked', completed, null))
    case 'ready_to_invoice':
      return at('ready', reviewed, null)
    case 'not_billable':
      return at('not_billable', reviewed, null)
    case 'invoiced':
    case 'closed':
      return at(farthest(countedInvoices(money)), reviewed, invoicedOf(money))
    case 'cancelled':
    case 'in_progress':
    case 'on_hold':
    case 'scheduled':
    case 'unscheduled':
      return null
  }
}

/** What less is due than was invoiced cannot be invoiced: it has to be credited. */
export function valued(entry: LedgerEntry, net: Minor): LedgerEntry {
  return entry.place === 'ready' && net < 0
    ? { ...entry, place: 'blocked', code: 'to_credit', owner: ownerOf.to_credit }
    : entry
}

function blockedBy({ work, money }: WorkOrder, policy: BillingPolicy, entry: LedgerEntry): LedgerEntry {
  const [first] = blockers(work, money.purchaseOrder, policy)
  const code = first?.code ?? 'to_review'
  return {
    ...entry,
    code,
    owner: ownerOf[code],
    technicians: first ? asked(work, first) : [],
    since: later(entry.completedAt, first ? began(work, first) : entry.completedAt),
  }
}

function asked(work: WorkDocument, blocker: Blocker): Id[] {
  if (blocker.code === 'time_open') return blocker.technicians
  if (blocker.code !== 'evidence_awaited') return []
  const awaited = new Set(evidenceOf(work).awaited.map((one) => one.fact))
  const captured = [
    ...work.photos,
    ...work.files,
    ...work.visits.flatMap((visit) => visit.signOffs),
    ...work.visits.flatMap((visit) =>
      visit.steps.flatMap((step) =>
        step.kind === 'finish' ? step.evidence.map(({ fact }) => ({ id: fact, technician: step.technician })) : [],
      ),
    ),
  ]
  return [...new Set(captured.flatMap(({ id, technician }) => (awaited.has(id) && technician ? [technician] : [])))]
}

/** When what stands in the way began to. */
function began(work: WorkDocument, blocker: Blocker): Instant {
  const instants =
    blocker.code === 'flags_open'
      ? work.flags.filter((flag) => !flag.settled).map((flag) => flag.raisedAt)
      : blocker.code === 'time_open'
        ? allTimeEntries(work).flatMap((entry) => (entry.to === null ? [entry.from] : []))
        : []
  return instants.sort()[0] ?? ''
}

function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other
}

/** When the last visit was finished; work that was called off after somebody had been there, when it was. */
export function completedAt(work: WorkDocument): Instant {
  const finishes = work.visits.flatMap((visit) => shownFinish(visit)?.at ?? [])
  return finishes.sort().at(-1) ?? work.cancelled?.at ?? work.raisedAt
}

/** What its invoices come to without tax, less what was credited. */
function invoicedOf(money: MoneyDocument): Minor {
  return sum(countedInvoices(money).flatMap(({ lines }) => lines.map((line) => line.net)))
}

/** As far as the last of its invoices came: one that is not handed over yet keeps it. */
function farthest(invoices: readonly InvoiceRef[]): LedgerPlace {
  const steps = invoices.map(({ state }) => (state === 'issued' ? 0 : state === 'exported' ? 1 : 2))
  return (['invoiced', 'exported', 'acknowledged'] as const)[Math.min(...steps, 2)] ?? 'invoiced'
}
