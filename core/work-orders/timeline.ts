import type { Id } from '../kit/ids.ts'
import { formatMinor, formatQuantity } from '../kit/money.ts'
import { sentence } from '../kit/sentences.ts'
import { formatDateTime, formatLocalDate, formatSpan } from '../kit/time.ts'
import { never } from '../kit/refusal.ts'
import { wordsOf } from './forms.ts'
import { word } from './labels.ts'
import { amendedFact, type Change, changesOf } from './amendments.ts'
import type { WorkOrderEvent } from './events.ts'
import { pauseWords } from './target-words.ts'

/** What people read for one entry: a line, and what belongs under it. */
export type TimelineLine = {
  title: string
  detail: string
  /** A name from the icon set of the screens. */
  icon:
    | 'raise'
    | 'edit'
    | 'plan'
    | 'crew'
    | 'dispatch'
    | 'cancel'
    | 'step'
    | 'pause'
    | 'finish'
    | 'task'
    | 'finding'
    | 'note'
    | 'photo'
    | 'file'
    | 'part'
    | 'asset'
    | 'contact'
    | 'time'
    | 'undo'
    | 'sign'
    | 'flag'
    | 'review'
    | 'money'
    | 'hold'
  visit: Id | null
  photo: { sha256: string; caption: string } | null
}

export type TimelineNames = {
  technicians: Readonly<Record<Id, string>>
  visitNumbers: Readonly<Record<Id, number>>
  /** By id, and by `id/version` the words of an earlier form. */
  taskLabels: Readonly<Record<string, string>>
  zone: string
  locale: string
  currency: string
}

/**
 * Turns an entry into words. Total: a new kind of entry does not compile until it has its sentence.
 * @param entries those around it, among them the ones it amends
 */
