import { addMinutes, type Instant, localDate } from '#core/kit/time.ts'
import type { HoldCause } from '#core/work-orders/words.ts'
import { draftInvoice } from '#server/billing/drafts.ts'
import { serverActor } from '#server/platform/jobs.ts'
import { orgId } from '../cast.ts'
import { company } from '../data/company.ts'
import { earlier, instantAt, nextWorkday } from '../hours.ts'
import type { DemoOrder } from '../plan/orders.ts'
import { between, fraction, oneOf } from '../seeded.ts'
import { asOf } from '../telling.ts'
import { isWithoutOrderNumber } from './raise.ts'
import { firstVisit, planned, type Story } from './story.ts'

/** Waits for somebody else, some of it until a day that is known. */
export async function hold({ order, office, say, now }: Story): Promise<void> {
  const at = addMinutes(order.raisedAt, between(`${order.name}/hold`, 8, 28))
  const [reason, cause] = oneOf<[string, HoldCause]>(`${order.name}/why`, [
    ['Waiting for the purchase order', 'approval'],
    ['Customer is away until the end of the week', 'customer'],
    ['Landlord decides on Thursday', 'approval'],
    ['Parts on back order, two weeks', 'parts'],
  ])
  await office(
    'dispatch',
    earlier(at, now),
    say(at, 'hold', {
      reason,
      cause,
      until: fraction(`${order.name}/until`) < 0.5 ? addMinutes(now, between(`${order.name}/days`, 2, 9) * 1440) : null,
    }),
  )
}

/** Called off before anybody set out. */
export async function cancelled(story: Story): Promise<void> {
  const { order, office, say } = story
  const plan = await planned(story, false)
  const at = addMinutes(plan.start, -between(`${order.name}/cancel`, 3, 15))
  const reason = oneOf(`${order.name}/why`, [
    'Customer found the breaker off, works again',
    'Double call, same as the one this morning',
    'Tenant moved out, owner will call',
    'Went to another contractor',
  ])
  await office('dispatch', at, say(at, 'cancel', { reason }))
}

/** When the office looked at it: the next working morning. */
function reviewedAt(order: DemoOrder, finished: Instant): Instant {
  const date = nextWorkday(localDate(finished, company.zone), 1)
  return addMinutes(instantAt(date, '09:10', company.zone), between(`${order.name}/review`, 0, 380))
}

const forReview = new Set<DemoOrder['fate']>(['by_other', 'cancelled_too_late', 'mate_still_there'])

/** Settles what is flagged and approves, if the morning after has been; what is fresh waits for the visitor. */
export async function review(story: Story): Promise<void> {
  const { order, office, say, now, tx } = story
  const work = await story.work()
  const finished = work.visits
    .flatMap((visit) => visit.steps.filter((step) => step.kind === 'finish').map((step) => step.at))
    .at(-1)
  if (!finished || forReview.has(order.fate)) return
  const at = reviewedAt(order, finished)
  if (
    at > now ||
    (order.fate !== 'done' && finished > addMinutes(now, -5 * 1440)) ||
    fraction(`${order.name}/stays`) < 0.03
  )
    return
  const who = fraction(`${order.name}/reviewer`) < 0.7 ? 'dispatch' : 'billing'
  for (const flag of work.flags.filter((one) => !one.settled)) {
    await office(
      who,
      at,
      say(at, 'settle_flag', {
        flag: flag.id,
        note: flag.code === 'requirements_missing' ? 'Called the technician, it was done.' : 'Looked at, in order.',
      }),
    )
  }
  const { version } = await story.work()
  if (order.fate === 'not_billable') {
    const reason = oneOf(`${order.name}/why`, [
      'Our own repair of last month, free of charge',
      'Covered by the service agreement',
      'Goodwill: we came two hours late',
    ])
    await office(who, at, say(at, 'mark_not_billable', { version, reason }))
    return
  }
  if (order.site.customer.purchaseOrder && isWithoutOrderNumber(order, now)) return
  if (fraction(`${order.name}/discount`) < 0.05) {
    await office(
      who,
      at,
      say(at, 'strike_line', { key: `travel_fee/${firstVisit(story)}`, reason: 'Second job at the same stop' }),
    )
  }
  await office(who, at, say(at, 'approve', { version: (await story.work()).version }))
  await draftInvoice(asOf(tx, at, serverActor(orgId)), order.id)
}
