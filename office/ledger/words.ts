import type { LedgerCode, LedgerOwner, LedgerPlace } from '#core/billing/ledger.ts'

const placeWords: Readonly<Record<Exclude<LedgerPlace, 'blocked'>, string>> = {
  ready: 'Ready to invoice',
  not_billable: 'Not billable',
  invoiced: 'Invoiced, not handed over',
  exported: 'Handed over to the accounts',
  acknowledged: 'Taken in by the accounts',
}

const codeWords: Readonly<Record<LedgerCode, string>> = {
  to_review: 'To review',
  evidence_awaited: 'Photos still on a phone',
  flags_open: 'Flags to settle',
  time_open: 'Clocks still running',
  purchase_order_missing: 'Purchase order number missing',
  purchase_order_expired: 'Purchase order expired',
  purchase_order_exhausted: 'Purchase order used up',
  customer_missing: 'Customer not linked',
  not_complete: 'Not complete any more',
  to_credit: 'To be credited',
}

const ownerWords: Readonly<Record<LedgerOwner, string>> = {
  technician: 'Technician',
  dispatcher: 'Dispatcher',
  billing: 'Billing',
}

/** A line of the ledger in words. */
export function lineWords({ place, code }: { place: LedgerPlace; code: LedgerCode | null }): string {
  return place === 'blocked' ? codeWords[code ?? 'to_review'] : placeWords[place]
}

/** Who can take it further; where nothing is in the way the accounts do. */
export function ownerWord(owner: LedgerOwner | null): string {
  return owner ? ownerWords[owner] : ''
}
