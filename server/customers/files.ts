import type { SiteFile, siteFileApi } from '#core/customers/file-api.ts'
import type { Body } from '#core/kit/contract.ts'
import { fileBySha256, linkFile } from '#server/platform/files/records.ts'
import { differences, need } from '#server/platform/plain-rows.ts'
import { changedMeanwhile, invalidField } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { bumpSite, loadSiteFile, updateSiteFile } from './file-queries.ts'
import { loadSite } from './queries.ts'

/** Attaches bytes that are here already, under the caller's id; sent again it changes nothing. */
export async function attachSiteFile(
  tx: Tx,
  siteId: string,
  body: Body<typeof siteFileApi.attachSiteFile>,
): Promise<SiteFile> {
  const site = await need(loadSite, tx, siteId)
  const known = await loadSiteFile(tx, body.id)
  if (known) return known
  const file = await fileBySha256(tx, body.sha256)
  if (file?.state !== 'stored') throw invalidField('sha256', 'not_stored', 'The file has not arrived. Send it again.')
  await linkFile(tx, {
    id: body.id,
    fileId: file.id,
    subject: { kind: 'site', id: site.id },
    purpose: 'document',
    audience: body.audience,
    name: body.name,
  })
  const attached = await need(loadSiteFile, tx, body.id)
  await told(tx, 'file_attached', attached, { name: attached.name, audience: attached.audience })
  return attached
}

export async function editSiteFile(tx: Tx, id: string, body: Body<typeof siteFileApi.editSiteFile>): Promise<SiteFile> {
  const before = await need(loadLive, tx, id)
  const saved = await updateSiteFile(tx, id, body.version, { name: body.name, audience: body.audience })
  const after = await need(loadSiteFile, tx, id)
  if (!saved) throw changedMeanwhile(after)
  await told(tx, 'file_edited', after, differences(before, after))
  return after
}

export async function withdrawSiteFile(tx: Tx, id: string): Promise<SiteFile> {
  const before = await need(loadSiteFile, tx, id)
  if (before.withdrawnAt !== null) return before
  const saved = await updateSiteFile(tx, id, before.version, { removed_at: tx.now })
  // Somebody was faster, with the same or with an edit: neither stands in the way of it.
  if (!saved) return withdrawSiteFile(tx, id)
  const after = await need(loadSiteFile, tx, id)
  await told(tx, 'file_withdrawn', after, { name: after.name })
  return after
}

async function loadLive(tx: Tx, id: string): Promise<SiteFile | undefined> {
  const file = await loadSiteFile(tx, id)
  return file?.withdrawnAt === null ? file : undefined
}

async function told(tx: Tx, what: string, file: SiteFile, details: object): Promise<void> {
  tx.audit(`site.${what}`, 'site', file.siteId, { file: file.id, ...details })
  tx.touched('site', file.siteId, await bumpSite(tx, file.siteId), 'customers.read')
}
