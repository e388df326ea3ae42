import type { CustomerPut, SitePut } from '#core/sync/documents.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'

/** Whose number it is that one calls about a job. */
export type Reach = { whose: 'contact' | 'site' | 'customer'; name: string; phone: string }

/** Whom one calls about a job: its contact, else the site or somebody there, else the customer. Who has no number is passed over. */
export function reachOf(
  { details, reported }: Pick<WorkDocument, 'details' | 'reported'>,
  site: SitePut | null,
  customer: CustomerPut | null,
): Reach | null {
  const people = site?.contacts ?? []
  const named = details.contact
  const chain: Reach[] = [
    { whose: 'contact', name: named?.name ?? '', phone: named?.phone ?? '' },
    { whose: 'contact', name: named?.name ?? '', phone: people.find((one) => one.id === named?.id)?.phone ?? '' },
    { whose: 'contact', name: reported?.contact ?? '', phone: reported?.phone ?? '' },
    { whose: 'site', name: site?.name ?? '', phone: site?.phone ?? '' },
    ...people.map(({ name, phone }): Reach => ({ whose: 'contact', name, phone })),
    { whose: 'customer', name: customer?.name ?? '', phone: customer?.phone ?? '' },
  ]
  return chain.find((one) => one.phone.trim() !== '') ?? null
}
