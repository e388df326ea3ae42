import type { Id } from '../kit/ids.ts'
import { never } from '../kit/refusal.ts'
import type { Instant } from '../kit/time.ts'
import type { FactMeta, Flag, SignOff, Step, Visit, Whereabouts, WorkDocument, WorkOrder } from './document.ts'
import type { DataOf, WorkOrderEvent } from './events.ts'
import { amendFact, withdrawFact } from './corrections.ts'
import { withAddedAsset, withAddedContact, withRowKept, withRowLeft } from './added.ts'
import { evolveMoney, openMoney } from './evolve-money.ts'
import { withFinding, withFindingSettled } from './findings.ts'
import { withNeededPart, withPartFollowed } from './needed-parts.ts'
import { withAnswer, withFormRenewed } from './renewed-form.ts'
import { contentsMark } from './summary.ts'
import type { BytesState } from './words.ts'

/**
 * The document after one more entry. Total: every event of every type has a meaning, and one that no longer finds what it
 * names changes nothing but the version. Pure: the same entries give the same document on the phone and on the server.
 */
export function evolve(order: WorkOrder | null, event: WorkOrderEvent): WorkOrder {
  if (event.type === 'raised') return open(event, event.data)
  if (!order) throw new Error(`the record begins with ${event.type}`)
  const work = acknowledged(evolveWork({ ...order.work, version: event.version }, event), event)
  const money = evolveMoney({ ...order.money, version: event.version }, event)
  return { work: changesBilling(event) ? { ...work, billableVersion: event.version } : work, money }
}

/** The document of a whole record. */
export function fold(events: readonly WorkOrderEvent[], from: WorkOrder | null = null): WorkOrder {
  const order = events.reduce(evolve, from)
  if (!order) throw new Error('a record has at least one entry')
  return order
}

function open(event: WorkOrderEvent, data: DataOf<'raised'>): WorkOrder {
  const work: WorkDocument = {
    id: data.workOrder,
    version: event.version,
    number: data.number,
    provisional: data.provisional,
    raisedAt: data.at,
    raisedBy: event.by,
    origin: data.origin,
    zone: data.zone,
    details: data.details,
    reported: data.reported,
    edited: {},
    requires: data.requires,
    tasks: data.tasks.map((task) => ({ ...task, visit: null, answers: [] })),
    ...(data.sections ? { sections: data.sections } : {}),
    ...(data.formVersion === undefined
      ? {}
      : { form: { version: data.formVersion, tasks: data.tasks.map((task) => task.id) } }),
    ...(data.follows ? { follows: data.follows } : {}),
    visits: [],
    notes: [],
    photos: [],
    files: [],
    parts: [],
    times: [],
    timeCorrections: [],
    hold: null,
    cancelled: null,
    closedReturns: [],
    flags: [],
    review: null,
    billableVersion: event.version,
    invoiced: null,
    withdrawn: [],
    waived: [],
    questions: [],
    ...(data.response ? { response: data.response } : {}),
  }
  return { work, money: openMoney(work.id, event.version, data.money) }
}

/** Whatever somebody of ours does about what a customer asked for answers it. Records from before it was promised stay as they are. */
function acknowledged(work: WorkDocument, event: WorkOrderEvent): WorkDocument {
  const waits = work.origin === 'customer' && work.response !== undefined && work.acknowledgedAt === undefined
  return waits && event.by.source !== 'system' ? { ...work, acknowledgedAt: event.at } : work
}

/** Without its hold; how long it stood is kept where something was promised. */
function withHoldEnded(work: WorkDocument, at: Instant): WorkDocument {
  if (!work.hold || !work.response) return { ...work, hold: null }
  const ended = { cause: work.hold.cause ?? 'other', from: work.hold.at, to: at } as const
  return { ...work, hold: null, holds: [...(work.holds ?? []), ended] }
}

function factOf(event: WorkOrderEvent, at: string): FactMeta {
  return { id: event.id, by: event.by, at, heard: event.heard }
}

function onVisit(work: WorkDocument, id: Id, change: (visit: Visit) => Visit): WorkDocument {
  return { ...work, visits: work.visits.map((visit) => (visit.id === id ? change(visit) : visit)) }
}

function withPlan(work: WorkDocument, id: Id, plan: Partial<Visit['plan']>): WorkDocument {
  return onVisit(work, id, (visit) => ({ ...visit, plan: { ...visit.plan, ...plan } }))
}

function withStep(work: WorkDocument, visit: Id, step: Step): WorkDocument {
  return onVisit(work, visit, (on) => ({ ...on, steps: [...on.steps, step] }))
}

function withSignOff(work: WorkDocument, visit: Id, made: SignOff): WorkDocument {
  return onVisit(work, visit, (on) => ({ ...on, signOffs: [...on.signOffs, made] }))
}

