import { createHash } from 'node:crypto'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes } from '#core/kit/time.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import type { WorkOrderPage } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Company, morning, raiseBody } from '../support/company.ts'

/** What a command is about: a work order, a visit of it, and what was sent to them so far. */
export type Subject = {
  company: Company
  workOrder: Id
  visit: Id
  technician: Id
  task: Id
  line: Id
  mark: string
  /** The id under which a command of this type was sent. */
  sent: (type: CommandType) => Id
  /** The work order as it stands before the command. */
  page: () => WorkOrderPage
}

export type CommandWrite<T extends CommandType> = {
  /** What has to have happened, oldest first. */
  after: readonly CommandType[]
  body: (subject: Subject) => CommandBody<T>
  /** It is about the work order as a whole, so that of several only the first may find it as it has to be. */
  ofOrder?: true
  /** The codes with which those who come second are refused then. */
  tooLate?: readonly string[]
}

/** Said by the server itself: no request carries them. */
export const bySystem = 'by the server itself'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const later = (minutes: number) => addMinutes(morning, minutes)
const on = ({ visit, technician }: Subject, minutes = 0) => ({ visit, technician, at: later(minutes) })
const reason = 'The customer asked for it'
const plan = () => ({ start: new Date().toISOString(), minutes: 60, window: null })
const signOff = (subject: Subject) => ({
  ...on(subject, 50),
  summaryHash: hash('{}'),
  summary: '{}',
  language: 'en',
  template: 'summary-1',
})
/** Bytes nobody sends: what hangs on them waits for them. */
const bytes = (subject: Subject, type: string) => ({ sha256: hash(`${subject.mark} ${type}`), size: 900_000, type })
const planned = ['plan_visit'] as const
const dispatched = [...planned, 'dispatch_visit'] as const
const arrived = [...dispatched, 'arrive'] as const
const finished = [...arrived, 'finish'] as const
const complete = [...finished, 'close_return'] as const

