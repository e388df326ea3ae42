import type { Instant } from '#core/kit/time.ts'
import type { Tx } from '#server/platform/tenant.ts'
import type { Album } from './pictures/album.ts'
import type { DemoOrder } from './plan/orders.ts'
import { fraction } from './seeded.ts'
import { cancelled, hold } from './story/desk.ts'
import { madeOnPhone } from './story/on-the-spot.ts'
import { raise } from './story/raise.ts'
import { planned, type Story } from './story/story.ts'
import { forgotten, noAccess, returned, underWay, waitsForParts, worked } from './story/visits.ts'
import { telling } from './telling.ts'

/** Tells one work order from its first call to where it stands now. All in one transaction: it is there whole or not at all. */
export async function tell(tx: Tx, album: Album, order: DemoOrder, now: Instant): Promise<void> {
  const story: Story = { order, now, album, ...telling(tx, order.id, order.name, order.number) }
  if (order.fate === 'made_on_phone') return madeOnPhone(story)
  await raise(story)
  switch (order.fate) {
    case 'open':
      return
    case 'held':
      return hold(story)
    case 'cancelled':
      return cancelled(story)
    case 'planned':
      return void (await planned(story, fraction(`${order.name}/dispatched`) < 0.45))
    case 'next_day':
    case 'today_next':
      return void (await planned(story, true))
    case 'today_now':
      return underWay(story)
    case 'forgotten':
      return forgotten(story)
    case 'waits_for_parts':
      return waitsForParts(story)
    case 'no_access':
      return noAccess(story)
    case 'returned':
      return returned(story)
    default:
      return worked(story)
  }
}
