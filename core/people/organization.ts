import type { Organization } from './api.ts'

/** The country phone numbers are read in: the one set, else the one of the locale. */
export function countryOf(organization: Pick<Organization, 'country' | 'locale'>): string {
  return organization.country || (/-([A-Z]{2})$/.exec(organization.locale)?.[1] ?? '')
}

/** A number as people read it: `WO-10421`, `C-0012`. */
export function numberText(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(4, '0')}`
}
