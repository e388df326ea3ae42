import type { Id } from '#core/kit/ids.ts'
import { addMinutes, type Instant } from '#core/kit/time.ts'
import { crew, technicianNamed, type CastTechnician } from '../cast.ts'
import { earlier } from '../hours.ts'
import type { Performance } from '../perform.ts'
import type { Album } from '../pictures/album.ts'
import { plannedMinutes } from '../plan/itinerary.ts'
import type { DemoOrder } from '../plan/orders.ts'
import { between, fraction, seededId } from '../seeded.ts'
import type { Telling } from '../telling.ts'

/** One work order and all that is needed to tell it. */
export type Story = Telling & { order: DemoOrder; now: Instant; album: Album }

export const visitId = (order: DemoOrder, number: number): Id =>
  seededId(`visit/${order.name}/${number}`, Date.parse(order.raisedAt))
export const firstVisit = ({ order }: Story): Id => visitId(order, 1)

export type Planned = { visit: Id; start: Instant; crew: CastTechnician[] }

/** Planned when raised or soon after; sent to the phones with it, or in the evening before. */
export async function planned(
  story: Story,
  dispatched: boolean,
  given: Partial<Planned> & { at?: Instant } = {},
): Promise<Planned> {
  const { order, office, say } = story
  const start = given.start ?? order.start
  if (!start) throw new Error(`${order.name} has no start`)
  const visit = given.visit ?? firstVisit(story)
  const crewed =
    given.crew ??
    (order.jobType.crew > 1 && fraction(`${order.name}/pair`) < 0.5 ? [order.who, mateOf(order.who)] : [order.who])
  const at =
    given.at ??
    earlier(addMinutes(order.raisedAt, between(`${order.name}/planned`, 4, 30)), addMinutes(start, -20), story.now)
  const wide = order.jobType.kind === 'reactive' ? 60 : 120
  const window = { from: addMinutes(start, -30), to: addMinutes(start, wide) }
  const plan = say(at, 'plan_visit', {
    visit,
    start,
    minutes: start === order.start ? order.minutes : plannedMinutes(order, start),
    window,
    crew: crewed.map((one) => one.id),
    lead: order.who.id,
  })
  await office('dispatch', at, plan, ...(dispatched ? [say(at, 'dispatch_visit', { visit })] : []))
  return { visit, start, crew: crewed }
}

export function mateOf(who: CastTechnician): CastTechnician {
  const mates = crew.filter(
    (one) =>
      one.key !== who.key &&
      one.zone === who.zone &&
      one.device !== null &&
      one.trades.some((trade) => who.trades.includes(trade)),
  )
  return mates[0] ?? technicianNamed('luis')
}

/** A visit of the technician the work order is for: on the way they were planned, or by a short way to a later one. */
export function usual({ order }: Story, { visit, start }: Planned, more: Partial<Performance> = {}): Performance {
  const { name, who, scene, asset, site, trip } = order
  const [least, most] = scene.minutes
  const again = {
    depart: addMinutes(start, -12),
    drive: 12,
    minutes: Math.min(between(`${name}/minutes`, least, most), 70),
  }
  return {
    name: `${name}/${visit.slice(-4)}`,
    visit,
    who,
    scene,
    asset,
    ...(trip !== null && start === order.start ? trip : again),
    until: 'finished',
    signer: (site.contact ?? site.customer.contact)?.[0] ?? site.customer.name,
    ...more,
  }
}
