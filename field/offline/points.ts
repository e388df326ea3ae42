/**
 * Moments at which a phone may be killed: after each thing the client waits for, before it does the next. A test ends the
 * phone's life at every one of them and looks what is left.
 */
export const points = [
  'sign_in_doubted',
  'sign_in_answered',
  'sign_in_alone',
  'sign_in_opened',
  'sign_in_kept',
  'sign_in_told',
  'held_offered',
  'sign_out_kept',
  'provisional_taken',
  'reserve_made',
  'reserve_used',
  'reserve_put_back',
  'room_copies_gone',
  'room_marked',
  'room_made',
  'capture_bytes_kept',
  'capture_bytes_read_back',
  'capture_kept',
  'journal_written',
  'turn_taken',
  'push_chosen',
  'push_answered',
  'push_kept',
  'push_declined',
  'pull_asked',
  'pull_answered',
  'pull_kept',
  'letting_go_marked',
  'letting_go_done',
  'thumbnail_sent',
  'thumbnail_kept',
  'upload_read',
  'upload_looked',
  'upload_sent',
  'upload_kept',
  'copy_done',
  'waiting',
] as const
/** Passed only where a database takes the place of one that was thrown away. */
export const rarePoints = ['coming_back_accounts', 'coming_back', 'coming_back_thumbnails'] as const
export type Point = (typeof points)[number] | (typeof rarePoints)[number] | 'doubt_answered'
