import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Reply } from '#core/kit/contract.ts'
import { purchaseOrderHold } from '#server/billing/purchase-order-holds.ts'
import { may } from '#core/people/abilities.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import { blockers, evidenceOf } from '#core/work-orders/missing.ts'
import { neededParts } from '#core/work-orders/needed-parts.ts'
import { findingsOf } from '#core/work-orders/findings.ts'
import { openReturnNeeds, statusOf } from '#core/work-orders/status.ts'
import { everybodyOn, outcomeOf } from '#core/work-orders/visits.ts'
import { RawJson } from '#server/platform/route.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { addressOf } from './row-queries.ts'

type Page = Reply<typeof workOrderApi.readWorkOrder>
export type StoredWorkOrder = WorkOrder & { version: number }

type StoredText = { id: Id; version: number; work: string; money: string }

async function readTexts(tx: Tx, ids: readonly Id[]): Promise<StoredText[]> {
  const { rows } = await sql<StoredText>`
    select stream_id as id, version, work, money from app.document
    where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows
}

function parsed({ version, work, money }: StoredText): StoredWorkOrder {
  return { version, work: JSON.parse(work), money: JSON.parse(money) }
}

/** The documents of work orders, parsed. */
export async function readDocuments(tx: Tx, ids: readonly Id[]): Promise<Map<Id, StoredWorkOrder>> {
  return new Map((await readTexts(tx, ids)).map((text) => [text.id, parsed(text)]))
}

/** One work order: its documents as they are stored, with everything derived from them; undefined when there is none. */
export async function loadPage(tx: Tx, id: Id): Promise<RawJson | undefined> {
  const [[text], held] = await Promise.all([readTexts(tx, [id]), countHeld(tx, id)])
  if (!text) return undefined
  const order = parsed(text)
  const seesPrices = may(tx.actor, 'prices.read')
  const hold = seesPrices ? await purchaseOrderHold(tx, order) : null
  const known = derivedFrom(order, await readNames(tx, order))
  const derived: Omit<Page, 'work' | 'money'> = {
    ...known,
    blockers: hold && !isBilled(known.status) ? [...known.blockers, hold] : known.blockers,
    held,
  }
  const money = seesPrices ? text.money : 'null'
  return new RawJson(`{"work":${text.work},"money":${money},${JSON.stringify(derived).slice(1)}`)
}

/** Whether nothing more stands before its invoice. */
function isBilled(status: Page['status']): boolean {
  return status === 'invoiced' || status === 'closed' || status === 'not_billable'
}

function derivedFrom(
  { work, money, version }: StoredWorkOrder,
  names: Page['names'],
): Omit<Page, 'work' | 'money' | 'held'> {
  const { stored, total } = evidenceOf(work)
  const policy = { purchaseOrderRequired: names.customer?.requiresPurchaseOrder ?? false }
  return {
    version,
    status: statusOf(work),
    names,
    blockers: blockers(work, money.purchaseOrder, policy),
    returnNeeds: openReturnNeeds(work).map((visit) => {
      const outcome = outcomeOf(visit)
      return {
        visit: visit.id,
        number: visit.number,
        outcome: outcome?.outcome ?? '',
        reason: outcome?.returnReason ?? null,
      }
    }),
    evidence: { stored, total },
    evidenceByVisit: Object.fromEntries(
      work.visits.map((visit) => {
        const count = evidenceOf(work, visit.id)
        return [visit.id, { stored: count.stored, total: count.total }]
      }),
    ),
  }
}

async function countHeld(tx: Tx, workOrder: Id): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from app.held_command
    where org_id = ${tx.orgId} and stream_id = ${workOrder} and settled_at is null`.execute(tx.db)
  return rows[0]?.count ?? 0
}

type PlaceRow = {
  customerId: Id | null
  customerName: string | null
  customerNumber: string | null
  customerPhone: string | null
  requiresPurchaseOrder: boolean | null
  customerArchived: boolean | null
  siteId: Id | null
  siteName: string | null
  line1: string | null
  line2: string | null
  postcode: string | null
  city: string | null
  region: string | null
  country: string | null
  home: string | null
  latitude: number | null
  longitude: number | null
  zone: string | null
  accessNotes: string | null
  hazards: string | null
  jobTypeId: Id | null
  jobTypeName: string | null
  formVersion: number | null
  assetNames: Record<Id, string> | null
  assets: Page['names']['assets'] | null
  technicians: Record<Id, string> | null
}

function assetsNamed(work: WorkOrder['work']): Id[] {
  const read = work.tasks.flatMap((task) => task.answers.map(({ answer }) => ('asset' in answer ? answer.asset : null)))
  const named = [...findingsOf(work), ...work.parts].map(({ asset }) => asset)
  return [...new Set([...work.details.assets, ...[...read, ...named].flatMap((asset) => asset ?? [])])]
}

/** Everybody and everything a record names, by name. */
export async function readNames(tx: Tx, { work }: Pick<WorkOrder, 'work'>): Promise<Page['names']> {
  const { customer, site, jobType, assets } = work.details
  const technicians = [
    ...new Set([
      ...work.visits.flatMap((visit) => everybodyOn(work, visit)),
      ...work.notes.flatMap((note) => note.technician ?? []),
      ...work.tasks.flatMap((task) => task.answers.map((answer) => answer.technician)),
      ...[...findingsOf(work), ...neededParts(work)].map((fact) => fact.technician),
    ]),
  ]
  const { rows } = await sql<PlaceRow>`
    select customer.id as "customerId", customer.name as "customerName",
      coalesce(organization.settings ->> 'customer_prefix', 'C-') || lpad(customer.number::text, greatest(4, length(customer.number::text)), '0') as "customerNumber",
      customer.phone as "customerPhone", customer.purchase_order_required as "requiresPurchaseOrder",
      customer.archived_at is not null as "customerArchived",
      site.id as "siteId", site.name as "siteName", site.address_line1 as line1, site.address_line2 as line2,
      site.postal_code as postcode, site.city, site.region, site.country, organization.settings ->> 'country' as home,
      site.latitude, site.longitude, site.zone, site.access_notes as "accessNotes", site.hazards,
      job_type.id as "jobTypeId", job_type.name as "jobTypeName", job_type.form_version as "formVersion",
      (select json_object_agg(asset.id, asset.name) from app.asset asset
        where asset.org_id = organization.org_id and asset.id = any (${assetsNamed(work)}::uuid[])) as "assetNames",
      (select json_agg(json_build_object('id', asset.id, 'name', asset.name, 'make', asset.make, 'model', asset.model, 'serial', asset.serial)
          order by asset.name)
        from app.asset asset where asset.org_id = organization.org_id and asset.id = any (${assets}::uuid[])) as assets,
      (select json_object_agg(technician.id, technician.name)
        from app.technician technician
        where technician.org_id = organization.org_id and technician.id = any (${technicians}::uuid[])) as technicians
    from app.organization organization
    left join app.customer customer on customer.org_id = organization.org_id and customer.id = ${customer}::uuid
    left join app.site site on site.org_id = organization.org_id and site.id = ${site}::uuid
    left join app.job_type job_type on job_type.org_id = organization.org_id and job_type.id = ${jobType}::uuid
    where organization.org_id = ${tx.orgId}`.execute(tx.db)
  const row = rows[0]
  if (!row) throw new Error('an organization has a row')
  return {
    customer:
      row.customerId === null
        ? null
        : {
            id: row.customerId,
            name: row.customerName ?? '',
            number: row.customerNumber ?? '',
            phone: row.customerPhone ?? '',
            requiresPurchaseOrder: row.requiresPurchaseOrder ?? false,
            archived: row.customerArchived ?? false,
          },
    site:
      row.siteId === null
        ? null
        : {
            id: row.siteId,
            name: row.siteName ?? '',
            address: addressOf(row),
            latitude: row.latitude,
            longitude: row.longitude,
            zone: row.zone ?? work.zone,
            accessNotes: row.accessNotes ?? '',
            hazards: row.hazards ?? '',
          },
    assets: row.assets ?? [],
    assetNames: row.assetNames ?? {},
    formVersion: row.formVersion,
    jobType: row.jobTypeId === null ? null : { id: row.jobTypeId, name: row.jobTypeName ?? '' },
    technicians: row.technicians ?? {},
  }
}

/** The record, the latest entry first, the entries of one command always together; strokes and the text of a signed summary stay behind. `next` is the version to ask before. */
export async function listEntries(
  tx: Tx,
  workOrder: Id,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ items: WorkOrderEvent[]; next: number | null } | undefined> {
  const { rows } = await sql<{ version: number; event: string }>`
    select version, event from (
      select version, position, event from app.entry
      where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = ${workOrder}
        ${before === undefined ? sql`` : sql`and version < ${before}`}
      order by version desc
      fetch first ${limit} rows with ties) as latest
    order by version desc, position desc`.execute(tx.db)
  if (rows.length === 0 && before === undefined) return undefined
  const last = rows.at(-1)
  const more = rows.length >= limit && last !== undefined && last.version > 1
  return { items: rows.map(({ event }) => withoutStrokes(JSON.parse(event))), next: more ? last.version : null }
}

function withoutStrokes(event: WorkOrderEvent): WorkOrderEvent {
  switch (event.type) {
    case 'signed':
      return { ...event, data: { ...event.data, strokes: [], summary: '', shownText: '' } }
    case 'sign_off_refused':
    case 'sign_off_unattended':
      return { ...event, data: { ...event.data, summary: '', shownText: '' } } as WorkOrderEvent
    default:
      return event
  }
}
