import * as z from 'zod'
import { contract, idParams, listOf, zId, zInstant } from '../kit/contract.ts'
import { name, zSha256, zVersion } from '../kit/fields.ts'
import { audiences } from '../work-orders/words.ts'

/** JPEG, PNG, WebP and PDF, found by content and never by name. */
export const officeFileTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const

/**
 * A drawing, a manual, a method statement: attached by the office to a site and carried to the phone.
 * A file of a work order is a fact of its record and goes there as the command `file`.
 */
export const zSiteFile = z.object({
  id: zId,
  version: zVersion,
  siteId: zId,
  sha256: zSha256,
  name: z.string(),
  mediaType: z.string(),
  /** Bytes. */
  size: z.int(),
  audience: z.enum(audiences),
  attachedBy: z.string(),
  attachedAt: zInstant,
  withdrawnAt: zInstant.nullable(),
})
export type SiteFile = z.output<typeof zSiteFile>

export const siteFileApi = {
  listSiteFiles: contract({
    id: 'listSiteFiles',
    method: 'GET',
    path: '/api/sites/{id}/files',
    summary: 'Files of a site, the latest first',
    ability: 'customers.read',
    params: idParams,
    reply: listOf(zSiteFile),
  }),
  attachSiteFile: contract({
    id: 'attachSiteFile',
    method: 'POST',
    path: '/api/sites/{id}/files',
    summary: 'Attach a file whose bytes were sent before with PUT /api/files/{sha256}',
    ability: 'customers.edit',
    params: idParams,
    body: z.object({ id: zId, sha256: zSha256, name: name(200), audience: z.enum(audiences).default('crew') }),
    reply: zSiteFile,
  }),
  editSiteFile: contract({
    id: 'editSiteFile',
    method: 'PATCH',
    path: '/api/site-files/{id}',
    summary: 'Rename a file or change who sees it',
    ability: 'customers.edit',
    params: idParams,
    body: z.object({ version: zVersion, name: name(200).optional(), audience: z.enum(audiences).optional() }),
    reply: zSiteFile,
  }),
  withdrawSiteFile: contract({
    id: 'withdrawSiteFile',
    method: 'POST',
    path: '/api/site-files/{id}/withdraw',
    summary: 'Take a file back: it leaves every list and every phone',
    ability: 'customers.edit',
    params: idParams,
    reply: zSiteFile,
  }),
}
