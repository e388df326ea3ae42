/** `2 entries and 1 photo only on the phone`: what was not handed in when a phone was last heard of; null for nothing. */
export function unsentWords(
  phone: { unsentCommands: number; unsentFiles: number },
  where = 'only on the phone',
): string | null {
  const { unsentCommands: entries, unsentFiles: photos } = phone
  const parts = [
    entries > 0 ? `${entries} ${entries === 1 ? 'entry' : 'entries'}` : '',
    photos > 0 ? `${photos} photo${photos === 1 ? '' : 's'}` : '',
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join(' and ')} ${where}` : null
}

/** What stands before the time of the oldest of them. */
export function sinceWords(phone: { unsentCommands: number; unsentFiles: number }): string {
  return phone.unsentCommands + phone.unsentFiles === 1 ? ', from ' : ', the oldest from '
}

/** `57 of 60 files here`: how much of what was captured has arrived. Nothing where nothing was. */
export function evidenceWords({ stored, total }: { stored: number; total: number }): string {
  return total > 0 ? `${stored} of ${total} ${total === 1 ? 'file' : 'files'} here` : ''
}
