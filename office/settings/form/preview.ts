import type { Answer } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import { fold } from '#core/work-orders/evolve.ts'
import type { DraftForm } from '#core/work-orders/form-edits.ts'
import type { Requirements } from '#core/work-orders/form-schema.ts'

const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const [order, technician] = [id(1), id(3)]
export const previewVisit = id(2)
const at = '2026-11-23T09:00:00.000Z'
export const previewDay = '2026-11-23'

/** A work order nobody has, as it would be with this form and these answers: the phone's rules decide what it shows. */
export function previewOf(form: DraftForm, requires: Requirements, answers: ReadonlyMap<string, Answer>): WorkDocument {
  const meta = (version: number) => ({
    id: id(100 + version),
    n: 0,
    version,
    at,
    heard: at,
    by: { member: null, name: '', device: null, source: 'self' as const },
    v: 1 as const,
  })
  const on = { visit: previewVisit, technician, at }
  const events: WorkOrderEvent[] = [
    { ...meta(1), type: 'raised', data: raised(form, requires) },
    { ...meta(2), type: 'visit_opened', data: on },
    { ...meta(3), type: 'arrived', data: on },
    ...[...answers].map(
      ([task, answer], index): WorkOrderEvent => ({
        ...meta(4 + index),
        type: 'task_answered',
        data: { ...on, task, answer },
      }),
    ),
  ]
  return fold(events).work
}

function raised({ tasks, sections }: DraftForm, requires: Requirements) {
  return {
    workOrder: order,
    number: null,
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: null,
      kind: 'reactive' as const,
      priority: 'P3' as const,
      title: '',
      description: '',
      jobType: null,
      requestedAt: at,
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: null,
    zone: 'UTC',
    tasks,
    sections,
    requires,
    provisional: null,
    origin: 'office' as const,
    at,
  }
}
