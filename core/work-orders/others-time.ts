import type { Id } from '../kit/ids.ts'
import type { Command } from './commands.ts'
import { findFact } from './corrections.ts'
import type { Context } from './decide.ts'
import type { WorkDocument, WorkOrder } from './document.ts'
import type { FlagCode, FlagParams, Payload } from './events.ts'

/** What the flag of a moved clock says. */
export function clockParams(step: number): FlagParams {
  const minutes = Math.round(step / 60_000)
  return { minutes: minutes < 0 ? `−${-minutes}` : `+${minutes}` }
}

/**
 * Somebody who says something of the time of a mate is believed, and the office sees who said it: once a visit for what
 * was recorded, once an entry for what was corrected. A mate without a phone has nobody else to say it.
 */
export function saidByOther(
  order: WorkOrder | null,
  command: Command,
  { by, technician, id, withoutPhone }: Context,
): Payload[] {
  const said = order && saidOfTime(order.work, command)
  if (!said || !withoutPhone || by.source === 'office' || by.source === 'system') return []
  const whose = said.technicians.find((one) => one !== technician && !withoutPhone(one))
  if (whose === undefined) return []
  const code: FlagCode = said.entry === null ? 'time_recorded_by_other' : 'time_corrected_by_other'
  const flag = [code, said.entry ?? `${said.visit}:${whose}`, by.member].join(':')
  if (order.work.flags.some((known) => known.id === flag)) return []
  const params = { technician: whose, by: by.name }
  return [{ type: 'flag_raised', data: { flag, code, visit: said.visit, fact: id, params } }]
}

/** Whose time a command says something of: who it names, and whose entry it corrects. */
function saidOfTime(work: WorkDocument, command: Command): { visit: Id; technicians: Id[]; entry: Id | null } | null {
  switch (command.type) {
    case 'travel':
    case 'arrive':
    case 'pause':
    case 'resume':
    case 'leave':
    case 'finish':
    case 'record_time':
      return { visit: command.body.visit, technicians: [command.body.technician], entry: null }
    case 'correct_time': {
      const { visit, entry, technician } = command.body
      const owner = findFact(work, entry)?.technician
      return { visit, technicians: owner ? [owner] : [technician], entry }
    }
    default:
      return null
  }
}
