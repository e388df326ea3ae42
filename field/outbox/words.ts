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
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
