import type { Id } from '../kit/ids.ts'
import type { Instant } from '../kit/time.ts'
import type { ResponseTerms } from './response.ts'
import type { BehalfSource } from './words.ts'
import type { Command, CommandBody, CommandType } from './commands.ts'

/** Who says so: themselves, a crew mate, the office on behalf, or the server. */
export type RecordedBy = {
  member: Id | null
  name: string
  device: Id | null
  source: 'self' | 'crew' | 'office' | 'system'
  behalf?: { source: BehalfSource; reason: string }
}

/** What every entry carries. `id` is the id of the command it came from, which is the id of the fact. */
export type EventMeta = {
  id: Id
  /** The n-th event of its command; only the first is the fact itself. */
  n: number
  /** The version of the document this event led to; several events of one command share it. */
  version: number
  /** The device's claimed time, or the server's for what the office does. */
  at: Instant
  /** When the server first had it; null on the phone, before it was handed in. */
  heard: Instant | null
  by: RecordedBy
}

export type FlagCode =
  | 'performed_by_other'
  | 'worked_after_cancellation'
  | 'worked_while_recalled'
  | 'arrived_after_review'
  | 'arrived_after_invoicing'
  | 'others_still_on_site'
  | 'outcomes_differ'
  | 'devices_clash'
  | 'requirements_missing'
  | 'field_changed_by_both'
  | 'times_overlap'
  | 'clock_stepped'
  | 'clock_changed'
  | 'time_recorded_by_other'
  | 'time_corrected_by_other'
  | 'customer_unknown'
  | 'site_unknown'
  | 'bytes_refused'
  | 'summary_hash_differs'
  | 'start_blocked'
  | 'dangerous_finding'
  | 'asset_serial_known'
  | 'row_id_taken'
  | 'row_changed_since'
  | 'row_not_archived'

export type FlagParams = Readonly<Record<string, string | number>>

/** Events whose payload is the body of the command of the same act. */
const pastTense = {
  raise: 'raised',
  open_visit: 'visit_opened',
  accept: 'accepted',
  travel: 'travelled',
  arrive: 'arrived',
  pause: 'paused',
  resume: 'resumed',
  leave: 'left',
  finish: 'finished',
  add_task: 'task_added',
  answer_task: 'task_answered',
  finding: 'found',
  need_part: 'part_needed',
  note: 'noted',
  photo: 'photographed',
  file: 'file_added',
  part: 'part_added',
  add_asset: 'asset_added',
  add_contact: 'contact_added',
  record_time: 'time_recorded',
  correct_time: 'time_corrected',
  amend: 'amended',
  withdraw: 'withdrawn',
  sign: 'signed',
  refuse_sign_off: 'sign_off_refused',
  unattended: 'sign_off_unattended',
  edit_details: 'details_edited',
  plan_visit: 'visit_planned',
  replan_visit: 'visit_replanned',
  reschedule_visit: 'visit_rescheduled',
  assign_visit: 'visit_assigned',
  change_crew: 'crew_changed',
  dispatch_visit: 'visit_dispatched',
  recall_visit: 'visit_recalled',
  cancel_visit: 'visit_cancelled',
  hold: 'held',
  release: 'released',
  cancel: 'cancelled',
  close_return: 'return_closed',
  close_finding: 'finding_closed',
  mark_part_ordered: 'part_ordered',
  mark_part_arrived: 'part_arrived',
  drop_part: 'part_dropped',
  renew_form: 'form_renewed',
  settle_flag: 'flag_settled',
  return_to_field: 'returned_to_field',
  approve: 'approved',
  mark_not_billable: 'marked_not_billable',
  adjust_time: 'time_adjusted',
  add_line: 'line_added',
  change_line: 'line_changed',
  strike_line: 'line_struck',
  restore_line: 'line_restored',
  waive_evidence: 'evidence_waived',
  bytes_stored: 'bytes_stored',
  bytes_refused: 'bytes_refused',
  bytes_lost: 'bytes_lost',
  hold_ended: 'hold_ended',
  finding_followed: 'finding_followed',
  row_kept: 'row_kept',
  row_left: 'row_left',
  invoice_drafted: 'invoice_drafted',
  invoice_issued: 'invoice_issued',
  invoice_voided: 'invoice_voided',
  invoice_exported: 'invoice_exported',
  invoice_settled: 'invoice_settled',
} as const satisfies Record<CommandType, string>

type PastTense = typeof pastTense

/** What only the server knows when it applies a command, kept beside the payload. */
type Extra = {
  raised: { workOrder: Id; number: string | null; response?: ResponseTerms }
  /** Where the priority or the site changed. */
  details_edited: { response?: ResponseTerms }
  photographed: { stored: boolean }
  file_added: { stored: boolean }
  signed: { stored: boolean }
}
type ExtraOf<Name extends string> = Name extends keyof Extra ? Extra[Name] : Record<never, never>

type FromCommand = {
  [T in CommandType]: { type: PastTense[T]; data: CommandBody<T> & ExtraOf<PastTense[T]> }
}[CommandType]

export type Payload =
  | FromCommand
  | {
      type: 'flag_raised'
      data: { flag: string; code: FlagCode; visit: Id | null; fact: Id | null; params: FlagParams }
    }
export type EventType = Payload['type']
export type PayloadOf<E extends EventType> = Extract<Payload, { type: E }>
export type DataOf<E extends EventType> = PayloadOf<E>['data']
/** One immutable line of the record. `v` is the version of the payload's shape. */
export type WorkOrderEvent = EventMeta & { v: 1 } & Payload

export function eventTypeOf(type: CommandType): PastTense[CommandType] {
  return pastTense[type]
}

/** The event that says a command happened, with what only the server knows. */
export function payloadOf<C extends Command>(command: C, extra: object = {}): Payload {
  return { type: pastTense[command.type], data: { ...command.body, ...extra } } as Payload
}
