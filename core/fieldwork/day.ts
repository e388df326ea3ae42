import * as z from 'zod'
import type { Id } from '../kit/ids.ts'
import { wrongValue } from '../kit/wrong-value.ts'
import { isId } from '../kit/ids.ts'
import { type Instant, minutesBetween, parseInstant } from '../kit/time.ts'
import type { Minutes } from '../kit/money.ts'
import { never, type Refusal } from '../kit/refusal.ts'
import type { FlagCode, FlagParams, RecordedBy } from '../work-orders/events.ts'
import { clockParams } from '../work-orders/others-time.ts'

/**
 * A technician's own day: what is not part of any work order (depot, lunch, the drive home, training). A stream of its
 * own kind with the same ledger; its id is the technician's, so one record holds all their days.
 */
export const dayActivities = ['depot', 'lunch', 'drive_home', 'training', 'other'] as const
export type DayActivity = (typeof dayActivities)[number]

const id = z.string().refine(isId, 'An id is a UUID in lower case')
const instant = z
  .string()
  .refine((text) => parseInstant(text) === text, 'An instant is UTC with milliseconds, as 2026-11-23T10:08:00.000Z')

export const dayBodies = {
  start_activity: z.object({ activity: z.enum(dayActivities), at: instant, note: z.string().max(500) }),
  end_activity: z.object({ at: instant }),
  record_day_time: z.object({ activity: z.enum(dayActivities), from: instant, to: instant, note: z.string().max(500) }),
  correct_day_time: z.object({ entry: id, from: instant, to: instant, reason: z.string().min(1).max(1000) }),
  withdraw_day_time: z.object({ entry: id, at: instant, reason: z.string().max(1000) }),
  /** The office's alone: somebody looked. */
  settle_day_flag: z.object({ flag: z.string().min(1).max(200), note: z.string().max(1000) }),
} as const
export type DayCommandType = keyof typeof dayBodies
export type DayCommand = { [T in DayCommandType]: { type: T; body: z.infer<(typeof dayBodies)[T]> } }[DayCommandType]

const pastTense = {
  start_activity: 'activity_started',
  end_activity: 'activity_ended',
  record_day_time: 'day_time_recorded',
  correct_day_time: 'day_time_corrected',
  withdraw_day_time: 'day_time_withdrawn',
  settle_day_flag: 'day_flag_settled',
} as const satisfies Record<DayCommandType, string>

export type DayEvent = {
  id: Id
  n: 0
  version: number
  at: Instant
  heard: Instant | null
  by: RecordedBy
  v: 1
  /** What a person has to look at because of it. */
  raises?: { flag: string; code: FlagCode; params: FlagParams }[]
} & { [T in DayCommandType]: { type: (typeof pastTense)[T]; data: z.infer<(typeof dayBodies)[T]> } }[DayCommandType]

export type DayEntry = {
  id: Id
  activity: DayActivity
  from: Instant
  to: Instant | null
  note: string
  device: Id | null
  corrected: boolean
  /** Who said so, where it was not the technician. */
  recordedBy?: string
}
export type DayFlag = {
  id: string
  code: FlagCode
  fact: Id
  params: FlagParams
  raisedAt: Instant
  settled: { by: string; at: Instant; note: string } | null
}
export type DayDocument = {
  id: Id
  version: number
  entries: DayEntry[]
  /** Days without any do not have it. */
  flags?: DayFlag[]
}

export function isDayCommand(type: string): type is DayCommandType {
  return Object.hasOwn(dayBodies, type)
}

export function parseDayCommand(
  type: string,
  body: unknown,
): { command: DayCommand } | { problems: { path: string; detail: string }[] } {
  if (!isDayCommand(type)) return { problems: [{ path: 'type', detail: `There is no command named ${type}.` }] }
  const parsed = dayBodies[type].safeParse(body, { error: wrongValue })
  if (parsed.success) return { command: { type, body: parsed.data } as DayCommand }
  return {
    problems: parsed.error.issues.map((issue) => ({ path: ['body', ...issue.path].join('.'), detail: issue.message })),
  }
}

export type DayContext = {
  judge: 'author' | 'record'
  id: Id
  technician: Id
  version: number
  at: Instant
  heard: Instant | null
  by: RecordedBy
  /** The technician has no phone, so that a mate says it; only the server knows. */
  withoutPhone?: boolean
  /** Milliseconds the wall clock of the author's device was moved since what it captured before (S12). */
  clockStep?: number | null
}
export type DayDecision = { events: DayEvent[]; day: DayDocument } | { refusal: Refusal }

