import type { WorkOrderEvent } from './events.ts'

type Amended = Extract<WorkOrderEvent, { type: 'amended' }>
type Value = string | number | boolean | null
export type Change = { field: string; from: Value | undefined; to: Value }

/**
 * What an amendment really changed: fields it names with what stood there before stay out. `from` is undefined where the
 * entry it is about is not among those given.
 */
export function changesOf(amendment: Amended, entries: readonly WorkOrderEvent[]): Change[] {
  const about = amendedFact(amendment, entries)
  const before = about ? stoodBefore(amendment, about, entries) : new Map<string, unknown>()
  return Object.entries(amendment.data.changes)
    .filter(([, to]) => to !== undefined)
    .map(([field, to]) => ({ field, from: about ? (plain(before.get(field)) ?? null) : undefined, to: to ?? null }))
    .filter(({ from, to }) => from === undefined || (from ?? '') !== (to ?? ''))
}

/** The entry an amendment is about. */
export function amendedFact(amendment: Amended, entries: readonly WorkOrderEvent[]): WorkOrderEvent | undefined {
  return entries.find((entry) => entry.id === amendment.data.fact && entry.n === 0)
}

function stoodBefore(amendment: Amended, about: WorkOrderEvent, entries: readonly WorkOrderEvent[]) {
  const values = new Map<string, unknown>([...Object.entries(about.data), ['at', about.at]])
  const earlier = entries
    .filter((entry): entry is Amended => entry.type === 'amended' && entry.data.fact === about.id)
    .filter((entry) => entry.version < amendment.version)
    .sort((a, b) => a.version - b.version)
  for (const entry of earlier) {
    for (const [field, value] of Object.entries(entry.data.changes)) if (value !== undefined) values.set(field, value)
  }
  return values
}

function plain(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
