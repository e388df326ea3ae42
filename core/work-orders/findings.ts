import type { FactMeta, Finding, WorkDocument } from './document.ts'
import type { DataOf, WorkOrderEvent } from './events.ts'

/** What was found wrong; records from before it was kept have none. */
export function findingsOf(work: WorkDocument): readonly Finding[] {
  return work.findings ?? []
}

/** `open` until it was put right on the visit, a work order was raised for it, or the office closed it. */
export type FindingState = 'open' | 'repaired' | 'followed' | 'closed'

export function findingState({ repaired, followUp, closed }: Finding): FindingState {
  if (followUp) return 'followed'
  if (repaired) return 'repaired'
  return closed ? 'closed' : 'open'
}

export function withFinding(work: WorkDocument, fact: FactMeta, data: DataOf<'found'>): WorkDocument {
  const { visit, technician, asset, severity, text, recommendation, photos, repaired } = data
  const one = { ...fact, visit, technician, asset, severity, text, recommendation, photos, repaired }
  return { ...work, findings: [...findingsOf(work), { ...one, followUp: null, closed: null }] }
}

type Settled = Extract<WorkOrderEvent, { type: 'finding_followed' | 'finding_closed' }>

export function withFindingSettled(work: WorkDocument, event: Settled): WorkDocument {
  if (!work.findings) return work
  const { finding } = event.data
  return { ...work, findings: work.findings.map((one) => (one.id === finding ? settled(one, event) : one)) }
}

function settled(finding: Finding, event: Settled): Finding {
  if (event.type === 'finding_closed') {
    return { ...finding, closed: { reason: event.data.reason, by: event.by.name, at: event.at } }
  }
  const { workOrder, number, title } = event.data
  return { ...finding, followUp: { workOrder, number, title, at: event.at } }
}
