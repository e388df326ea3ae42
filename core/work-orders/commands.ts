import * as z from 'zod'
import { lazily } from '../kit/lazily.ts'
import { parseInstant } from '../kit/time.ts'
import { isId } from '../kit/ids.ts'
import { requirementsSchema, sectionsSchema, taskSchema, tasksSchema } from './form-schema.ts'
import { line as plainLine, name as plainName, prose as plainProse, zEmail, zPhone } from '../kit/fields.ts'
import { wrongValue } from '../kit/wrong-value.ts'
import {
  activities,
  audiences,
  behalfSources,
  findingSeverities,
  holdCauses,
  noPositionReasons,
  outcomes,
  photoPhases,
  placeProblems,
  priorities,
  returnReasons,
  workOrderKinds,
} from './words.ts'

const id = z.string().refine(isId, 'An id is a UUID in lower case').meta({ format: 'uuid' })
const instant = z
  .string()
  .refine((text) => parseInstant(text) === text, 'An instant is UTC with milliseconds, as 2026-11-23T10:08:00.000Z')
  .meta({ format: 'date-time' })
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 in lower case hexadecimal')
const line = (max: number) => z.string().trim().max(max)
const required = (max: number) => z.string().trim().min(1).max(max)
const prose = z.string().max(10_000)
/** A hundred thousand of anything: with the dearest unit price its amount still is a safe whole number. */
const quantity = z.int().min(-100_000_000).max(100_000_000)
const money = z.int().min(-1_000_000_000_000).max(1_000_000_000_000)

export const windowSchema = z.object({ from: instant, to: instant })
export type Window = z.infer<typeof windowSchema>

const contactSchema = z.object({ id: id.nullable(), name: line(200), phone: line(50) })
const reportedSchema = z.object({
  customer: line(200),
  site: line(500),
  contact: line(200),
  phone: line(50),
  /** The zone of the device, until the site is linked and its zone known. */
  zone: required(60),
  /** The ids the device gave them: the rows get these when the office adds them to its lists (S32). */
  customerId: id.optional(),
  siteId: id.optional(),
})
export type Reported = z.infer<typeof reportedSchema>

/** The fields of a work order that may be edited one by one, crews see them. */
export const detailsSchema = z.object({
  customer: id.nullable(),
  site: id.nullable(),
  assets: z.array(id).max(50),
  contact: contactSchema.nullable(),
  kind: z.enum(workOrderKinds),
  priority: z.enum(priorities),
  title: required(200),
  description: prose,
  jobType: id.nullable(),
  requestedAt: instant,
  /** When somebody is to be there as agreed by hand; else the response targets say. */
  targetAt: instant.nullable(),
  reference: line(100),
  accessNotes: prose,
})
export type Details = z.infer<typeof detailsSchema>

/** The fields only those see who see money. */
export const moneyDetailsSchema = z.object({
  purchaseOrder: line(100),
  notToExceed: money.min(0).nullable(),
  /** What was agreed for all of the work; null: as the rates say. */
  fixedPrice: z
    .object({ amount: money.min(0), includesParts: z.boolean() })
    .nullable()
    .optional(),
  /** What the office says is not charged, whatever the assets' warranties say; null: as these say. */
  coverage: z
    .object({
      labour: z.boolean(),
      parts: z.boolean(),
      /** The last day of work it holds for; null: all of it. */
      until: z.iso.date().nullable(),
      reason: required(300),
    })
    .nullable()
    .optional(),
})
export type MoneyDetails = z.infer<typeof moneyDetailsSchema>

const visit = { visit: id }
/** Whose fact it is, on which visit, and when they say it happened (the device's wall clock). */
const onVisit = { visit: id, technician: id, at: instant }
const behalf = z.object({ source: z.enum(behalfSources), reason: required(500) })
/** Facts the office records for a technician carry where it knows them from. */
const fact = { behalf: behalf.optional() }

/** Something added to the lists of the customer or site: on a visit, or on the work order without one. */
const addedTo = { visit: id.nullable(), technician: id.nullable(), at: instant, ...fact }

const reason = { reason: required(1000) }