/** A day takes every fact; only its author is told that something cannot be meant. */
export function decideDay(day: DayDocument | null, command: DayCommand, context: DayContext): DayDecision {
  const now = day ?? { id: context.technician, version: 0, entries: [] }
  const { id, version, at, heard, by } = context
  if (context.judge === 'author') {
    const refusal = judgeDay(now, command, context.by.device)
    if (refusal) return { refusal }
  }
  if (command.type === 'settle_day_flag' && by.source !== 'office') return { refusal: { code: 'not_allowed' } }
  const raises = raisedBy(command, context)
  const event = {
    id,
    n: 0,
    version,
    at,
    heard,
    by,
    v: 1,
    type: pastTense[command.type],
    data: command.body,
    ...(raises.length > 0 ? { raises } : {}),
  } as DayEvent
  return { events: [event], day: evolveDay(now, event) }
}

/** A mate is believed, and the office sees who said it; so is a clock that was set. */
function raisedBy(command: DayCommand, { id, technician, by, withoutPhone, clockStep }: DayContext) {
  const raises: NonNullable<DayEvent['raises']> = []
  if (by.source === 'crew' && withoutPhone === false) {
    const isChange = command.type === 'correct_day_time' || command.type === 'withdraw_day_time'
    const code = isChange ? 'time_corrected_by_other' : 'time_recorded_by_other'
    raises.push({ flag: `${code}:${id}`, code, params: { technician, by: by.name } })
  }
  if (clockStep) raises.push({ flag: `clock_changed:${id}`, code: 'clock_changed', params: clockParams(clockStep) })
  return raises
}

function judgeDay(day: DayDocument, command: DayCommand, device: Id | null): Refusal | null {
  switch (command.type) {
    case 'start_activity':
    case 'settle_day_flag':
      return null
    case 'end_activity':
      return running(day, device) ? null : { code: 'nothing_running' }
    case 'record_day_time':
    case 'correct_day_time':
      return command.body.to > command.body.from ? null : { code: 'time_upside_down' }
    case 'withdraw_day_time':
      return day.entries.some((entry) => entry.id === command.body.entry) ? null : { code: 'fact_unknown' }
    default:
      return never(command)
  }
}

export function running(day: DayDocument, device: Id | null): DayEntry | undefined {
  return day.entries.findLast((entry) => entry.to === null && entry.device === device)
}

/** Starting one activity ends the one that runs on the same device. */
export function evolveDay(day: DayDocument, event: DayEvent): DayDocument {
  const next = { ...day, version: event.version, ...flagsAfter(day, event) }
  const said = event.by.source === 'self' ? {} : { recordedBy: event.by.name }
  const device = event.by.device
  const ended = (at: Instant) =>
    day.entries.map((entry) => (entry.to === null && entry.device === device ? { ...entry, to: at } : entry))
  switch (event.type) {
    case 'activity_started': {
      const { activity, at, note } = event.data
      return {
        ...next,
        entries: [
          ...ended(at),
          { id: event.id, activity, from: at, to: null, note, device, corrected: false, ...said },
        ],
      }
    }
    case 'activity_ended':
      return { ...next, entries: ended(event.data.at) }
    case 'day_time_recorded': {
      const { activity, from, to, note } = event.data
      return {
        ...next,
        entries: [...day.entries, { id: event.id, activity, from, to, note, device, corrected: false, ...said }],
      }
    }
    case 'day_time_corrected': {
      const { entry, from, to } = event.data
      return {
        ...next,
        entries: day.entries.map((one) => (one.id === entry ? { ...one, from, to, corrected: true, ...said } : one)),
      }
    }
    case 'day_time_withdrawn':
      return { ...next, entries: day.entries.filter((one) => one.id !== event.data.entry) }
    case 'day_flag_settled':
      return next
    default:
      return never(event)
  }
}

function flagsAfter(day: DayDocument, event: DayEvent): Pick<DayDocument, 'flags'> {
  const { flags = [] } = day
  if (event.type === 'day_flag_settled') {
    const settled = { by: event.by.name, at: event.at, note: event.data.note }
    return { flags: flags.map((flag) => (flag.id === event.data.flag && !flag.settled ? { ...flag, settled } : flag)) }
  }
  if (!event.raises) return {}
  const raised = event.raises.map(
    ({ flag, code, params }): DayFlag => ({
      id: flag,
      code,
      fact: event.id,
      params,
      raisedAt: event.heard ?? event.at,
      settled: null,
    }),
  )
  return { flags: [...flags, ...raised] }
}

export function foldDay(technician: Id, events: readonly DayEvent[]): DayDocument {
  return events.reduce(evolveDay, { id: technician, version: 0, entries: [] })
}

/** Whole minutes of an entry; 0 while it runs or when it ends before it began. */
export function dayMinutes(entry: DayEntry): Minutes {
  return entry.to ? Math.max(0, minutesBetween(entry.from, entry.to)) : 0
}
