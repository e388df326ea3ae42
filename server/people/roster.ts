import type { Body } from '#core/kit/contract.ts'
import { millisecondsOf } from '#core/kit/time.ts'
import { countRotaTurns, rotaTurns } from '#core/people/roster.ts'
import { emptyRosterEntry, longestRosterDays, type RosterEntry, type rosterApi } from '#core/people/roster-api.ts'
import { editPlain, makePlain, need } from '#server/platform/plain-rows.ts'
import { invalidField } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { rosterEntry } from './plain.ts'
import { countTechnicians, loadOrganization } from './queries.ts'
import { insertRosterEntries, loadRosterEntry, rosterEntriesOf } from './roster-queries.ts'

type Api = typeof rosterApi
type Changes = Omit<Body<Api['editRosterEntry']>, 'version'>

export async function makeRosterEntry(tx: Tx, { id, ...given }: Body<Api['makeRosterEntry']>): Promise<RosterEntry> {
  const { technicianId, kind, from, to, reason, note } = { ...emptyRosterEntry, ...given }
  await mustBeTechnicians(tx, 'technicianId', [technicianId])
  check({ kind, reason, from, to })
  return makePlain(tx, rosterEntry, { id, technician_id: technicianId, kind, reason, note, from_at: from, to_at: to })
}

export async function editRosterEntry(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editRosterEntry']>,
): Promise<RosterEntry> {
  const before = await need(loadRosterEntry, tx, id)
  if (changes.technicianId) await mustBeTechnicians(tx, 'technicianId', [changes.technicianId])
  // Of what somebody else changed meanwhile the editor is told first; a rule is for what they have seen.
  if (before.version === version) check(after(before, changes))
  return editPlain(tx, rosterEntry, id, version, {
    technician_id: changes.technicianId,
    kind: changes.kind,
    reason: changes.reason,
    note: changes.note,
    from_at: changes.from,
    to_at: changes.to,
  })
}

function after(before: RosterEntry, { kind, reason, from, to }: Changes): Checked {
  return {
    kind: kind ?? before.kind,
    reason: reason ?? before.reason,
    from: from ?? before.from,
    to: to ?? before.to,
  }
}

type Checked = Pick<RosterEntry, 'kind' | 'reason' | 'from' | 'to'>

/** Absences of one technician may overlap each other and everything else: each is true by itself. */
function check({ kind, reason, from, to }: Checked): void {
  if (kind === 'absent' && reason === '') throw invalidField('reason', 'needed', 'Say why they are away.')
  if (kind !== 'absent' && reason !== '') {
    throw invalidField('reason', 'only_for_absences', 'Only an absence has a reason.')
  }
  const length = millisecondsOf(to) - millisecondsOf(from)
  if (length <= 0) throw invalidField('to', 'not_after', 'The end comes after the beginning.')
  if (length > longestRosterDays * 86_400_000) {
    throw invalidField('to', 'too_long', 'That is longer than three years. Enter it in parts.')
  }
}

async function mustBeTechnicians(tx: Tx, field: string, ids: readonly string[]): Promise<void> {
  const technicians = [...new Set(ids)]
  if ((await countTechnicians(tx, technicians)) < technicians.length) {
    throw invalidField(field, 'not_found', 'There is no technician with this id.')
  }
}

/** Sent again it changes nothing and gives the entries as they are. */
export async function makeRota(tx: Tx, body: Body<Api['makeRota']>): Promise<RosterEntry[]> {
  const { ids, note = '', choice = null, ...rota } = body
  await mustBeTechnicians(tx, 'technicianIds', rota.technicianIds)
  const { zone } = await loadOrganization(tx)
  const count = countRotaTurns(rota)
  if (count === 0) throw invalidField('until', 'not_after', 'The last day comes after the first.')
  if (count !== ids.length || count !== new Set(ids).size) {
    throw invalidField('ids', 'one_a_turn', `This rota has ${count} turns: send an id for each.`)
  }
  const { turns, question } = rotaTurns({ ...rota, choice }, zone)
  if (turns.length === 0 && question) {
    const what = question.kind === 'none' ? 'does not exist' : 'exists twice'
    throw invalidField('choice', 'unclear_time', `${rota.time} ${what} on ${question.date}. Say which is meant.`)
  }
  const rows = turns.flatMap((turn, index) => {
    const id = ids[index]
    return id ? [{ id, kind: 'on_call' as const, note, ...turn }] : []
  })
  for (const id of await insertRosterEntries(tx, rows)) {
    tx.audit('roster_entry.made', 'roster_entry', id)
    tx.touched('roster_entry', id, 1, rosterEntry.ability)
  }
  return rosterEntriesOf(tx, ids)
}
