import { addMinutes, type Instant, localDate } from '#core/kit/time.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { contactId, customerId, jobTypeId, phoneNumber } from '../cast.ts'
import { towns } from '../data/customers.ts'
import type { DemoOrder } from '../plan/orders.ts'
import { sectionsOf, tasksOf } from '../rows.ts'
import { between, fraction } from '../seeded.ts'
import type { Story } from './story.ts'

/** The call, as the dispatcher typed it. */
export async function raise({ order, office, say, now }: Story): Promise<void> {
  const { site, scene, jobType, asset, priority, raisedAt, name } = order
  const { customer } = site
  const spoken = site.contact ?? customer.contact
  const requestedAt = addMinutes(raisedAt, -between(`${name}/asked`, 2, 25))
  const hasOrderNumber = customer.purchaseOrder && !isWithoutOrderNumber(order, now)
  const body: CommandBody<'raise'> = {
    details: {
      customer: customerId(customer),
      site: site.id,
      assets: asset ? [asset.id] : [],
      contact: spoken
        ? {
            id: contactId(customer, site),
            name: spoken[0],
            phone: phoneNumber(
              `${customer.key}/${spoken[0]}`,
              towns[site.contact ? site.town : (customer.sites[0]?.town ?? site.town)].area,
            ),
          }
        : null,
      kind: jobType.kind,
      priority,
      title: scene.title,
      description: scene.asked,
      jobType: jobTypeId(jobType),
      requestedAt,
      targetAt: targetOf(order, now),
      reference:
        customer.account && fraction(`${name}/reference`) < 0.4
          ? `${customer.key.slice(0, 2).toUpperCase()}-${between(`${name}/theirs`, 20_000, 29_999)}`
          : '',
      accessNotes: '',
    },
    money: {
      purchaseOrder: hasOrderNumber ? `PO-${between(`${name}/po`, 41_000, 48_999)}` : '',
      notToExceed: customer.key === 'beargrass' ? 75_000 : null,
    },
    reported: null,
    zone: site.zone,
    tasks: tasksOf(jobType),
    sections: sectionsOf(jobType),
    formVersion: 1,
    requires: { signOff: jobType.signOff, photosBefore: jobType.photosBefore, photosAfter: jobType.photosAfter },
    provisional: null,
    origin: 'office',
    at: requestedAt,
  }
  await office('dispatch', raisedAt, say(raisedAt, 'raise', body))
}

/** As the priority says; what was agreed for another day, or for later, has the target that was agreed. */
function targetOf({ fate, start, jobType, raisedAt, site }: DemoOrder, now: Instant): Instant | null {
  if (fate === 'held') return addMinutes(now, 12 * 1440)
  if (start === null) return null
  if (fate === 'planned' || fate === 'next_day' || jobType.kind !== 'reactive') return addMinutes(start, 3 * 1440)
  const onTheDay = localDate(raisedAt, site.zone) === localDate(start, site.zone)
  return onTheDay ? null : addMinutes(start, 240)
}

/** What was done in a hurry this week still owes the customer’s number. */
export function isWithoutOrderNumber({ fate, raisedAt }: DemoOrder, now: Instant): boolean {
  return fate === 'hasty' && raisedAt > addMinutes(now, -6 * 1440)
}
