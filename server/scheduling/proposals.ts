import type { Body, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes, dayBounds } from '#core/kit/time.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { emptyProposedVisit, type ProposedVisit, type proposalApi } from '#core/scheduling/proposal-api.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { emptyJobType } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { editPlain, makePlain, need, type PlainKind } from '#server/platform/plain-rows.ts'
import { invalidField, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadJobType } from '#server/work-orders/catalogue-queries.ts'
import { applyCommands } from '#server/work-orders/commands.ts'
import { type Author, authorOf, incomingFrom } from '#server/work-orders/incoming.ts'
import { loadProposedVisit, lockProposedVisit, zoneOfOpenSite } from './proposal-queries.ts'

type Api = typeof proposalApi

/** Plans are for those who see work orders: a technician hears of a visit once it is theirs. */
export const proposedVisit: PlainKind<'app.proposed_visit', ProposedVisit> = {
  table: 'app.proposed_visit',
  kind: 'proposed_visit',
  ability: 'work_orders.read',
  load: loadProposedVisit,
}

/** Made under the caller's id, and by whoever keeps agreements under the id of what they owe: sent again it is the same. */
export async function makeProposedVisit(
  tx: Tx,
  { id, ...given }: Body<Api['makeProposedVisit']>,
): Promise<ProposedVisit> {
  const { siteId, jobTypeId, dueFrom, dueTo, ...rest } = { ...emptyProposedVisit, ...given }
  checkWindow(dueFrom, dueTo)
  if (!(await zoneOfOpenSite(tx, siteId))) throw invalidField('siteId', 'not_found', 'There is no site with this id.')
  await mustBeJobType(tx, jobTypeId)
  return makePlain(tx, proposedVisit, {
    id,
    site_id: siteId,
    job_type_id: jobTypeId,
    due_from: dueFrom,
    due_to: dueTo,
    ...rest,
  })
}

export async function editProposedVisit(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editProposedVisit']>,
): Promise<ProposedVisit> {
  const before = await locked(tx, id)
  // Of what somebody else changed meanwhile the editor is told first; a rule is for what they have seen.
  if (before.version === version) {
    mustWait(before)
    checkWindow(changes.dueFrom ?? before.dueFrom, changes.dueTo ?? before.dueTo)
    if (changes.jobTypeId !== undefined) await mustBeJobType(tx, changes.jobTypeId)
  }
  const { jobTypeId, dueFrom, dueTo, ...rest } = changes
  return editPlain(tx, proposedVisit, id, version, {
    job_type_id: jobTypeId,
    due_from: dueFrom,
    due_to: dueTo,
    ...rest,
  })
}

/** Twice is once: the first reason stands. */
export async function declineProposedVisit(tx: Tx, id: string, reason: string): Promise<ProposedVisit> {
  const before = await locked(tx, id)
  if (before.state === 'declined') return before
  mustWait(before)
  return editPlain(tx, proposedVisit, id, before.version, { declined_at: tx.now, decline_reason: reason })
}

export async function reopenProposedVisit(tx: Tx, id: string): Promise<ProposedVisit> {
  const before = await locked(tx, id)
  if (before.state !== 'declined') return before
  return editPlain(tx, proposedVisit, id, before.version, { declined_at: null, decline_reason: '' })
}

/**
 * Makes a work order of it in the same transaction that says so on the proposal. Asked again, by whomever and under
 * whatever id, it gives the work order there is.
 */
export async function raiseProposedVisit(
  tx: Tx,
  id: string,
  workOrder: Id,
  author: Author = authorOf(tx, 'office'),
): Promise<Reply<Api['raiseProposedVisit']>> {
  const before = await locked(tx, id)
  if (before.workOrder) return { workOrder: before.workOrder, proposed: before }
  mustWait(before)
  const body = await raiseBody(tx, before)
  const [taken] = await applyCommands(tx, author, [incomingFrom(newId(), workOrder, { type: 'raise', body, seen: 0 })])
  if (taken?.outcome !== 'applied') throw refused(taken?.refusal ?? { code: 'not_found' })
  const proposed = await editPlain(tx, proposedVisit, id, before.version, { work_order_id: workOrder })
  return { workOrder, proposed }
}

/** As the office would raise it: with all the job type brings, due by the end of the window. */
async function raiseBody(tx: Tx, proposed: ProposedVisit): Promise<CommandBody<'raise'>> {
  const { siteId, jobTypeId, kind, priority, title, source, dueFrom, dueTo } = proposed
  const zone = await zoneOfOpenSite(tx, siteId)
  if (!zone) throw refused({ code: 'site_archived' })
  const jobType = jobTypeId ? await loadJobType(tx, jobTypeId) : undefined
  const due = dueFrom === dueTo ? `due on ${dueFrom}` : `due from ${dueFrom} to ${dueTo}`
  const from = source === '' ? `Proposed, ${due}.` : `${source}, ${due}.`
  return {
    details: {
      customer: null,
      site: siteId,
      assets: [],
      contact: null,
      kind,
      priority,
      title,
      description: [jobType?.description ?? '', from].filter((text) => text !== '').join('\n\n'),
      jobType: jobType?.id ?? null,
      requestedAt: tx.now,
      targetAt: addMinutes(dayBounds(dueTo, zone).to, -1),
      reference: '',
      accessNotes: '',
    },
    reported: null,
    zone,
    tasks: jobType?.tasks ?? [],
    ...(jobType ? { sections: jobType.sections, formVersion: jobType.formVersion } : {}),
    requires: jobType?.requires ?? emptyJobType.requires,
    provisional: null,
    origin: 'office',
    at: tx.now,
  }
}

async function locked(tx: Tx, id: string): Promise<ProposedVisit> {
  return need(lockProposedVisit, tx, id)
}

/** What became something, or is not to be, is not changed any more. */
function mustWait({ state, archivedAt }: ProposedVisit): void {
  const against: Refusal | null =
    state === 'raised'
      ? { code: 'proposal_raised' }
      : state === 'declined'
        ? { code: 'proposal_declined' }
        : archivedAt
          ? { code: 'proposal_archived' }
          : null
  if (against) throw refused(against)
}

function checkWindow(from: string, to: string): void {
  if (to < from) throw invalidField('dueTo', 'not_after', 'The last day it is due does not come before the first.')
}

async function mustBeJobType(tx: Tx, id: string | null): Promise<void> {
  if (id !== null && !(await loadJobType(tx, id)))
    throw invalidField('jobTypeId', 'not_found', 'There is no job type with this id.')
}
