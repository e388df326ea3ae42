import type { QueryClient } from '@tanstack/react-query'
import { sentence } from '#core/kit/sentences.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Me } from '#core/people/session-api.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { Problem } from '#ui/client.ts'
import { call } from '../kit/client.ts'
import { sentenceOf } from '../kit/problem.ts'
import { sendCommand, type Sent } from '../work-orders/command.ts'
import { type Change, commandOf, isOfVisit, type ProposalChange } from './changes.ts'

/** Sends a change to the server. @param seen the version of the work order the planner looked at */
export async function sendChange(queries: QueryClient, me: Me, change: Change, seen: number): Promise<Sent> {
  if (!isOfVisit(change)) return settleProposed(change)
  const { workOrder } = change
  if (change.kind === 'plan' && change.proposed) {
    const raised = await raiseFrom(change.proposed, workOrder)
    if (!raised.ok) return raised
  }
  return sendCommand(queries, me, workOrder, commandOf(change), { seen, quiet: true })
}

/** Sent again it is the work order there is; one that somebody else raised is theirs to plan. */
async function raiseFrom(id: Id, workOrder: Id): Promise<Sent> {
  const asked = call(proposalApi.raiseProposedVisit, { params: { id }, body: { workOrder } })
  return answered(asked, (raised) => (raised.workOrder === workOrder ? null : 'proposal_raised'))
}

function settleProposed({ kind, item, reason }: ProposalChange): Promise<Sent> {
  const params = { id: item.id }
  return answered(
    kind === 'decline'
      ? call(proposalApi.declineProposedVisit, { params, body: { reason } })
      : call(proposalApi.reopenProposedVisit, { params }),
    () => null,
  )
}

async function answered<T>(asked: Promise<T>, against: (reply: T) => string | null): Promise<Sent> {
  try {
    const code = against(await asked)
    return code ? { ok: false, code, sentence: sentence(code) } : { ok: true, version: 0, number: null }
  } catch (error) {
    return { ok: false, code: error instanceof Problem ? error.code : 'unavailable', sentence: sentenceOf(error) }
  }
}
