import { hash } from 'node:crypto'
import { isId } from '#core/kit/ids.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import type { SignOffEvidence } from '#core/work-orders/sign-off-api.ts'
import { checkSignOff, type SignOffEvent } from '#core/work-orders/sign-off-check.ts'
import { changesSince } from '#core/work-orders/signed-changes.ts'
import { type Summary, summary } from '#core/work-orders/summary.ts'
import type { FileStore } from '#server/platform/files/store.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { envelopeIn, hashOf } from './incoming.ts'
import { readDocuments, readNames } from './page-queries.ts'
import { keptSignOff } from './sign-off-queries.ts'

/** What is stored of a sign-off, each piece checked against the others, and what the record says otherwise by now. */
export async function readSignOff(
  tx: Tx,
  files: Pick<FileStore, 'has' | 'read'>,
  fact: string,
): Promise<SignOffEvidence | undefined> {
  const kept = isId(fact) ? await keptSignOff(tx, fact) : undefined
  const workOrder = kept?.workOrder ?? ''
  const order = kept && (await readDocuments(tx, [workOrder])).get(workOrder)
  const event = kept && order ? signOffIn(kept.event) : null
  if (!kept || !order || !event) return undefined
  const { work } = order
  const { data } = event
  const visit = work.visits.find((one) => one.id === data.visit)
  const shown = visit?.signOffs.find((one) => one.id === fact) ?? null
  const signed = summaryIn(data.summary)
  const image = event.type === 'signed' ? event.data.image : null
  const imageHash = image === null ? null : await hashOnDisk(tx, files, image)
  const { technicians } = await readNames(tx, order)
  return {
    fact,
    workOrder,
    number: work.number ?? work.provisional ?? '',
    title: work.details.title,
    visit: data.visit,
    visitNumber: visit?.number ?? 0,
    kind: event.type === 'signed' ? 'signed' : event.type === 'sign_off_refused' ? 'refused' : 'unattended',
    name: event.type === 'sign_off_unattended' ? '' : event.data.name,
    capacity: event.type === 'signed' ? event.data.capacity : '',
    reason: event.type === 'signed' ? '' : event.data.reason,
    statement: event.type === 'sign_off_refused' ? event.data.statement : '',
    consent: event.type === 'signed' ? event.data.consent : '',
    consentVersion: (event.type === 'signed' && event.data.consentVersion) || '',
    signedAt: data.at,
    zone: work.zone,
    summaryHash: data.summaryHash,
    language: data.language,
    template: data.template,
    shownText: data.shownText ?? '',
    technician: technicians[data.technician] ?? '',
    recordedBy: event.by.name,
    device: event.by.device,
    heardAt: event.heard,
    clockOffset: envelopeIn(kept.bytes)?.at.offset ?? null,
    withdrawn: shown === null,
    checks: checkSignOff({ event, handedIn: kept, wasPlaced: kept.wasPlaced, shown, imageHash }, hashOf),
    changes: signed && visit ? changesSince(signed, summary(work, visit)) : [],
    summary: signed,
    summaryText: data.summary,
    bytes: kept.bytes,
    bytesHash: kept.hash,
  }
}

function signOffIn(text: string): SignOffEvent | null {
  const event: WorkOrderEvent = JSON.parse(text)
  switch (event.type) {
    case 'signed':
    case 'sign_off_refused':
    case 'sign_off_unattended':
      return event
    default:
      return null
  }
}

/** A summary as it was shown; null for what is no summary of ours. */
function summaryIn(text: string): Summary | null {
  try {
    const read: Summary | null = JSON.parse(text)
    return read && typeof read.template === 'string' && Array.isArray(read.tasks) ? read : null
  } catch {
    return null
  }
}

async function hashOnDisk(tx: Tx, files: Pick<FileStore, 'has' | 'read'>, image: string): Promise<string | null> {
  if (!(await files.has(tx.orgId, image))) return null
  return hash('sha256', await files.read(tx.orgId, image), 'hex')
}
