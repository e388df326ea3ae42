import { addDays, addMinutes, type Instant, localDate, type LocalDate } from '#core/kit/time.ts'
import { issueInvoice, voidInvoice } from '#server/billing/issuing.ts'
import { makeExport } from '#server/billing/exports.ts'
import { draftOf } from '#server/billing/draft-writes.ts'
import { readOrder } from '#server/billing/records.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { idOf, itemId, itemWith, officeActor } from './cast.ts'
import { company } from './data/company.ts'
import { instantAt, nextWorkday, officeMinutesBefore, workdaysBefore } from './hours.ts'
import type { DemoOrder } from './plan/orders.ts'
import { seededId } from './seeded.ts'
import { asOf, telling } from './telling.ts'

/** What the bookkeeper did, in the order of their days: an invoice issued, or everything exported once a week. */
export type BookkeeperAct =
  | { at: Instant; does: 'issue'; order: DemoOrder }
  | { at: Instant; does: 'export'; date: LocalDate }

/** Invoices go out the working day after the review, at three; what was issued is exported once a week, last two working days ago. */
export async function bookkeeping(tx: Tx, orders: readonly DemoOrder[], now: Instant): Promise<BookkeeperAct[]> {
  const acts: BookkeeperAct[] = []
  for (const order of orders) {
    const review = (await readOrder(tx, order.id))?.work.review
    if (!review || review.result !== 'approved') continue
    const date = nextWorkday(localDate(review.at, company.zone), 1)
    const at = addMinutes(instantAt(date, '15:00', company.zone), order.number % 60)
    if (at < now) acts.push({ at, does: 'issue', order })
  }
  const last = workdaysBefore(localDate(now, company.zone), 2)
  for (let weeks = 0; weeks < 4; weeks++) {
    const date = addDays(last, -7 * weeks)
    acts.push({ at: instantAt(date, '12:00', company.zone), does: 'export', date })
  }
  return acts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.does === b.does ? 0 : a.does === 'issue' ? -1 : 1))
}

export async function keepBooks(tx: Tx, act: BookkeeperAct): Promise<void> {
  const then = asOf(tx, act.at, officeActor('billing'))
  if (act.does === 'export') {
    // Told again after an interruption: what was issued since belongs to the next one.
    const since = await tx.db
      .selectFrom('app.invoice')
      .select('id')
      .where('org_id', '=', tx.orgId)
      .where('issue_date', '>=', act.date)
      .limit(1)
      .executeTakeFirst()
    if (since) return
    await makeExport(then, idOf(`export/${act.date}`))
    return
  }
  const draft = await draftOf(tx, act.order.id)
  if (draft) await issueInvoice(then, draft.id, { version: draft.version, issuedOn: localDate(act.at, company.zone) })
}

/** One of those last issued went to the wrong address: taken back, and drafted anew. */
export async function takeBack(tx: Tx, now: Instant): Promise<void> {
  const at = officeMinutesBefore(now, 170)
  const last = await tx.db
    .selectFrom('app.invoice')
    .select(['id', 'version'])
    .where('org_id', '=', tx.orgId)
    .where('state', '=', 'issued')
    .where('issue_date', '<', localDate(at, company.zone))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const before = await tx.db
    .selectFrom('app.invoice')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('state', '=', 'void')
    .executeTakeFirst()
  if (!last || before) return
  await voidInvoice(asOf(tx, at, officeActor('billing')), last.id, {
    version: last.version,
    reason: 'Sent to the old billing address, to be issued again',
  })
}

/** A part that was still on a phone when its work order had been billed: only the difference is open. */
export async function latePart(tx: Tx, order: DemoOrder, now: Instant): Promise<void> {
  const work = (await readOrder(tx, order.id))?.work
  const visit = work?.visits.at(-1)
  if (!work?.invoiced || !visit || work.parts.some((part) => part.sku === 'FE-005')) return
  const { name, unit } = itemWith('FE-005')
  const heard = officeMinutesBefore(now, 130)
  const at = addMinutes(visit.steps.at(-1)?.at ?? heard, -15)
  const told = telling(tx, order.id, `${order.name}/late`, order.number)
  const body = {
    visit: visit.id,
    technician: order.who.id,
    at,
    item: itemId('FE-005'),
    sku: 'FE-005',
    name,
    quantity: 1000,
    unit,
    serial: '',
    note: 'Was in the drafts of my phone',
  }
  await told.phone(order.who, heard, told.say(at, 'part', body))
}

/** Two things that could not be applied: for a visit that is not there, and for a work order nobody knows. */
export async function holdTwo(tx: Tx, order: DemoOrder): Promise<void> {
  const work = (await readOrder(tx, order.id))?.work
  const ended = work?.visits.at(-1)?.steps.at(-1)?.at
  if (!ended) throw new Error(`${order.name} was not worked`)
  const at = addMinutes(ended, 2)
  const text = 'Serial plate is behind the insulation, photo next time.'
  const known = telling(tx, order.id, `${order.name}/held`, order.number)
  const note = { technician: order.who.id, at, text, audience: 'crew' as const }
  await known.phone(order.who, at, known.say(at, 'note', { visit: seededId('no such visit', Date.parse(at)), ...note }))
  const unknown = telling(tx, seededId('no such work order', Date.parse(at)), 'held/unknown', 0)
  await unknown.phone(
    order.who,
    at,
    unknown.say(at, 'note', { visit: null, ...note, text: 'Customer wants a quote for a second zone.' }),
  )
}
