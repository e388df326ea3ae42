/** The words of a work order: each list is closed, and a switch over it is exhaustive. */
export const workOrderKinds = ['reactive', 'quoted', 'recurring', 'contract'] as const
export type WorkOrderKind = (typeof workOrderKinds)[number]

export const priorities = ['P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof priorities)[number]

export const workOrderStatuses = [
  'unscheduled',
  'scheduled',
  'in_progress',
  'on_hold',
  'work_complete',
  'ready_to_invoice',
  'not_billable',
  'invoiced',
  'closed',
  'cancelled',
] as const
export type WorkOrderStatus = (typeof workOrderStatuses)[number]

export const planStates = ['scheduled', 'dispatched', 'cancelled'] as const
export type PlanState = (typeof planStates)[number]

/** How far one technician is on one visit; `none` before anything was reported. */
export const workStates = ['none', 'accepted', 'travelling', 'on_site', 'paused', 'left'] as const
export type WorkState = (typeof workStates)[number]

export const visitStatuses = [
  'scheduled',
  'dispatched',
  'cancelled',
  'accepted',
  'travelling',
  'on_site',
  'paused',
  'left',
  'finished',
] as const
export type VisitStatus = (typeof visitStatuses)[number]

export const outcomes = [
  'done',
  'temporary_fix',
  'needs_return',
  'no_access',
  'customer_refused',
  'unsafe',
  'not_required',
] as const
export type Outcome = (typeof outcomes)[number]

/** Outcomes after which nothing is left to do. The others open a return need. */
export const finalOutcomes: readonly Outcome[] = ['done', 'not_required', 'customer_refused']

export const returnReasons = ['parts', 'time', 'second_trade', 'access', 'approval'] as const
export type ReturnReason = (typeof returnReasons)[number]

export const activities = ['travel', 'work', 'break', 'waiting'] as const
export type Activity = (typeof activities)[number]

export const audiences = ['office', 'crew', 'customer'] as const
export type Audience = (typeof audiences)[number]

export const photoPhases = ['before', 'during', 'after', 'nameplate', 'other'] as const
export type PhotoPhase = (typeof photoPhases)[number]

export const taskKinds = ['check', 'text', 'number', 'photo', 'choice', 'choices', 'date', 'reading'] as const
export type TaskKind = (typeof taskKinds)[number]

/** Questions of a risk assessment are asked before work starts, and again on another day. */
export const sectionPurposes = ['work', 'risk_assessment'] as const
export type SectionPurpose = (typeof sectionPurposes)[number]

/** How bad a finding is, the worst first. */
export const findingSeverities = ['dangerous', 'serious', 'minor', 'advice'] as const
export type FindingSeverity = (typeof findingSeverities)[number]

/** `awaited` until the bytes are here with the right hash and safe on disk; `refused` when they are not what they claim. */
export const bytesStates = ['awaited', 'stored', 'refused'] as const
export type BytesState = (typeof bytesStates)[number]

/** Where a fact the office records for somebody came from. */
export const behalfSources = ['paper', 'phone_call', 'message', 'lost_phone', 'forgotten'] as const
export type BehalfSource = (typeof behalfSources)[number]

/** Why an evidence says no position: not wanted, kept by the browser, not asked yet, not known, long ago, or taken who knows where. */
export const noPositionReasons = ['refused', 'blocked', 'not_asked', 'unavailable', 'too_old', 'from_gallery'] as const
export type NoPositionReason = (typeof noPositionReasons)[number]

/** What may be wrong with where a visit is planned. None of it forbids; what was overridden, and by whom, is on the record. */
export const placeProblems = [
  'overlap',
  'travel_before',
  'travel_after',
  'skill_missing',
  'skill_expired',
  'outside_hours',
  'absent',
  'outside_territory',
  'outside_window',
  'outside_due_window',
  'target_missed',
  'site_closed',
  'technician_refused',
  'in_the_past',
  'crew_too_small',
] as const
export type PlaceProblemCode = (typeof placeProblems)[number]

/** What became of a command (S5). */
export const commandOutcomes = ['applied', 'superseded', 'refused', 'held', 'duplicate', 'id_conflict'] as const
export type CommandOutcome = (typeof commandOutcomes)[number]

/** What is promised of a work order: somebody answers, somebody comes, it is done. */
export const targetKinds = ['acknowledge', 'arrive', 'resolve'] as const
export type TargetKind = (typeof targetKinds)[number]

/** Whom or what work waits for while the office holds it. */
export const holdCauses = ['customer', 'access', 'approval', 'parts', 'weather', 'other'] as const
export type HoldCause = (typeof holdCauses)[number]

/** What the clock of a response target may stand still for: causes of a hold, and reasons of a return but our own time. */
export const pauseReasons = [...holdCauses, 'second_trade'] as const
export type PauseReason = (typeof pauseReasons)[number]