/** The fact that added it, and the row's id and name. */
const addedRow = { kind: z.enum(['asset', 'contact']), fact: id, row: id, name: line(300) }

/** Where the phone was, as exactly as it knew, and when it knew it. */
export const positionSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Metres; what was captured before it was kept has none. */
  accuracy: z.number().min(0).max(1_000_000).optional(),
  at: instant.optional(),
})
export type Position = z.infer<typeof positionSchema>

/** The position an evidence was made at, or why there is none. Never part of what a customer gets. */
const position = { position: positionSchema.nullable(), noPosition: z.enum(noPositionReasons).optional() }

const evidenceBytes = { sha256, size: z.int().min(1).max(200_000_000), type: required(100) }

const signOff = {
  ...onVisit,
  ...fact,
  /** sha256 of `summary`, the canonical JSON of what was shown. */
  summaryHash: sha256,
  summary: z.string().max(50_000),
  /** The words as they stood on the screen, in `language`, made by `template`. */
  shownText: z.string().max(50_000).optional(),
  language: required(20),
  template: required(50),
}

const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('check'), value: z.enum(['yes', 'no', 'not_applicable']) }),
  z.object({ kind: z.literal('text'), value: prose }),
  z.object({ kind: z.literal('number'), value: line(40) }),
  z.object({ kind: z.literal('photo'), value: id }),
  z.object({ kind: z.literal('choice'), value: line(200) }),
  z.object({ kind: z.literal('choices'), value: z.array(required(200)).max(50) }),
  z.object({ kind: z.literal('date'), value: z.iso.date().or(z.literal('')) }),
  /** Read off an asset; without one where the work order names none. */
  z.object({ kind: z.literal('reading'), value: line(40), asset: id.nullable() }),
])
export type Answer = z.infer<typeof answerSchema>

const plan = {
  start: instant.nullable(),
  minutes: z
    .int()
    .min(1)
    .max(60 * 24 * 14),
  window: windowSchema.nullable(),
}
const crew = z.array(id).max(20)
/**
 * How the planner changed a plan: what they had before them (another plan by now is refused, never overwritten), and what
 * they were told is wrong with the new one and planned in spite of, in the words they read.
 */
const planning = {
  was: z
    .object({
      start: instant.nullable(),
      minutes: z.int(),
      window: windowSchema.nullable().optional(),
      crew,
      lead: id.nullable().optional(),
    })
    .optional(),
  despite: z
    .array(z.object({ code: z.enum(placeProblems), detail: line(300) }))
    .max(50)
    .optional(),
}

const lineFields = {
  description: required(500),
  quantity,
  unit: line(20),
  unitPrice: money,
  taxRate: id,
}