/** Every command there is. A new one without an entry does not compile. */
export const commandTable: { readonly [T in CommandType]: CommandWrite<T> | typeof bySystem } = {
  raise: {
    after: [],
    ofOrder: true,
    body: ({ company: { places }, task }) => {
      const [place] = places
      if (!place) throw new Error('a company has places')
      const body = raiseBody(place, 1)
      return {
        ...body,
        formVersion: 1,
        tasks: [{ id: task, label: 'Bleed radiators', kind: 'check', required: false }],
      }
    },
  },
  open_visit: { after: [], body: (subject) => on(subject) },

  accept: { after: dispatched, body: (subject) => on(subject) },
  travel: { after: dispatched, body: (subject) => on(subject) },
  arrive: { after: dispatched, body: (subject) => on(subject, 10) },
  pause: { after: arrived, body: (subject) => ({ ...on(subject, 20), activity: 'break' }) },
  resume: { after: [...arrived, 'pause'], body: (subject) => on(subject, 30) },
  leave: { after: arrived, body: (subject) => on(subject, 40) },
  finish: {
    after: arrived,
    body: (subject) => ({
      ...on(subject, 60),
      outcome: 'needs_return',
      returnReason: 'parts',
      note: 'A valve has to come first',
      missing: [],
      evidence: [],
    }),
  },
  add_task: {
    after: dispatched,
    body: ({ visit, mark }) => ({
      task: { id: newId(), label: `Look at ${mark}`, kind: 'check', required: false },
      visit,
      at: morning,
    }),
  },
  answer_task: {
    after: arrived,
    body: (subject) => ({ ...on(subject, 15), task: subject.task, answer: { kind: 'check', value: 'yes' } }),
  },
  note: { after: dispatched, body: (subject) => ({ ...on(subject), text: subject.mark, audience: 'crew' }) },
  photo: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 20),
      ...bytes(subject, 'image/jpeg'),
      phase: 'before',
      caption: 'Burner',
      audience: 'customer',
      width: 2048,
      height: 1536,
      position: null,
    }),
  },
  file: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 20),
      ...bytes(subject, 'application/pdf'),
      name: 'Manual',
      audience: 'crew',
    }),
  },
  part: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 30),
      item: subject.company.item,
      sku: 'V-1',
      name: 'Valve',
      quantity: 1000,
      unit: 'pc',
      serial: '',
      note: '',
    }),
  },
  add_asset: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 30),
      asset: newId(),
      about: true,
      name: `Boiler of ${subject.mark}`,
      kind: 'Boiler',
      make: '',
      model: '',
      serial: '',
      location: '',
      notes: '',
    }),
  },
  add_contact: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 30),
      contact: newId(),
      name: `Caretaker of ${subject.mark}`,
      role: 'Caretaker',
      phone: '+49 30 5550177',
      email: '',
    }),
  },
  record_time: {
    after: dispatched,
    body: (subject) => ({ ...on(subject), activity: 'work', from: later(0), to: later(30), note: '' }),
  },
  correct_time: {
    after: [...dispatched, 'record_time'],
    body: (subject) => ({ ...on(subject), entry: subject.sent('record_time'), from: later(0), to: later(20), reason }),
  },
  amend: {
    after: [...dispatched, 'note'],
    body: ({ sent, mark }) => ({ fact: sent('note'), at: later(5), changes: { text: `${mark} again` }, reason }),
  },
  withdraw: {
    after: [...dispatched, 'note'],
    body: ({ sent }) => ({ fact: sent('note'), at: later(5), reason }),
  },
  sign: {
    after: arrived,
    body: (subject) => ({
      ...signOff(subject),
      name: 'Helga Sommer',
      capacity: '',
      image: hash(`${subject.mark} signature`),
      imageSize: 20_000,
      strokes: [],
      consent: 'I confirm the work.',
      position: null,
    }),
  },
  refuse_sign_off: {
    after: arrived,
    body: (subject) => ({ ...signOff(subject), name: 'Helga Sommer', reason, statement: '' }),
  },
  unattended: { after: arrived, body: (subject) => ({ ...signOff(subject), reason }) },

  edit_details: {
    after: [],
    ofOrder: true,
    body: ({ mark }) => ({ changes: { title: `Boiler of ${mark}`.slice(0, 200) } }),
  },
  plan_visit: {
    after: [],
    body: ({ visit, technician }) => ({ visit, ...plan(), crew: [technician], lead: technician }),
  },
  replan_visit: {
    after: planned,
    body: ({ visit, technician }) => ({ visit, ...plan(), minutes: 90, crew: [technician], lead: technician }),
  },
  reschedule_visit: { after: planned, body: ({ visit }) => ({ visit, ...plan(), minutes: 90 }) },
  assign_visit: {
    after: planned,
    body: ({ visit, technician }) => ({ visit, crew: [technician], lead: null }),
  },
  change_crew: {
    after: planned,
    body: ({ visit, company }) => ({ visit, add: [company.seeder.technician], remove: [] }),
  },
  dispatch_visit: { after: planned, body: ({ visit }) => ({ visit }) },
  recall_visit: { after: dispatched, body: ({ visit }) => ({ visit, reason }) },
  cancel_visit: { after: dispatched, body: ({ visit }) => ({ visit, reason }) },
  hold: { after: [], ofOrder: true, body: () => ({ reason, until: null }) },
  release: { after: ['hold'], ofOrder: true, body: () => ({}), tooLate: ['not_on_hold'] },
  cancel: { after: [], ofOrder: true, body: () => ({ reason }), tooLate: ['order_cancelled'] },
  close_return: { after: finished, body: ({ visit }) => ({ visit, reason }) },
  finding: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 30),
      asset: null,
      severity: 'serious',
      text: `Flue cracked, ${subject.mark}`,
      recommendation: 'Replace it',
      photos: [],
      repaired: false,
    }),
  },
  need_part: {
    after: dispatched,
    body: (subject) => ({
      ...on(subject, 30),
      item: null,
      sku: '',
      name: 'Fan',
      quantity: 1000,
      unit: 'pc',
      note: '',
    }),
  },
  close_finding: {
    after: [...dispatched, 'finding'],
    ofOrder: true,
    body: ({ sent }) => ({ finding: sent('finding'), reason }),
    tooLate: ['finding_settled_already'],
  },
  mark_part_ordered: {
    after: [...dispatched, 'need_part'],
    body: ({ sent }) => ({ part: sent('need_part'), expected: '2026-12-01', note: '' }),
  },
  mark_part_arrived: {
    after: [...dispatched, 'need_part'],
    ofOrder: true,
    body: ({ sent }) => ({ part: sent('need_part') }),
    tooLate: ['needed_part_settled_already'],
  },
  drop_part: {
    after: [...dispatched, 'need_part'],
    ofOrder: true,
    body: ({ sent }) => ({ part: sent('need_part'), reason }),
    tooLate: ['needed_part_settled_already'],
  },
  renew_form: {
    after: [],
    ofOrder: true,
    body: ({ task }) => ({
      formVersion: 2,
      tasks: [{ id: task, label: 'Bleed every radiator', kind: 'check', required: false }],
      sections: [],
      requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    }),
    tooLate: ['form_not_newer'],
  },
  settle_flag: {
    after: [...planned, 'cancel_visit', 'arrive'],
    body: ({ page, visit }) => {
      const flag = page().work.flags.find((one) => one.visit === visit && !one.settled)
      if (!flag) throw new Error('work on a cancelled visit raises a flag')
      return { flag: flag.id, note: '' }
    },
  },
  return_to_field: { after: finished, body: ({ visit }) => ({ visit, question: 'Which valve was it?' }) },
  approve: {
    after: complete,
    ofOrder: true,
    body: ({ page }) => ({ version: page().version }),
    tooLate: ['already_reviewed'],
  },
  mark_not_billable: {
    after: complete,
    ofOrder: true,
    body: ({ page }) => ({ version: page().version, reason }),
    tooLate: ['already_reviewed'],
  },
  adjust_time: {
    after: [...dispatched, 'record_time'],
    body: ({ sent }) => ({ entry: sent('record_time'), minutes: 45, reason }),
  },
  add_line: {
    after: [],
    body: ({ line, company }) => ({
      line,
      description: 'Disposal',
      quantity: 1000,
      unit: 'pc',
      unitPrice: 120_000,
      taxRate: company.taxRate,
      reason,
    }),
  },
  change_line: {
    after: ['add_line'],
    body: ({ line }) => ({ key: `added/${line}`, changes: { quantity: 2000 }, reason }),
  },
  strike_line: { after: ['add_line'], body: ({ line }) => ({ key: `added/${line}`, reason }) },
  restore_line: { after: ['add_line', 'strike_line'], body: ({ line }) => ({ key: `added/${line}` }) },
  waive_evidence: {
    after: [...dispatched, 'photo'],
    body: ({ sent }) => ({ facts: [sent('photo')], reason }),
  },

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
