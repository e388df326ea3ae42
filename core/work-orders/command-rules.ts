import type { Ability } from '../people/abilities.ts'
import type { CommandType } from './commands.ts'

/** What may be sent to a work order. A fact says what happened; an intention what somebody wants; `system` comes from the server itself. */
export type CommandKind = 'fact' | 'intention' | 'system'

type Rule = {
  kind: CommandKind
  /** What the office member needs; technicians need `field` and only send facts and edits. */
  ability: Ability
}

const fromField: Rule = { kind: 'fact', ability: 'work_orders.edit' }
/** A fact that makes a row: in the office only those who may make one there. */
const toList: Rule = { kind: 'fact', ability: 'customers.edit' }
const toDispatch: Rule = { kind: 'intention', ability: 'dispatch' }
const toReview: Rule = { kind: 'intention', ability: 'review' }
const toEdit: Rule = { kind: 'intention', ability: 'work_orders.edit' }
const bySystem: Rule = { kind: 'system', ability: 'settings.edit' }

/** The one table of what each command is and who in the office may send it. */
export const commandRules: Readonly<Record<CommandType, Rule>> = {
  raise: fromField,
  open_visit: fromField,
  accept: fromField,
  travel: fromField,
  arrive: fromField,
  pause: fromField,
  resume: fromField,
  leave: fromField,
  finish: fromField,
  add_task: fromField,
  answer_task: fromField,
  finding: fromField,
  need_part: fromField,
  note: fromField,
  photo: fromField,
  file: fromField,
  part: fromField,
  add_asset: toList,
  add_contact: toList,
  record_time: fromField,
  correct_time: fromField,
  amend: fromField,
  withdraw: fromField,
  sign: fromField,
  refuse_sign_off: fromField,
  unattended: fromField,
  edit_details: toEdit,
  plan_visit: toDispatch,
  replan_visit: toDispatch,
  reschedule_visit: toDispatch,
  assign_visit: toDispatch,
  change_crew: toDispatch,
  dispatch_visit: toDispatch,
  recall_visit: toDispatch,
  cancel_visit: toDispatch,
  hold: toDispatch,
  release: toDispatch,
  cancel: toDispatch,
  close_return: toReview,
  close_finding: toEdit,
  mark_part_ordered: toEdit,
  mark_part_arrived: toEdit,
  drop_part: toEdit,
  renew_form: toEdit,
  settle_flag: toEdit,
  return_to_field: toReview,
  approve: toReview,
  mark_not_billable: toReview,
  adjust_time: toReview,
  add_line: toReview,
  change_line: toReview,
  strike_line: toReview,
  restore_line: toReview,
  waive_evidence: toReview,
  bytes_stored: bySystem,
  bytes_refused: bySystem,
  bytes_lost: bySystem,
  hold_ended: bySystem,
  finding_followed: bySystem,
  row_kept: bySystem,
  row_left: bySystem,
  invoice_drafted: bySystem,
  invoice_issued: bySystem,
  invoice_voided: bySystem,
  invoice_exported: bySystem,
  invoice_settled: bySystem,
}