const bodies = lazily({
  // made in the office, by a customer, or on the phone
  raise: () =>
    z.object({
      details: detailsSchema,
      money: moneyDetailsSchema.optional(),
      reported: reportedSchema.nullable(),
      zone: required(60),
      tasks: tasksSchema,
      sections: sectionsSchema.optional(),
      /** The version of the job type's form that tasks and sections are of. */
      formVersion: z.int().min(1).optional(),
      requires: requirementsSchema,
      /** The finding it is to put right. */
      follows: z.object({ workOrder: id, finding: id }).optional(),
      provisional: line(30).nullable(),
      origin: z.enum(['office', 'field', 'customer']),
      at: instant,
    }),
  open_visit: () => z.object({ ...onVisit }),

  // facts of a visit
  accept: () => z.object({ ...onVisit, ...fact }),
  travel: () => z.object({ ...onVisit, ...fact }),
  arrive: () => z.object({ ...onVisit, ...fact }),
  pause: () => z.object({ ...onVisit, ...fact, activity: z.enum(['break', 'waiting']), note: line(500).optional() }),
  resume: () => z.object({ ...onVisit, ...fact }),
  leave: () => z.object({ ...onVisit, ...fact, note: line(500).optional() }),
  finish: () =>
    z.object({
      ...onVisit,
      ...fact,
      outcome: z.enum(outcomes),
      returnReason: z.enum(returnReasons).nullable(),
      note: prose,
      /** What the phone saw as still missing when the button was pressed; the server flags by its own list. */
      missing: z.array(line(200)).max(300),
      /** Every photo, file and signature of this visit the device knows (S23). */
      evidence: z.array(z.object({ fact: id, sha256 })).max(1000),
    }),
  add_task: () => z.object({ task: taskSchema, visit: id.nullable(), at: instant }),
  answer_task: () =>
    z.object({
      ...onVisit,
      ...fact,
      task: id,
      answer: answerSchema,
      note: line(2000).optional(),
      /** The version of the form it was answered under. */
      form: z.int().min(1).optional(),
    }),
  /** Something wrong with an asset or the site, with what should be done about it. */
  finding: () =>
    z.object({
      ...onVisit,
      ...fact,
      asset: id.nullable(),
      severity: z.enum(findingSeverities),
      text: required(4000),
      recommendation: line(4000),
      /** Facts of its photos. */
      photos: z.array(id).max(20),
      /** Put right on this visit. */
      repaired: z.boolean(),
    }),
  /** A part that has to be ordered before somebody comes again. */
  need_part: () =>
    z.object({
      ...onVisit,
      ...fact,
      item: id.nullable(),
      sku: line(60),
      name: required(300),
      quantity: quantity.min(1),
      unit: line(20),
      note: line(500),
    }),
  note: () =>
    z.object({
      visit: id.nullable(),
      technician: id.nullable(),
      at: instant,
      ...fact,
      text: required(10_000),
      audience: z.enum(audiences),
    }),
  photo: () =>
    z.object({
      ...onVisit,
      ...fact,
      ...evidenceBytes,
      phase: z.enum(photoPhases),
      caption: line(500),
      audience: z.enum(audiences),
      width: z.int().min(1).max(20_000),
      height: z.int().min(1).max(20_000),
      ...position,
    }),
  file: () =>
    z.object({
      visit: id.nullable(),
      technician: id.nullable(),
      at: instant,
      ...evidenceBytes,
      name: required(200),
      audience: z.enum(audiences),
    }),
  part: () =>
    z.object({
      ...onVisit,
      ...fact,
      item: id.nullable(),
      sku: line(60),
      name: required(300),
      quantity,
      unit: line(20),
      serial: line(100),
      /** The serial number of what came out. */
      removedSerial: line(100).optional(),
      /** What it was fitted to. */
      asset: id.nullable().optional(),
      note: line(500),
    }),
  record_time: () =>
    z.object({
      ...onVisit,
      ...fact,
      activity: z.enum(activities),
      from: instant,
      to: instant,
      note: line(500),
    }),
  correct_time: () =>
    z.object({
      ...onVisit,
      ...fact,
      /** The fact that opened the entry (arrive, travel, pause, resume) or recorded it. */
      entry: id,
      from: instant,
      to: instant,
      ...reason,
    }),
  /** Equipment that was not in the list (S32): the row gets the id the device gave it. */
  add_asset: () =>
    z.object({
      ...addedTo,
      asset: id,
      /** Whether the job is about it: then it is among the assets of the work order. */
      about: z.boolean(),
      name: plainName(),
      kind: plainLine(80),
      make: plainLine(120),
      model: plainLine(120),
      serial: plainLine(120),
      location: plainLine(200),
      notes: plainProse(4000),
    }),
  /** Somebody met or called who was not in the list (S32). */
  add_contact: () =>
    z.object({
      ...addedTo,
      contact: id,
      name: plainName(),
      role: plainLine(120),
      phone: zPhone,
      email: zEmail,
    }),
  amend: () =>
    z.object({
      fact: id,
      at: instant,
      changes: z.object({
        at: instant.optional(),
        text: required(10_000).optional(),
        audience: z.enum(audiences).optional(),
        caption: line(500).optional(),
        phase: z.enum(photoPhases).optional(),
        quantity: quantity.optional(),
        serial: line(100).optional(),
        removedSerial: line(100).optional(),
        severity: z.enum(findingSeverities).optional(),
        recommendation: line(4000).optional(),
        repaired: z.boolean().optional(),
        name: required(300).optional(),
        note: line(10_000).optional(),
        outcome: z.enum(outcomes).optional(),
        returnReason: z.enum(returnReasons).nullable().optional(),
        from: instant.optional(),
        to: instant.optional(),
        kind: plainLine(80).optional(),
        make: plainLine(120).optional(),
        model: plainLine(120).optional(),
        location: plainLine(200).optional(),
        role: plainLine(120).optional(),
        phone: zPhone.optional(),
        email: zEmail.optional(),
      }),
      reason: line(1000),
    }),
  withdraw: () => z.object({ fact: id, at: instant, reason: line(1000) }),
  sign: () =>
    z.object({
      ...signOff,
      name: required(200),
      capacity: line(200),
      image: sha256,
      imageSize: z.int().min(1).max(5_000_000),
      /** Strokes as the pad saw them: lists of x, y, milliseconds since the first point. */
      strokes: z.array(z.array(z.number()).max(30_000)).max(500),
      consent: required(1000),
      /** Which wording of the consent it was; signatures from before it was kept do not say. */
      consentVersion: required(20).optional(),
      ...position,
    }),
  refuse_sign_off: () =>
    z.object({
      ...signOff,
      name: line(200),
      ...reason,
      statement: prose,
      ...position,
      position: positionSchema.nullable().optional(),
    }),
  unattended: () => z.object({ ...signOff, ...reason, ...position, position: positionSchema.nullable().optional() }),

  // intentions of the office (some of them also from the phone: edit_details)
  edit_details: () =>
    z.object({
      changes: detailsSchema.partial(),
      money: moneyDetailsSchema.partial().optional(),
      zone: required(60).optional(),
    }),
  plan_visit: () =>
    z.object({
      ...visit,
      ...plan,
      crew,
      lead: id.nullable(),
      despite: planning.despite,
      /** The visits that stood open when it was planned: two who plan the same waiting work do not both plan it. */
      beside: z.array(id).max(100).optional(),
    }),
  /** Time and crew at once, as a card is moved on the board. Without a time the visit waits for one again. */
  replan_visit: () => z.object({ ...visit, ...plan, crew, lead: id.nullable(), ...planning }),
  reschedule_visit: () => z.object({ ...visit, ...plan, ...planning }),
  assign_visit: () => z.object({ ...visit, crew, lead: id.nullable(), ...planning }),
  change_crew: () => z.object({ ...visit, add: crew, remove: crew }),
  dispatch_visit: () => z.object({ ...visit }),
  recall_visit: () => z.object({ ...visit, reason: line(1000) }),
  cancel_visit: () => z.object({ ...visit, ...reason, was: planning.was }),
  /** Without a cause, as holds were before it was asked, it waits for something else. */
  hold: () => z.object({ ...reason, until: instant.nullable(), cause: z.enum(holdCauses).optional() }),
  release: () => z.object({}),
  cancel: () => z.object({ ...reason }),
  close_return: () => z.object({ ...visit, ...reason }),
  /** Nothing is to follow from a finding, and why. */
  close_finding: () => z.object({ finding: id, ...reason }),
  mark_part_ordered: () => z.object({ part: id, expected: z.iso.date().nullable(), note: line(300) }),
  mark_part_arrived: () => z.object({ part: id }),
  /** It is not wanted any more. */
  drop_part: () => z.object({ part: id, ...reason }),
  /** The questions of its job type as they are now; what was answered keeps the words it was answered under. */
  renew_form: () =>
    z.object({
      formVersion: z.int().min(1),
      tasks: tasksSchema,
      sections: sectionsSchema,
      requires: requirementsSchema,
    }),
  settle_flag: () => z.object({ flag: required(200), note: line(1000) }),
  return_to_field: () => z.object({ ...visit, question: required(2000) }),
  approve: () => z.object({ version: z.int().min(1) }),
  mark_not_billable: () => z.object({ version: z.int().min(1), ...reason }),
  adjust_time: () =>
    z.object({
      entry: id,
      minutes: z
        .int()
        .min(0)
        .max(60 * 24 * 14),
      ...reason,
    }),
  add_line: () => z.object({ line: id, ...lineFields, ...reason }),
  change_line: () =>
    z.object({
      /** The key of a priced line: `labour/…`, `part/…`, `fee/…`, or the id of an added one. */
      key: required(200),
      changes: z.object({
        description: required(500).optional(),
        quantity: quantity.optional(),
        unitPrice: money.optional(),
        taxRate: id.optional(),
      }),
      ...reason,
    }),
  strike_line: () => z.object({ key: required(200), ...reason }),
  restore_line: () => z.object({ key: required(200) }),
  waive_evidence: () => z.object({ facts: z.array(id).min(1).max(1000), ...reason }),

  // said by the server itself
  bytes_stored: () => z.object({ sha256 }),
  bytes_refused: () => z.object({ sha256, code: required(100) }),
  /** Bytes that were stored are not there any more: they are awaited again from whoever still has them. */
  bytes_lost: () => z.object({ sha256 }),
  hold_ended: () => z.object({}),
  /** A work order was raised to put a finding right. */
  finding_followed: () => z.object({ finding: id, workOrder: id, number: line(60), title: required(200) }),
  /** What a phone added is a row in its list, as of this version of the row. */
  row_kept: () =>
    z.object({
      ...addedRow,
      version: z.int().min(1),
      /** The site the row is at; null for a contact of the customer as a whole. */
      site: id.nullable(),
      /** What else at the site has its serial number. */
      alike: line(300).optional(),
    }),
  /** The list does not say what the phone said, and why: a person has to look. */
  row_left: () => z.object({ ...addedRow, code: z.enum(['row_id_taken', 'row_changed_since', 'row_not_archived']) }),
  invoice_drafted: () => z.object({ invoice: id, review: z.int() }),
  invoice_issued: () =>
    z.object({
      invoice: id,
      number: required(60),
      kind: z.enum(['invoice', 'credit_note']),
      /** The version of the review whose lines are on it. */
      review: z.int(),
      lines: z.array(
        z.object({
          key: required(200),
          line: id,
          quantity,
          net: money,
          /** What of the record it settles, in the same unit: more or less than `quantity` where the office changed or struck the line. */
          settles: z.int().min(-1e12).max(1e12),
          covers: z.array(id).max(2000),
          /** What was charged for it, so that what is taken back later is credited as it was billed. */
          amount: money.optional(),
          description: line(500).optional(),
          taxRate: id.nullable().optional(),
        }),
      ),
      /** Some lines of the review were left for a later invoice. */
      partial: z.boolean().optional(),
      /** Of a credit note against an invoice: its lines whose work is to bill again; none where only money is credited. */
      frees: z.array(id).max(2000).optional(),
    }),
  invoice_voided: () => z.object({ invoice: id, ...reason }),
  invoice_exported: () => z.object({ invoice: id, batch: id }),
  invoice_settled: () =>
    z.object({
      invoice: id,
      paid: z.boolean(),
      /** It is open again: the accounts refused it, or its payment was taken back. */
      open: z.boolean().optional(),
      /** What the accounts said, or why the payment was taken back. */
      words: line(1000).optional(),
    }),
})

export type CommandType = keyof typeof bodies
export type CommandBody<T extends CommandType> = z.infer<(typeof bodies)[T]>
/** A command as `decide` takes it: its type and its body. */
export type Command = { [T in CommandType]: { type: T; body: CommandBody<T> } }[CommandType]

export const commandTypes = Object.keys(bodies) as CommandType[]
export const commandBodies: { readonly [T in CommandType]: z.ZodType<CommandBody<T>> } = bodies

export function isCommandType(type: string): type is CommandType {
  return Object.hasOwn(bodies, type)
}

/** A command of a known type with a body of the right shape, or what is wrong with it, field by field. */
export function parseCommand(
  type: string,
  body: unknown,
): { command: Command } | { problems: { path: string; detail: string }[] } {
  if (!isCommandType(type)) return { problems: [{ path: 'type', detail: `There is no command named ${type}.` }] }
  const parsed = bodies[type].safeParse(body, { error: wrongValue })
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => ({
        path: ['body', ...issue.path].join('.'),
        detail: issue.message,
      })),
    }
  }
  return { command: { type, body: parsed.data } as Command }
}
