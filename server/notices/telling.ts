import type { Id } from '#core/kit/ids.ts'
import { millisecondsOf, type Instant } from '#core/kit/time.ts'
import { isOpenFor, type NoticeKind, noticeKinds, visitChanges } from '#core/notices/changes.ts'
import { noticeMessage, type NoticeMessage } from '#core/notices/message.ts'
import type { WorkDocument, WorkOrder } from '#core/work-orders/document.ts'
import { findVisit } from '#core/work-orders/visits.ts'
import { loadOrganization } from '#server/people/queries.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { readDocuments } from '#server/work-orders/page-queries.ts'
import { dropSubscription, readSubscription, siteNameOf, subscribedPhones } from './queries.ts'

/** A work order before and after what happened to it. */
type Changed = { before: WorkOrder | null; after: WorkOrder | null }
type Notice = {
  device: Id
  technician: Id
  kind: NoticeKind
  workOrder: Id
  visit: Id
  before: Instant | null
  at: Instant
}

/** Later than that, nobody needs to be told what their list says anyway. */
const staleAfter = 6 * 3600_000

/** Asks for a notice to each phone of a crew whose visit is new, was moved or was taken back. */
export async function tellCrews(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const changes = changed.flatMap(({ before, after }) =>
    crewsOf(before?.work, after?.work).flatMap((technician) =>
      visitChanges(before?.work ?? null, after?.work ?? null, technician).map(({ kind, was, visit }) => ({
        technician,
        kind,
        visit,
        workOrder: after?.work.id ?? before?.work.id ?? '',
        before: was,
        at: tx.now,
      })),
    ),
  )
  if (changes.length === 0) return
  const phones = await subscribedPhones(tx, [...new Set(changes.map((change) => change.technician))])
  for (const change of changes)
    for (const { device, technician } of phones)
      if (technician === change.technician) tx.enqueue('send_notice', { ...change, device } satisfies Notice)
}

function crewsOf(...works: (WorkDocument | undefined)[]): Id[] {
  return [...new Set(works.flatMap((work) => (work?.visits ?? []).flatMap((visit) => visit.plan.crew)))]
}

/** Sends one notice to one phone, unless it is no longer true. Sent twice the phone shows it once. */
export const sendNotice: JobTask = async ({ payload, inTenant, lastAttempt }, { push, log }) => {
  const notice = readNotice(payload)
  if (push === null || Date.now() - millisecondsOf(notice.at) > staleAfter) return
  const asked = await inTenant(async (tx) => {
    const to = await readSubscription(tx, notice.device)
    const message = to ? await messageOf(tx, notice) : null
    return to && message ? { to, message } : null
  })
  if (!asked) return
  const pushed = await push.send(asked.to, asked.message)
  switch (pushed.state) {
    case 'sent':
      return
    case 'gone':
      return inTenant((tx) => dropSubscription(tx, notice.device, asked.to.endpoint))
    case 'no':
      return log.warn('notice_not_taken', { why: pushed.why })
    case 'later':
      if (lastAttempt) return log.warn('notice_not_sent', { why: pushed.why })
      throw new Error(`a notice could not be sent yet: ${pushed.why}`)
  }
}

/** Null when what it would say was overtaken. */
async function messageOf(tx: Tx, notice: Notice): Promise<NoticeMessage | null> {
  const { kind, workOrder, visit, technician, before } = notice
  const stored = (await readDocuments(tx, [workOrder])).get(workOrder)
  const work = stored?.work
  const is = work ? findVisit(work, visit) : undefined
  const isTheirs = is !== undefined && isOpenFor(is, technician)
  if (!work || isTheirs !== (kind === 'new' || kind === 'moved')) return null
  const { locale } = await loadOrganization(tx)
  const about = {
    kind,
    workOrder,
    visit,
    reference: work.number ?? work.provisional ?? '',
    title: work.details.title,
    siteName: await siteNameOf(tx, work.details.site),
    zone: work.zone,
    start: is?.plan.start ?? null,
    before,
  }
  return noticeMessage(about, locale)
}

function readNotice(payload: Record<string, unknown>): Notice {
  const text = (name: string): string => {
    const value = payload[name]
    if (typeof value !== 'string') throw new Error(`send_notice names a ${name}`)
    return value
  }
  const kind = noticeKinds.find((one) => one === payload['kind'])
  if (!kind) throw new Error('send_notice says what happened')
  return {
    device: text('device'),
    technician: text('technician'),
    kind,
    workOrder: text('workOrder'),
    visit: text('visit'),
    before: payload['before'] === null ? null : text('before'),
    at: text('at'),
  }
}
