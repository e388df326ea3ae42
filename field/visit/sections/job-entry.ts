import type { Details } from '#core/work-orders/commands.ts'

/** What a technician may change about a job, as it is typed. */
export type JobEntry = {
  accessNotes: string
  contactName: string
  contactPhone: string
  reference: string
  description: string
}

export function entered({ accessNotes, contact, reference, description }: Details): JobEntry {
  return {
    accessNotes,
    contactName: contact?.name ?? '',
    contactPhone: contact?.phone ?? '',
    reference,
    description,
  }
}

/** Only what was changed: a field nobody touched keeps what the office says meanwhile. */
export function changesOf(details: Details, entry: JobEntry): Partial<Details> {
  const changes: Partial<Details> = {}
  for (const field of ['accessNotes', 'reference', 'description'] as const) {
    const now = entry[field].trim()
    if (now !== details[field].trim()) changes[field] = now
  }
  const [name, phone] = [entry.contactName.trim(), entry.contactPhone.trim()]
  const before = details.contact
  if (name !== (before?.name ?? '') || phone !== (before?.phone ?? '')) {
    // Somebody else than the contact that was chosen from the list: the words stand, not the list's entry.
    changes.contact = name || phone ? { id: name === before?.name ? before.id : null, name, phone } : null
  }
  return changes
}
