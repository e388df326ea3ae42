import type { Id } from '#core/kit/ids.ts'
import type { AssetPut, SitePut } from '#core/sync/documents.ts'
import { addedAssets, addedContacts } from '#core/work-orders/added.ts'
import type { Reported } from '#core/work-orders/commands.ts'
import type { AddedAsset, AddedContact, WorkDocument } from '#core/work-orders/document.ts'
import type { Holdings } from '../holdings.ts'

/**
 * Made on the phone (S32): what was added on the work orders this phone holds, shown as what it will be until the pull
 * brings the row itself. What was a row already and is not pulled any more was archived, and is not shown again.
 */
export type ReportedPlace = Reported & { siteId: Id }
type ContactPut = SitePut['contacts'][number]

export function assetsOf(holdings: Holdings): AssetPut[] {
  const pulled = holdings.documents('asset').map((row) => row.body)
  const known = new Set(pulled.map((asset) => asset.id))
  const added = worksOf(holdings).flatMap((work) =>
    addedAssets(work)
      .filter((one) => one.row !== 'kept' && !known.has(one.asset))
      .map((one) => asAsset(work, one)),
  )
  return [...pulled, ...added]
}

/** The people at the place of a work order, with those met there who are not in its list yet. */
export function contactsOf(holdings: Holdings, work: WorkDocument, site: SitePut | null): ContactPut[] {
  const known = site?.contacts ?? []
  const added = worksOf(holdings)
    .filter((other) => other.id === work.id || samePlace(other, work))
    .flatMap(addedContacts)
    .filter((one) => one.row !== 'kept' && !known.some((contact) => contact.id === one.contact))
  return [...known, ...added.map(asContact)]
}

/** Places reported from this phone that nobody has linked or added yet: another work order may be at the same. */
export function reportedPlaces(holdings: Holdings): ReportedPlace[] {
  const places = new Map<Id, ReportedPlace>()
  for (const { details, reported } of worksOf(holdings)) {
    const siteId = reported?.siteId
    if (siteId && !details.site) places.set(siteId, { ...reported, siteId })
  }
  return [...places.values()]
}

/** Where something added belongs: the site, or until that is linked the place as the phone reported it. */
export function placeIdOf(work: WorkDocument): Id | null {
  return work.details.site ?? work.reported?.siteId ?? null
}

function samePlace(one: WorkDocument, other: WorkDocument): boolean {
  const place = placeIdOf(one)
  return place !== null && place === placeIdOf(other)
}

function worksOf(holdings: Holdings): WorkDocument[] {
  return holdings.workOrders().flatMap((id) => holdings.shown(id)?.work ?? [])
}

function asAsset(work: WorkDocument, { asset, name, make, model, serial, location }: AddedAsset): AssetPut {
  const site = placeIdOf(work) ?? work.id
  return { id: asset, site, name, make, model, serial, location, installedOn: null, warrantyUntil: null }
}

function asContact({ contact: id, name, role, phone, email }: AddedContact): ContactPut {
  return { id, name, role, phone, email }
}
