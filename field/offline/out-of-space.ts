/** Whether a write failed because there is no room, by the names browsers and Dexie have for that. */
export function isOutOfSpace(error: unknown): boolean {
  return some(error, ({ name, message }) => name === 'QuotaExceededError' || /NO_SPACE/.test(message))
}

/**
 * Whether it may be that: without one byte left on the disk Chromium aborts what was being written, closes the database
 * and cannot open it again, and says no more than that (measured on LevelDB, version 156).
 */
export function mayBeOutOfSpace(error: unknown): boolean {
  return isOutOfSpace(error) || some(error, ({ name }) => closedByTheDisk.has(name))
}

const closedByTheDisk = new Set([
  'AbortError',
  'DatabaseClosedError',
  'InvalidStateError',
  'OpenFailedError',
  'UnknownError',
])

function some(error: unknown, is: (error: Error) => boolean): boolean {
  if (!(error instanceof Error)) return false
  // Dexie wraps one, and of many rows at once all.
  const inner = 'inner' in error ? error.inner : null
  const failures = 'failures' in error && Array.isArray(error.failures) ? error.failures : []
  return is(error) || [inner, ...failures].some((one) => one instanceof Error && some(one, is))
}
