import * as z from 'zod'
import { line, zCountry } from './fields.ts'

export const zAddress = z.object({
  line1: line(200),
  line2: line(200),
  city: line(120),
  region: line(120),
  postcode: line(20),
  country: zCountry,
})
export type Address = z.output<typeof zAddress>

export const emptyAddress: Address = { line1: '', line2: '', city: '', region: '', postcode: '', country: '' }

/** Countries that write the city before the postcode (`Chicago, IL 60601`, `London SW1A 1AA`). */
const cityFirst = new Set(['AU', 'CA', 'GB', 'IE', 'IN', 'NZ', 'US', 'ZA'])

function place(address: Address): string {
  const { city, region, postcode, country } = address
  if (cityFirst.has(country)) {
    const town = [city, region].filter(Boolean).join(', ')
    return [town, postcode].filter(Boolean).join(' ')
  }
  return [[postcode, city].filter(Boolean).join(' '), region].filter(Boolean).join(', ')
}

/**
 * The lines of an address as its country writes them, empty ones left out.
 * The country is named only where it is not `home`, the organization's own.
 */
export function addressLines(address: Address, home = ''): string[] {
  const country = address.country === home ? '' : address.country
  return [address.line1, address.line2, place(address), country].filter(Boolean)
}

/** The address on one line. */
export function addressLine(address: Address, home = ''): string {
  return addressLines(address, home).join(', ')
}
