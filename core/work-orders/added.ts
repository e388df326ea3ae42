import type { Id } from '../kit/ids.ts'
import type { CommandBody } from './commands.ts'
import type { AddedAsset, AddedContact, AddedRow, FactMeta, WorkDocument } from './document.ts'
import type { DataOf } from './events.ts'

/**
 * Made on the phone (S32). That a technician found equipment or met somebody who is not in the lists is a fact of the job
 * they are at. Where the place is known the server makes the row under the device's id in the same transaction; where it is
 * not, the fact waits on the record until the office has linked or added the place.
 */
export function addedAssets(work: WorkDocument): readonly AddedAsset[] {
  return work.added?.assets ?? []
}

export function addedContacts(work: WorkDocument): readonly AddedContact[] {
  return work.added?.contacts ?? []
}

/** The assets of the work order that are rows: those that still wait for their place cannot be pointed at yet. */
export function listedAssets(work: WorkDocument): Id[] {
  const waiting = new Set(
    addedAssets(work)
      .filter((one) => one.about && one.row !== 'kept')
      .map((one) => one.asset),
  )
  return [...new Set(work.details.assets)].filter((asset) => !waiting.has(asset))
}

const noRow: AddedRow = { row: 'reported', version: 0, rowSite: null }

export function withAddedAsset(
  work: WorkDocument,
  fact: FactMeta & { heardAs: number },
  data: DataOf<'asset_added'>,
): WorkDocument {
  const { visit, technician, asset, name, kind, make, model, serial, location, notes } = data
  const { heardAs: version, ...meta } = fact
  // What the office had linked already stays the office's link.
  const about = data.about && !work.details.assets.includes(asset)
  const one = { ...meta, visit, technician, asset, about, name, kind, make, model, serial, location, notes, ...noRow }
  const added = { assets: [...addedAssets(work), one], contacts: [...addedContacts(work)] }
  if (!about) return { ...work, added }
  const mark = { version, side: meta.by.source === 'office' ? ('office' as const) : ('field' as const) }
  return {
    ...work,
    added,
    details: { ...work.details, assets: [...work.details.assets, asset] },
    edited: { ...work.edited, assets: { ...mark, member: meta.by.member } },
  }
}

export function withAddedContact(work: WorkDocument, fact: FactMeta, data: DataOf<'contact_added'>): WorkDocument {
  const { visit, technician, contact, name, role, phone, email } = data
  const one = { ...fact, visit, technician, contact, name, role, phone, email, ...noRow }
  return { ...work, added: { assets: [...addedAssets(work)], contacts: [...addedContacts(work), one] } }
}

export function withRowKept(work: WorkDocument, { fact, version, site }: DataOf<'row_kept'>): WorkDocument {
  return changeAdded(work, (one) => (one.id === fact ? { ...one, row: 'kept', version, rowSite: site } : one))
}

export function withRowLeft(work: WorkDocument, { fact }: DataOf<'row_left'>): WorkDocument {
  return changeAdded(work, (one) => (one.id === fact && one.row === 'reported' ? { ...one, row: 'left' } : one))
}

/** Taken back: it leaves the record's lists, and the job is not about it any more. */
export function withdrawAdded(work: WorkDocument, fact: Id): WorkDocument {
  if (!work.added) return work
  const asset = work.added.assets.find((one) => one.id === fact)
  const added = {
    assets: work.added.assets.filter((one) => one.id !== fact),
    contacts: work.added.contacts.filter((one) => one.id !== fact),
  }
  if (!asset?.about) return { ...work, added }
  const assets = work.details.assets.filter((one) => one !== asset.asset)
  return { ...work, added, details: { ...work.details, assets } }
}

export function amendAdded(work: WorkDocument, fact: Id, changes: CommandBody<'amend'>['changes']): WorkDocument {
  if (!work.added) return work
  const { name, kind, make, model, serial, location, note: notes, role, phone, email } = changes
  return {
    ...work,
    added: {
      assets: work.added.assets.map((one) =>
        one.id === fact ? { ...one, ...given({ name, kind, make, model, serial, location, notes }) } : one,
      ),
      contacts: work.added.contacts.map((one) =>
        one.id === fact ? { ...one, ...given({ name, role, phone, email }) } : one,
      ),
    },
  }
}

function changeAdded(work: WorkDocument, change: <T extends FactMeta & AddedRow>(one: T) => T): WorkDocument {
  if (!work.added) return work
  return { ...work, added: { assets: work.added.assets.map(change), contacts: work.added.contacts.map(change) } }
}

/** Only the members that were given. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
