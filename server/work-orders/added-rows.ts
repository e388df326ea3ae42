import type { Id } from '#core/kit/ids.ts'
import { addedAssets, addedContacts } from '#core/work-orders/added.ts'
import type { Command, CommandBody } from '#core/work-orders/commands.ts'
import type { AddedAsset, AddedContact, WorkDocument } from '#core/work-orders/document.ts'
import {
  type Added,
  archiveAddedAsset,
  archiveAddedContact,
  editAddedAsset,
  editAddedContact,
  makeAddedAsset,
  makeAddedContact,
} from '#server/customers/made-on-phone.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import type { Stream } from './desk.ts'
import { type Incoming, incomingFromServer } from './incoming.ts'

/**
 * Made on the phone (S32): the lists follow the records. What a record says was added becomes a row under the device's id
 * as soon as its place is known, follows a correction, and is archived when it is taken back, unless somebody changed the
 * row since. Nothing here refuses a fact: what the list cannot take is said on the record, with a flag.
 */
export async function keepAddedRows(tx: Tx, streams: readonly Stream[]): Promise<Incoming[]> {
  const says: Incoming[] = []
  for (const { key, before, order } of streams) {
    const [was, work] = [before.order?.work, order?.work]
    if (!work?.added) continue
    for (const command of [...(await followAssets(tx, was, work)), ...(await followContacts(tx, was, work))]) {
      says.push(incomingFromServer(newId(), key.id, command))
    }
  }
  return says
}

async function followAssets(tx: Tx, was: WorkDocument | undefined, work: WorkDocument): Promise<Command[]> {
  const says: Command[] = []
  const earlier = new Map((was ? addedAssets(was) : []).map((one) => [one.id, one]))
  const { site } = work.details
  for (const one of addedAssets(work)) {
    const before = earlier.get(one.id)
    if (one.row === 'reported' && site) says.push(said(one, await makeAddedAsset(tx, one, site, reportedOn(work, one))))
    if (one.row === 'kept' && before?.row === 'kept' && differs(before, one)) {
      says.push(said(one, await editAddedAsset(tx, one)))
    }
    earlier.delete(one.id)
  }
  for (const gone of earlier.values()) {
    if (gone.row === 'kept') says.push(...ifLeft(gone, await archiveAddedAsset(tx, gone)))
  }
  return says
}

async function followContacts(tx: Tx, was: WorkDocument | undefined, work: WorkDocument): Promise<Command[]> {
  const says: Command[] = []
  const earlier = new Map((was ? addedContacts(was) : []).map((one) => [one.id, one]))
  const { customer, site } = work.details
  for (const one of addedContacts(work)) {
    const before = earlier.get(one.id)
    if (one.row === 'reported' && customer) {
      says.push(said(one, await makeAddedContact(tx, one, { customer, site }, reportedOn(work, one))))
    }
    // Met at a place that was not linked yet: once it is, that is where the person belongs.
    const moves = one.row === 'kept' && one.rowSite === null && site !== null && was?.details.site !== site
    if (one.row === 'kept' && before?.row === 'kept' && (moves || differs(before, one))) {
      says.push(said(one, await editAddedContact(tx, one, moves ? site : one.rowSite)))
    }
    earlier.delete(one.id)
  }
  for (const gone of earlier.values()) {
    if (gone.row === 'kept') says.push(...ifLeft(gone, await archiveAddedContact(tx, gone)))
  }
  return says
}

function reportedOn(work: WorkDocument, { by }: AddedAsset | AddedContact): { workOrder: Id; member: Id | null } {
  return { workOrder: work.id, member: by.member }
}

/** Whether a correction changed what the row says. */
function differs(before: AddedAsset | AddedContact, after: AddedAsset | AddedContact): boolean {
  const words = (one: AddedAsset | AddedContact) =>
    'asset' in one
      ? [one.name, one.kind, one.make, one.model, one.serial, one.location, one.notes]
      : [one.name, one.role, one.phone, one.email]
  return JSON.stringify(words(before)) !== JSON.stringify(words(after))
}

function said(one: AddedAsset | AddedContact, added: Added): Command {
  const about: Pick<CommandBody<'row_left'>, 'kind' | 'fact' | 'row' | 'name'> = 'asset' in one
    ? { kind: 'asset', fact: one.id, row: one.asset, name: one.name }
    : { kind: 'contact', fact: one.id, row: one.contact, name: one.name }
  if ('left' in added) return { type: 'row_left', body: { ...about, code: added.left } }
  const { version, site, alike } = added
  return { type: 'row_kept', body: { ...about, version, site, ...(alike === undefined ? {} : { alike }) } }
}

/** What was taken back has no place on the record any more: only what the list keeps is said. */
function ifLeft(one: AddedAsset | AddedContact, added: Added): Command[] {
  return 'left' in added ? [said(one, added)] : []
}