type SignOffEvent = Extract<WorkOrderEvent, { type: 'signed' | 'sign_off_refused' | 'sign_off_unattended' }>

function signOff(work: WorkDocument, event: SignOffEvent): Omit<SignOff, 'kind'> {
  const { visit, technician, summaryHash, at } = event.data
  const on = work.visits.find((one) => one.id === visit)
  const contents = on ? contentsMark(work, on) : ''
  return { ...factOf(event, at), technician, summaryHash, contents, ...whereabouts(event.data) }
}

function whereabouts({
  position,
  noPosition,
}: Pick<DataOf<'sign_off_refused'>, 'position' | 'noPosition'>): Whereabouts {
  return { ...(position ? { position } : {}), ...(noPosition ? { noPosition } : {}) }
}

function withVisit(work: WorkDocument, visit: Omit<Visit, 'number' | 'steps' | 'signOffs'>): WorkDocument {
  if (work.visits.some((known) => known.id === visit.id)) return work
  return { ...work, visits: [...work.visits, { ...visit, number: work.visits.length + 1, steps: [], signOffs: [] }] }
}

function evolveWork(work: WorkDocument, event: WorkOrderEvent): WorkDocument {
  switch (event.type) {
    case 'raised':
      return work
    case 'visit_opened': {
      const { visit, technician, at } = event.data
      const plan = {
        state: 'dispatched' as const,
        start: at,
        minutes: 60,
        window: null,
        crew: [technician],
        lead: technician,
        cancelReason: null,
      }
      return withVisit(work, { id: visit, origin: 'field', plan })
    }
    case 'accepted':
      return withStep(work, event.data.visit, { ...step(event), kind: 'accept' })
    case 'travelled':
      return withStep(work, event.data.visit, { ...step(event), kind: 'travel' })
    case 'arrived':
      return withStep(work, event.data.visit, { ...step(event), kind: 'arrive' })
    case 'paused':
      return withStep(work, event.data.visit, {
        ...step(event),
        kind: 'pause',
        activity: event.data.activity,
        note: event.data.note ?? '',
      })
    case 'resumed':
      return withStep(work, event.data.visit, { ...step(event), kind: 'resume' })
    case 'left':
      return withStep(work, event.data.visit, { ...step(event), kind: 'leave', note: event.data.note ?? '' })
    case 'finished': {
      const { outcome, returnReason, note, evidence } = event.data
      return withStep(work, event.data.visit, { ...step(event), kind: 'finish', outcome, returnReason, note, evidence })
    }
    case 'task_added': {
      const { task, visit } = event.data
      if (work.tasks.some((known) => known.id === task.id)) return work
      return { ...work, tasks: [...work.tasks, { ...task, visit, answers: [] }] }
    }
    case 'task_answered': {
      const { task, visit, technician, answer, note, at, form } = event.data
      const given = { ...factOf(event, at), visit, technician, answer, note: note ?? '' }
      return withAnswer(work, task, form === undefined ? given : { ...given, form })
    }
    case 'form_renewed':
      return withFormRenewed(work, event.data)
    case 'found':
      return withFinding(work, factOf(event, event.data.at), event.data)
    case 'finding_followed':
    case 'finding_closed':
      return withFindingSettled(work, event)
    case 'part_needed':
      return withNeededPart(work, factOf(event, event.data.at), event.data)
    case 'part_ordered':
    case 'part_arrived':
    case 'part_dropped':
      return withPartFollowed(work, event)
    case 'noted': {
      const { visit, technician, text, audience, at } = event.data
      return { ...work, notes: [...work.notes, { ...factOf(event, at), visit, technician, text, audience }] }
    }
    case 'photographed': {
      const { visit, technician, sha256, size, width, height, phase, caption, audience, at, stored } = event.data
      const photo = {
        ...factOf(event, at),
        visit,
        technician,
        sha256,
        size,
        width,
        height,
        phase,
        caption,
        audience,
        state: bytesState(stored),
        ...whereabouts(event.data),
      }
      return { ...work, photos: [...work.photos, photo] }
    }
    case 'file_added': {
      const { visit, technician, sha256, size, type, name, audience, at, stored } = event.data
      const file = {
        ...factOf(event, at),
        visit,
        technician,
        sha256,
        size,
        mediaType: type,
        name,
        audience,
        state: bytesState(stored),
      }
      return { ...work, files: [...work.files, file] }
    }
    case 'part_added': {
      const { visit, technician, item, sku, name, quantity, unit, serial, removedSerial, asset, note, at } = event.data
      const part = {
        ...factOf(event, at),
        visit,
        technician,
        item,
        sku,
        name,
        quantity,
        unit,
        serial,
        note,
        ...(removedSerial ? { removedSerial } : {}),
        ...(asset ? { asset } : {}),
      }
      return { ...work, parts: [...work.parts, part] }
    }
    case 'time_recorded': {
      const { visit, technician, activity, from, to, note, at } = event.data
      return { ...work, times: [...work.times, { ...factOf(event, at), visit, technician, activity, from, to, note }] }
    }
    case 'time_corrected': {
      const { visit, entry, from, to, reason, at } = event.data
      return {
        ...work,
        timeCorrections: [...work.timeCorrections, { ...factOf(event, at), visit, entry, from, to, reason }],
      }
    }
    case 'asset_added':
      return withAddedAsset(work, { ...factOf(event, event.data.at), heardAs: event.version }, event.data)
    case 'contact_added':
      return withAddedContact(work, factOf(event, event.data.at), event.data)
    case 'row_kept':
      return withRowKept(work, event.data)
    case 'row_left':
      return withRowLeft(work, event.data)
    case 'amended':
      return amendFact(work, event.data.fact, event.data.changes)
    case 'withdrawn':
      return withdrawFact(work, event.data.fact)
    case 'signed': {
      const { name, capacity, image, stored } = event.data
      const imageState = bytesState(stored)
      return withSignOff(work, event.data.visit, {
        ...signOff(work, event),
        kind: 'signed',
        name,
        capacity,
        image,
        imageState,
      })
    }
    case 'sign_off_refused': {
      const { name, reason, statement } = event.data
      return withSignOff(work, event.data.visit, { ...signOff(work, event), kind: 'refused', name, reason, statement })
    }
    case 'sign_off_unattended':
      return withSignOff(work, event.data.visit, {
        ...signOff(work, event),
        kind: 'unattended',
        reason: event.data.reason,
      })
    case 'details_edited': {
      const side = event.by.source === 'office' ? ('office' as const) : ('field' as const)
      const marks = Object.fromEntries(
        Object.keys(event.data.changes).map((field) => [
          field,
          { version: event.version, side, member: event.by.member },
        ]),
      )
      return {
        ...work,
        details: { ...work.details, ...event.data.changes },
        edited: { ...work.edited, ...marks },
        zone: event.data.zone ?? work.zone,
        ...(event.data.response ? { response: event.data.response } : {}),
      }
    }
    case 'visit_planned': {
      const { visit, start, minutes, window, crew, lead } = event.data
      const plan = {
        state: 'scheduled' as const,
        start,
        minutes,
        window,
        crew,
        lead: lead ?? crew[0] ?? null,
        cancelReason: null,
      }
      return withVisit(work, { id: visit, origin: 'office', plan })
    }
    case 'visit_replanned': {
      const { visit, start, minutes, window, crew, lead } = event.data
      return withPlan(work, visit, { start, minutes, window, crew, lead: lead ?? crew[0] ?? null })
    }
    case 'visit_rescheduled': {
      const { visit, start, minutes, window } = event.data
      return withPlan(work, visit, { start, minutes, window })
    }
    case 'visit_assigned': {
      const { visit, crew, lead } = event.data
      return withPlan(work, visit, { crew, lead: lead ?? crew[0] ?? null })
    }
    case 'crew_changed': {
      const { add, remove } = event.data
      return onVisit(work, event.data.visit, (visit) => {
        const crew = [...new Set([...visit.plan.crew, ...add])].filter((technician) => !remove.includes(technician))
        const lead = visit.plan.lead && crew.includes(visit.plan.lead) ? visit.plan.lead : (crew[0] ?? null)
        return { ...visit, plan: { ...visit.plan, crew, lead } }
      })
    }
    case 'visit_dispatched':
      return withPlan(work, event.data.visit, { state: 'dispatched' })
    case 'visit_recalled':
      return withPlan(work, event.data.visit, { state: 'scheduled' })
    case 'visit_cancelled':
      return withPlan(work, event.data.visit, { state: 'cancelled', cancelReason: event.data.reason })
    case 'held': {
      const { reason, until, cause } = event.data
      const hold = { reason, until, at: event.at, ...(cause ? { cause } : {}) }
      return { ...withHoldEnded(work, event.at), hold }
    }
    case 'released':
    case 'hold_ended':
      return withHoldEnded(work, event.at)
    case 'cancelled': {
      const visits = work.visits.map((visit) =>
        visit.steps.length === 0
          ? { ...visit, plan: { ...visit.plan, state: 'cancelled' as const, cancelReason: event.data.reason } }
          : visit,
      )
      const cancelled = { reason: event.data.reason, at: event.at }
      return { ...withHoldEnded(work, event.at), cancelled, visits }
    }
    case 'return_closed': {
      const closed = { visit: event.data.visit, reason: event.data.reason, by: event.by.name, at: event.at }
      return { ...work, closedReturns: [...work.closedReturns, closed] }
    }
    case 'flag_raised': {
      const flag: Flag = { ...event.data, id: event.data.flag, raisedAt: event.heard ?? event.at, settled: null }
      const { id, code, visit, fact, params, raisedAt, settled } = flag
      return {
        ...work,
        flags: [...work.flags.filter((known) => known.id !== id), { id, code, visit, fact, params, raisedAt, settled }],
      }
    }
    case 'flag_settled': {
      const settled = { by: event.by.name, at: event.at, note: event.data.note }
      return { ...work, flags: work.flags.map((flag) => (flag.id === event.data.flag ? { ...flag, settled } : flag)) }
    }
    case 'returned_to_field': {
      const question = { visit: event.data.visit, question: event.data.question, by: event.by.name, at: event.at }
      return { ...work, questions: [...work.questions, question] }
    }
    case 'approved':
      return {
        ...work,
        review: { version: event.version, result: 'approved', reason: '', by: event.by.name, at: event.at },
      }
    case 'marked_not_billable':
      return {
        ...work,
        review: {
          version: event.version,
          result: 'not_billable',
          reason: event.data.reason,
          by: event.by.name,
          at: event.at,
        },
      }
    case 'evidence_waived': {
      const waived = { facts: event.data.facts, reason: event.data.reason, by: event.by.name, at: event.at }
      return { ...work, waived: [...work.waived, waived] }
    }
    case 'bytes_stored':
      return withBytes(work, event.data.sha256, 'stored')
    case 'bytes_refused':
      return withBytes(work, event.data.sha256, 'refused')
    case 'bytes_lost':
      return withBytes(work, event.data.sha256, 'awaited')
    case 'invoice_issued':
      return { ...work, invoiced: invoicedAfter(work, event.data) }
    case 'invoice_voided':
      return { ...work, invoiced: null }
    case 'invoice_exported':
      return work.invoiced ? { ...work, invoiced: { ...work.invoiced, settled: true } } : work
    case 'invoice_settled':
      return work.invoiced ? { ...work, invoiced: { ...work.invoiced, settled: settledAfter(work, event.data) } } : work
    case 'time_adjusted':
    case 'line_added':
    case 'line_changed':
    case 'line_struck':
    case 'line_restored':
    case 'invoice_drafted':
      return work
    default:
      return never(event)
  }
}

