import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Command } from '#core/work-orders/commands.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { StoredFile } from '#server/platform/files/store.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from './commands.ts'
import { lockDocuments } from './record-queries.ts'

/** The document of a work order, locked, so that what follows from it is decided once. */
async function lockWork(tx: Tx, workOrder: Id): Promise<WorkDocument | null> {
  const documents = await lockDocuments(tx, [{ kind: 'work_order', id: workOrder }])
  const [stored] = documents.values()
  return stored ? JSON.parse(stored.work) : null
}

/** Bytes were stored, refused or lost: every record whose facts name them says so. Run twice it finds nothing to say. */
export async function tellOfBytes(tx: Tx, file: StoredFile): Promise<void> {
  const { rows } = await sql<{ workOrder: Id }>`
    select distinct stream_id as "workOrder" from app.evidence
    where org_id = ${tx.orgId} and sha256 = ${file.sha256} and stream_kind = 'work_order' and state <> ${file.state}
    order by stream_id`.execute(tx.db)
  for (const { workOrder } of rows) {
    const work = await lockWork(tx, workOrder)
    if (!work || !waitsFor(work, file)) continue
    await applySystem(tx, workOrder, commandOf(file))
  }
}

function commandOf({ sha256, state, code }: StoredFile): Command {
  switch (state) {
    case 'stored':
      return { type: 'bytes_stored', body: { sha256 } }
    case 'refused':
      return { type: 'bytes_refused', body: { sha256, code: code ?? 'refused' } }
    case 'awaited':
      return { type: 'bytes_lost', body: { sha256 } }
  }
}

/** Whether a fact of the record names the bytes and does not know yet what became of them. */
function waitsFor(work: WorkDocument, { sha256, state }: StoredFile): boolean {
  const facts = [
    ...[...work.photos, ...work.files].map((fact) => ({ sha256: fact.sha256, state: fact.state })),
    ...work.visits.flatMap((visit) =>
      visit.signOffs.flatMap((one) => (one.kind === 'signed' ? [{ sha256: one.image, state: one.imageState }] : [])),
    ),
  ]
  return facts.some((fact) => fact.sha256 === sha256 && fact.state !== state)
}

/** A hold that was to end at a moment ends, unless somebody released, moved or renewed it meanwhile. */
export const endHold: JobTask = ({ payload, inTenant }) =>
  inTenant(async (tx) => {
    const { workOrder, until } = payload
    if (typeof workOrder !== 'string' || typeof until !== 'string')
      throw new Error('end_hold names a work order and a moment')
    const work = await lockWork(tx, workOrder)
    if (work?.hold?.until !== until) return
    await applySystem(tx, workOrder, { type: 'hold_ended', body: {} })
  })
