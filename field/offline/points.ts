/**
 * Moments at which a phone may be killed: after each thing the client waits for, before it does the next. A test ends the
 * phone's life at every one of them and looks what is left.
 */
export const points = [
  'capture_bytes_kept',
  'capture_bytes_read_back',
  'capture_kept',
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
export type Point = (typeof points)[number]
