import type { Organization } from '#core/people/api.ts'
import type { Letterhead } from '#core/reports/content.ts'

/** The one colour of the papers until an organization has chosen its own. */
const accent = '#0f5f66'

export function letterheadOf(organization: Organization): Letterhead {
  return {
    name: organization.name,
    address: organization.address
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    contact: [organization.phone, organization.email, organization.website].filter((text) => text !== ''),
    taxNumber: organization.taxNumber || null,
    logo: organization.logo,
    accent,
  }
}
