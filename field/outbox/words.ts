import { sentence } from '#core/kit/sentences.ts'
import type { OutboxItem, OutboxVisit } from '../offline/views/types.ts'
import { countOf } from '../words.ts'

/** What an item is, in a technician's words. */
const words: Readonly<Record<string, string>> = {
  raise: 'New work order',
  open_visit: 'Visit begun',
  accept: 'Accepted',
  travel: 'Travel',
  arrive: 'Arrived',
  pause: 'Paused',
  resume: 'Resumed',
  leave: 'Left',
  finish: 'Finished',
  add_task: 'Task added',
  answer_task: 'Task answered',
  finding: 'Finding',
  need_part: 'Part to order',
  note: 'Note',
  photo: 'Photo',
  file: 'File',
  part: 'Part',
  add_asset: 'Equipment',
  add_contact: 'Contact',
  record_time: 'Time written down',
  correct_time: 'Time corrected',
  amend: 'Correction',
  withdraw: 'Taken back',
  sign: 'Signature',
  refuse_sign_off: 'Sign-off refused',
  unattended: 'Nobody there to sign',
  edit_details: 'Details changed',
  start_activity: 'Clock of the day started',
  end_activity: 'Clock of the day stopped',
  record_day_time: 'Time of the day written down',
  correct_day_time: 'Time of the day corrected',
  withdraw_day_time: 'Time of the day taken back',
}

export function itemWord(type: string): string {
  return words[type] ?? type.replaceAll('_', ' ')
}

export function bytesText(bytes: number): string {
  if (bytes >= 1_000_000_000) return `${(bytes / 1_000_000_000).toFixed(1)} GB`
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `Boiler leaks, visit 2`; what belongs to no work order is the day's. */
export function visitTitle({
  workOrder,
  title,
  visitNumber,
}: Pick<OutboxVisit, 'workOrder' | 'title' | 'visitNumber'>): string {
  if (workOrder === null) return 'My day'
  return [title || 'Work order', visitNumber && visitNumber > 1 ? `visit ${visitNumber}` : '']
    .filter(Boolean)
    .join(', ')
}

/** `3 on this phone, 2 received, 9 on record`: how far a visit is. */
export function stateCounts(counts: OutboxVisit['counts']): string {
  return [
    counts.on_phone > 0 ? `${counts.on_phone} on this phone` : '',
    counts.received > 0 ? `${counts.received} received` : '',
    counts.on_record > 0 ? `${counts.on_record} on record` : '',
    counts.held > 0 ? `${countOf(counts.held, 'waits', 'wait')} for the office` : '',
    counts.refused > 0 ? `${counts.refused} not accepted` : '',
    counts.put_aside > 0 ? `${counts.put_aside} put aside` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** Why an item is where it is, and what the office does about it; null where nothing is to be said. */
export function whyText({ whole, code, params, bytes, settlement }: OutboxItem): string | null {
  if (settlement) return settlementText(settlement)
  if (bytes?.code) return sentence(bytes.code)
  if (!code) return null
  if (code === 'phone_signed_out') return 'The office signed this phone out. It has this, and decides.'
  const why = sentence(code, params ?? undefined)
  return whole === 'held' ? `The office has it and decides where it belongs. ${why}` : why
}

/** What does not go by itself; null where there is nothing. */
export function notAccepted(stuck: number): string | null {
  return stuck > 0 ? `${countOf(stuck, 'item')} not accepted, only on this phone.` : null
}

/** What the office made of what waited for it. */
function settlementText({ as, number, reason }: NonNullable<OutboxItem['settlement']>): string {
  if (as === 'put_aside') return reason ? `The office put it aside: ${reason}` : 'The office put it aside.'
  return number ? `The office put it on ${number}.` : 'The office took it in.'
}

export function settledWords(settled: readonly Pick<OutboxItem, 'whole'>[]): string {
  return settled.some(({ whole }) => whole === 'put_aside') ? 'On record or put aside' : 'On record'
}