export function describe(
  event: WorkOrderEvent,
  names: TimelineNames,
  entries: readonly WorkOrderEvent[] = [],
): TimelineLine {
  const visit = 'visit' in event.data ? event.data.visit : null
  const technician = 'technician' in event.data ? event.data.technician : null
  const number = visit ? names.visitNumbers[visit] : undefined
  const onVisit = number ? ` · visit ${number}` : ''
  const who = technician ? (names.technicians[technician] ?? 'Somebody') : ''
  const crew = (ids: readonly Id[]) => ids.map((id) => names.technicians[id] ?? 'somebody').join(', ')
  const when = (at: string | null) => (at ? formatDateTime(at, names.zone, names.locale) : 'without a time')
  const line = (icon: TimelineLine['icon'], title: string, detail = ''): TimelineLine => ({
    icon,
    title: onVisit ? title.replace(/\.$/, '') + onVisit : title,
    detail,
    visit,
    photo: null,
  })

  switch (event.type) {
    case 'raised':
      return line('raise', event.data.number ? `Raised as ${event.data.number}` : 'Raised', event.data.details.title)
    case 'details_edited':
      return line(
        'edit',
        `Changed ${Object.keys({ ...event.data.changes, ...event.data.money })
          .map(word)
          .join(', ')}`,
      )
    case 'visit_planned':
    case 'visit_replanned': {
      const { start, crew: planned, despite } = event.data
      const title = event.type === 'visit_planned' ? 'Visit planned' : start ? 'Visit moved' : 'Visit waits for a time'
      return line(
        'plan',
        title,
        [...(start ? [when(start)] : []), ...(planned.length > 0 ? [crew(planned)] : []), ...overridden(despite)].join(
          ', ',
        ),
      )
    }
    case 'visit_rescheduled':
      return line('plan', 'Visit moved', [when(event.data.start), ...overridden(event.data.despite)].join(', '))
    case 'visit_assigned':
      return line('crew', 'Crew assigned', [crew(event.data.crew), ...overridden(event.data.despite)].join(', '))
    case 'crew_changed':
      return line(
        'crew',
        'Crew changed',
        [
          event.data.add.length > 0 ? `with ${crew(event.data.add)}` : '',
          event.data.remove.length > 0 ? `without ${crew(event.data.remove)}` : '',
        ]
          .filter(Boolean)
          .join(', '),
      )
    case 'visit_opened':
      return line('plan', `${who} began a visit`)
    case 'visit_dispatched':
      return line('dispatch', 'Dispatched')
    case 'visit_recalled':
      return line('dispatch', 'Recalled', event.data.reason)
    case 'visit_cancelled':
      return line('cancel', 'Visit cancelled', event.data.reason)
    case 'held':
      return line(
        'hold',
        event.data.cause ? `On hold for ${pauseWords[event.data.cause]}` : 'Put on hold',
        event.data.reason,
      )
    case 'released':
      return line('hold', 'Released')
    case 'hold_ended':
      return line('hold', 'Hold ended')
    case 'cancelled':
      return line('cancel', 'Work order cancelled', event.data.reason)
    case 'return_closed':
      return line('review', 'Return closed', event.data.reason)
    case 'accepted':
      return line('step', `${who} accepted`)
    case 'travelled':
      return line('step', `${who} is on the way`)
    case 'arrived':
      return line('step', `${who} arrived`)
    case 'paused':
      return line('pause', `${who} paused, ${word(event.data.activity)}`, event.data.note ?? '')
    case 'resumed':
      return line('step', `${who} went on`)
    case 'left':
      return line('step', `${who} left`, event.data.note ?? '')
    case 'finished': {
      const reason = event.data.returnReason ? `: ${word(event.data.returnReason)}` : ''
      return line('finish', `${who} finished, ${word(event.data.outcome)}${reason}`, event.data.note)
    }
    case 'task_added':
      return line('task', 'Task added', event.data.task.label)
    case 'task_answered': {
      const { answer, task, note, form } = event.data
      const label = names.taskLabels[`${task}/${form ?? ''}`] ?? names.taskLabels[task] ?? 'Task'
      const value =
        answer.kind === 'photo'
          ? 'photo'
          : answer.kind === 'check'
            ? word(answer.value)
            : answer.kind === 'date' && answer.value
              ? formatLocalDate(answer.value, names.locale)
              : wordsOf(answer).join(', ')
      return line('task', `${label}: ${value}`, note ?? '')
    }
    case 'form_renewed':
      return line('task', `Form changed to version ${event.data.formVersion}`)
    case 'found': {
      const { severity, text, recommendation, repaired } = event.data
      const said = recommendation ? `${text}\n${recommendation}` : text
      return line('finding', `Finding, ${word(severity)}${repaired ? ', put right' : ''}`, said)
    }
    case 'finding_followed':
      return line('finding', `${event.data.number || 'Work order'} raised for a finding`, event.data.title)
    case 'finding_closed':
      return line('finding', 'Finding closed', event.data.reason)
    case 'part_needed': {
      const { quantity, name, note } = event.data
      return line('part', `To order: ${formatQuantity(quantity, names.locale)} × ${name}`, note)
    }
    case 'part_ordered': {
      const { expected, note } = event.data
      const until = expected ? `Expected ${formatLocalDate(expected, names.locale)}` : ''
      return line('part', 'Part ordered', [until, note].filter(Boolean).join('. '))
    }
    case 'part_arrived':
      return line('part', 'Part arrived')
    case 'part_dropped':
      return line('part', 'Part not wanted any more', event.data.reason)
    case 'noted':
      return line('note', `${who ? `Note of ${who}` : 'Note'} for the ${event.data.audience}`, event.data.text)
    case 'photographed':
      return {
        ...line('photo', `Photo, ${word(event.data.phase)}`, event.data.caption),
        photo: { sha256: event.data.sha256, caption: event.data.caption },
      }
    case 'file_added':
      return line('file', 'File added', event.data.name)
    case 'part_added': {
      const { removedSerial } = event.data
      const out = removedSerial ? `, serial ${removedSerial} out` : ''
      const serial = event.data.serial ? `, serial ${event.data.serial}${out ? ' in' : ''}${out}` : out
      return line(
        'part',
        `${formatQuantity(event.data.quantity, names.locale)} × ${event.data.name}`,
        `${event.data.sku}${serial}`.replace(/^, /, ''),
      )
    }
    case 'asset_added': {
      const { name, make, model, serial, location } = event.data
      const number = serial ? `serial ${serial}` : ''
      return line(
        'asset',
        `Equipment added: ${name}`,
        [[make, model].filter(Boolean).join(' '), number, location].filter(Boolean).join(', '),
      )
    }
    case 'contact_added': {
      const { name, role, phone, email } = event.data
      return line('contact', `Contact added: ${name}`, [role, phone, email].filter(Boolean).join(', '))
    }
    case 'row_kept':
      return line(
        event.data.kind,
        event.data.kind === 'asset'
          ? `${event.data.name} is in the site’s list of equipment`
          : `${event.data.name} is in the ${event.data.site ? 'site' : 'customer'}’s list of contacts`,
      )
    case 'row_left':
      return line(event.data.kind, `${event.data.name}: the list says something else`)
    case 'time_recorded':
      return line(
        'time',
        `Time of ${who}, ${word(event.data.activity)}`,
        formatSpan(event.data.from, event.data.to, names.zone, names.locale),
      )
    case 'time_corrected':
      return line(
        'time',
        `Time of ${who} corrected`,
        `${formatSpan(event.data.from, event.data.to, names.zone, names.locale)}. ${event.data.reason}`,
      )
    case 'amended':
      return amended(event, names, entries)
    case 'withdrawn':
      return line('undo', 'Entry withdrawn', event.data.reason)
    case 'signed':
      return line('sign', `Signed by ${event.data.name}`, event.data.capacity)
    case 'sign_off_refused':
      return line('sign', 'Sign-off refused', event.data.reason)
    case 'sign_off_unattended':
      return line('sign', 'Nobody there to sign', event.data.reason)
    case 'flag_raised': {
      const about = event.data.params.technician
      const params =
        typeof about === 'string'
          ? { ...event.data.params, technician: names.technicians[about] ?? 'somebody' }
          : event.data.params
      return line('flag', sentence(event.data.code, params))
    }
    case 'flag_settled':
      return line('flag', 'Flag settled', event.data.note)
    case 'returned_to_field':
      return line('review', 'Question to the technician', event.data.question)
    case 'approved':
      return line('review', 'Approved')
    case 'marked_not_billable':
      return line('review', 'Not billable', event.data.reason)
    case 'time_adjusted':
      return line('money', `Billed time set to ${event.data.minutes} min`, event.data.reason)
    case 'line_added':
      return line('money', `Line added: ${event.data.description}`, event.data.reason)
    case 'line_changed':
      return line('money', 'Line changed', event.data.reason)
    case 'line_struck':
      return line('money', 'Line struck', event.data.reason)
    case 'line_restored':
      return line('money', 'Line restored')
    case 'evidence_waived':
      return line('review', `Evidence waived: ${event.data.facts.length}`, event.data.reason)
    case 'bytes_stored':
      return line('photo', 'File arrived')
    case 'bytes_refused':
      return line('flag', sentence('bytes_refused', { reason: event.data.code }))
    case 'bytes_lost':
      return line('flag', sentence('bytes_lost'))
    case 'invoice_drafted':
      return line('money', 'Invoice drafted')
    case 'invoice_issued': {
      const net = event.data.lines.reduce((total, one) => total + one.net, 0)
      return line(
        'money',
        `${event.data.kind === 'credit_note' ? 'Credit note' : 'Invoice'} ${event.data.number} issued`,
        `${formatMinor(net, names.currency, names.locale)} net`,
      )
    }
    case 'invoice_voided':
      return line('money', 'Invoice void', event.data.reason)
    case 'invoice_exported':
      return line('money', 'Handed to the accounts')
    case 'invoice_settled':
      if (event.data.open) return line('money', 'Open again', event.data.words)
      return line('money', event.data.paid ? 'Paid' : 'Acknowledged by the accounts', event.data.words)
    default:
      return never(event)
  }
}

