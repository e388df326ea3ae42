import type { ReportedPlace } from '../offline/views/added.ts'

/** What a technician heard on the spot; the office links or creates it with one press. */
export type PlaceText = {
  customer: string
  site: string
  contact: string
  phone: string
  /** Of a place reported from this phone before: it is the same one, under the same ids. */
  again?: ReportedPlace
}
export const noPlace: PlaceText = { customer: '', site: '', contact: '', phone: '' }

/**
 * What was searched for and not found, as a new place: a name, a comma, an address. An address begins where the first number
 * stands, for no street is without one; without any number the name is what comes before the first comma.
 */
export function placeFrom(searched: string): { customer: string; site: string } {
  const parts = searched
    .split(',')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
  const numbered = parts.findIndex((part) => /\d/.test(part))
  const names = numbered === -1 ? 1 : numbered
  return {
    customer: parts.slice(0, names).join(', ').slice(0, 200),
    site: parts.slice(names).join(', ').slice(0, 500),
  }
}
