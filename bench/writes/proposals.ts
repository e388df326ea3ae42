import type { Id } from '#core/kit/ids.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { newId } from '#server/platform/ids.ts'
import type { Company } from '../support/company.ts'
import { about, type Entry } from './kinds.ts'
import { aPlace, life } from './rows.ts'

async function makeProposal(company: Company, id: Id = newId(), title = 'Inspection') {
  const body = { id, siteId: aPlace(company).site, title, dueFrom: '2026-12-01', dueTo: '2026-12-31' }
  return company.owner.call(proposalApi.makeProposedVisit, { body })
}

async function declined(company: Company): Promise<{ id: Id }> {
  const made = await makeProposal(company)
  return company.owner.call(proposalApi.declineProposedVisit, { params: { id: made.id }, body: { reason: 'Closed' } })
}

/** Proposed visits: rows like others, declined and let wait again, and raised, by eight at once into one work order. */
export const proposalWrites = {
  ...life('ProposedVisit', {
    make: makeProposal,
    edit: ({ owner }, id, version, source) =>
      owner.call(proposalApi.editProposedVisit, { params: { id }, body: { version, source } }),
    archive: ({ owner }, id) => owner.call(proposalApi.archiveProposedVisit, { params: { id } }),
    restore: ({ owner }, id) => owner.call(proposalApi.restoreProposedVisit, { params: { id } }),
  }),
  declineProposedVisit: about(
    (company) => makeProposal(company),
    ({ owner }, { id }, { mark }) =>
      () =>
        owner.call(proposalApi.declineProposedVisit, { params: { id }, body: { reason: mark } }),
  ),
  reopenProposedVisit: about(
    declined,
    ({ owner }, { id }) =>
      () =>
        owner.call(proposalApi.reopenProposedVisit, { params: { id } }),
  ),
  raiseProposedVisit: about(
    (company) => makeProposal(company),
    ({ owner }, { id }) =>
      () =>
        owner.call(proposalApi.raiseProposedVisit, { params: { id }, body: { workOrder: newId() } }),
  ),
} satisfies Record<string, Entry>