/** Which entry, and for each thing that really changed what stood there and what stands there now. */
/** What the planner was told is wrong, and planned all the same. */
function overridden(despite: readonly { detail: string }[] = []): string[] {
  return despite.length > 0 ? [`in spite of: ${despite.map(({ detail }) => detail).join('; ')}`] : []
}

function amended(
  event: Extract<WorkOrderEvent, { type: 'amended' }>,
  names: TimelineNames,
  entries: readonly WorkOrderEvent[],
): TimelineLine {
  const about = amendedFact(event, entries)
  const said = about ? describe(about, names) : null
  const changes = changesOf(event, entries)
  const words = changes.map((change) => changed(change, names))
  return {
    icon: 'undo',
    title: said ? `Corrected: ${said.title}` : 'An earlier entry corrected',
    detail: [...(words.length > 0 ? words : ['Nothing changed.']), event.data.reason].filter(Boolean).join('\n'),
    visit: said?.visit ?? null,
    photo: said?.photo ?? null,
  }
}

function changed({ field, from, to }: Change, names: TimelineNames): string {
  const name = word(field).charAt(0).toUpperCase() + word(field).slice(1)
  const shown = (value: Change['to']) => shownValue(field, value, names)
  return from === undefined ? `${name}: ${shown(to)}` : `${name}: ${shown(from)} → ${shown(to)}`
}

function shownValue(field: string, value: Change['to'], { zone, locale }: TimelineNames): string {
  if (value === null || value === '') return 'nothing'
  if (field === 'at' || field === 'from' || field === 'to') return formatDateTime(String(value), zone, locale)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return formatQuantity(value, locale)
  if (['audience', 'phase', 'outcome', 'returnReason', 'severity'].includes(field)) return word(value)
  return `“${value}”`
}
