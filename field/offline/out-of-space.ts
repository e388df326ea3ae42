/** Whether a write failed because there is no room, by the many names browsers and Dexie have for that. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const inner = 'inner' in error ? error.inner : null
  return error.name === 'QuotaExceededError' || isDiskFull(error) || (inner instanceof Error && isOutOfSpace(inner))
}

/**
 * Without one byte left on the disk Chromium closes the database (`FILE_ERROR_NO_SPACE`) and cannot open it again
 * (`Internal error opening backing store`); both are `UnknownError`.
 */
function isDiskFull({ name, message }: Error): boolean {
  return name === 'UnknownError' && /NO_SPACE|backing store/.test(message)
}