type StepEvent = Extract<WorkOrderEvent, { data: { visit: Id; technician: Id; at: string } }>

function step(event: StepEvent): FactMeta & { technician: Id } {
  return { ...factOf(event, event.data.at), technician: event.data.technician }
}

function bytesState(stored: boolean): BytesState {
  return stored ? 'stored' : 'awaited'
}

function withBytes(work: WorkDocument, sha256: string, state: BytesState): WorkDocument {
  return {
    ...work,
    photos: work.photos.map((photo) => (photo.sha256 === sha256 ? { ...photo, state } : photo)),
    files: work.files.map((file) => (file.sha256 === sha256 ? { ...file, state } : file)),
    visits: work.visits.map((visit) =>
      visit.signOffs.some((one) => one.kind === 'signed' && one.image === sha256)
        ? {
            ...visit,
            signOffs: visit.signOffs.map((one) =>
              one.kind === 'signed' && one.image === sha256 ? { ...one, imageState: state } : one,
            ),
          }
        : visit,
    ),
  }
}

/** Entries after which the priced lines may differ: time, parts and the office's own corrections. */
function changesBilling(event: WorkOrderEvent): boolean {
  switch (event.type) {
    case 'raised':
    case 'travelled':
    case 'arrived':
    case 'paused':
    case 'resumed':
    case 'left':
    case 'finished':
    case 'part_added':
    case 'time_recorded':
    case 'time_corrected':
    case 'time_adjusted':
    case 'line_added':
    case 'line_changed':
    case 'line_struck':
    case 'line_restored':
    case 'withdrawn':
    case 'cancelled':
      return true
    case 'details_edited':
      return event.data.money?.fixedPrice !== undefined || event.data.money?.coverage !== undefined
    case 'amended': {
      const { at, quantity, from, to } = event.data.changes
      return at !== undefined || quantity !== undefined || from !== undefined || to !== undefined
    }
    default:
      return false
  }
}

/** Lines left for later and work freed by a credit note are still to bill; a credit of money alone changes nothing. */
function invoicedAfter(work: WorkDocument, issued: DataOf<'invoice_issued'>): WorkDocument['invoiced'] {
  if (issued.frees) return issued.frees.length > 0 ? null : work.invoiced
  return issued.partial ? work.invoiced : { review: issued.review, settled: false }
}

function settledAfter(work: WorkDocument, { paid, open }: DataOf<'invoice_settled'>): boolean {
  if (open) return false
  return paid || Boolean(work.invoiced?.settled)
}
