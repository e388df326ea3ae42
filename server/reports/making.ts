import type { Id } from '#core/kit/ids.ts'
import { addressLines } from '#core/kit/address.ts'
import type { ReportContent } from '#core/reports/content.ts'
import { languageOf } from '#core/reports/labels.ts'
import { imagesOf, report, type ReportSetting } from '#core/reports/report.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { everybodyOn } from '#core/work-orders/visits.ts'
import { technicianNames } from '#server/billing/queries.ts'
import { readOrder } from '#server/billing/records.ts'
import { assetsAtSite, loadCustomer, loadSite } from '#server/customers/queries.ts'
import { loadOrganization } from '#server/people/queries.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { letterheadOf } from './letterhead.ts'
import { imagesFrom, keepPaper, papers } from './papers.ts'
import { consentsOf, finishReport, freeze, loadReport, type ReportRow, waitingReports } from './queries.ts'
import { PaperError } from './render.ts'

/** How many of the pictures a report shows have not arrived and are not waived. */
export function awaitedBy(work: WorkDocument, visit: Id | null): number {
  const waived = new Set(work.waived.flatMap((one) => one.facts))
  return imagesOf(work, visit).filter((image) => image.state === 'awaited' && !waived.has(image.fact)).length
}

/**
 * Makes the reports of a work order that wait, once nothing they show is on a phone any more. What a paper says is frozen
 * before it is set, so a second run after a crash sets the same.
 */
export const makeReports: JobTask = async ({ payload, lastAttempt, inTenant }, services) => {
  const { workOrder, orgId } = payload
  if (typeof workOrder !== 'string') return
  const waiting = await inTenant((tx) => freezeWaiting(tx, workOrder))
  for (const row of waiting) {
    const content: ReportContent = JSON.parse(row.content ?? '')
    try {
      const pdf = await papers.renderReport(content, imagesFrom(services.files, orgId))
      const stored = await services.files.put(orgId, pdf)
      await inTenant(async (tx) => {
        if ((await loadReport(tx, row.id))?.state !== 'waiting') return
        const file = await keepPaper(tx, stored, { kind: 'work_order', id: workOrder }, 'report', nameOf(content, row))
        const version = await finishReport(tx, row.id, { file })
        if (version) tx.touched('report', row.id, version)
      })
    } catch (error) {
      if (!lastAttempt || !(error instanceof PaperError)) throw error
      const { code } = error
      await inTenant(async (tx) => {
        const version = await finishReport(tx, row.id, { code })
        if (version) tx.touched('report', row.id, version)
      })
    }
  }
}

function nameOf(content: ReportContent, row: ReportRow): string {
  const visit = content.visit === null ? '' : `-visit-${content.visit}`
  return `report-${content.number ?? row.work_order_id}${visit}.pdf`
}

async function freezeWaiting(tx: Tx, workOrder: Id): Promise<ReportRow[]> {
  const order = await readOrder(tx, workOrder)
  if (!order) return []
  const frozen: ReportRow[] = []
  for (const row of await waitingReports(tx, workOrder)) {
    if (row.content === null) {
      if (awaitedBy(order.work, row.visit_id) > 0) continue
      const content = report(order.work, row.visit_id, await settingOf(tx, order.work, row.asked_at))
      await freeze(tx, row.id, order.version, JSON.stringify(content))
    }
    const now = await loadReport(tx, row.id)
    if (now) frozen.push(now)
  }
  return frozen
}

async function settingOf(tx: Tx, work: WorkDocument, frozenAt: string): Promise<ReportSetting> {
  const organization = await loadOrganization(tx)
  const customer = work.details.customer ? await loadCustomer(tx, work.details.customer) : undefined
  const site = work.details.site ? await loadSite(tx, work.details.site) : undefined
  const assets = site ? await assetsAtSite(tx, site.id) : []
  const people = new Set(work.visits.flatMap((visit) => everybodyOn(work, visit)))
  return {
    language: languageOf(organization.locale),
    locale: organization.locale,
    size: organization.paper,
    letterhead: letterheadOf(organization),
    customer: customer
      ? { name: customer.name, lines: addressLines(customer.billingAddress, organization.country) }
      : { name: work.reported?.customer ?? '', lines: [] },
    site: site
      ? { name: site.name, lines: addressLines(site.address, organization.country) }
      : { name: work.reported?.site ?? '', lines: [] },
    assetNames: Object.fromEntries(assets.map((asset) => [asset.id, asset.name])),
    assets: assets
      .filter((asset) => work.details.assets.includes(asset.id))
      .map(({ name, serial }) => ({ name, serial })),
    technicians: Object.fromEntries(await technicianNames(tx, [...people])),
    consents: await consentsOf(tx, work.id),
    frozenAt,
  }
}
