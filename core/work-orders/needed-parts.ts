import { never } from '../kit/refusal.ts'
import type { FactMeta, NeededPart, WorkDocument } from './document.ts'
import type { DataOf, WorkOrderEvent } from './events.ts'

/** Parts somebody said have to be ordered; records from before it was asked have none. */
export function neededParts(work: WorkDocument): readonly NeededPart[] {
  return work.neededParts ?? []
}

export type NeededPartState = 'needed' | 'ordered' | 'arrived' | 'dropped'

export function neededPartState({ ordered, arrived, dropped }: NeededPart): NeededPartState {
  if (dropped) return 'dropped'
  if (arrived) return 'arrived'
  return ordered ? 'ordered' : 'needed'
}

/** What a return for parts waits for: how many are not here, and when the last of them is expected, if all are ordered. */
export type PartsStanding = { wanted: number; waiting: number; expected: string | null }

export function partsStanding(work: WorkDocument): PartsStanding {
  const wanted = neededParts(work).filter((part) => part.dropped === null)
  const waiting = wanted.filter((part) => part.arrived === null)
  const dates = waiting.map((part) => part.ordered?.expected ?? null)
  const known = dates.filter((date) => date !== null).toSorted()
  return {
    wanted: wanted.length,
    waiting: waiting.length,
    expected: known.length === dates.length ? (known.at(-1) ?? null) : null,
  }
}

export function withNeededPart(work: WorkDocument, fact: FactMeta, data: DataOf<'part_needed'>): WorkDocument {
  const { visit, technician, item, sku, name, quantity, unit, note } = data
  const part = { ...fact, visit, technician, item, sku, name, quantity, unit, note }
  return { ...work, neededParts: [...neededParts(work), { ...part, ordered: null, arrived: null, dropped: null }] }
}

type Followed = Extract<WorkOrderEvent, { type: 'part_ordered' | 'part_arrived' | 'part_dropped' }>

export function withPartFollowed(work: WorkDocument, event: Followed): WorkDocument {
  if (!work.neededParts) return work
  const { part } = event.data
  return { ...work, neededParts: work.neededParts.map((one) => (one.id === part ? followed(one, event) : one)) }
}

function followed(part: NeededPart, event: Followed): NeededPart {
  const said = { by: event.by.name, at: event.at }
  switch (event.type) {
    case 'part_ordered':
      return { ...part, ordered: { expected: event.data.expected, note: event.data.note, ...said } }
    case 'part_arrived':
      return { ...part, arrived: said }
    case 'part_dropped':
      return { ...part, dropped: { reason: event.data.reason, ...said } }
    default:
      return never(event)
  }
}
