import { addMinutes, type Instant, localDate, minutesBetween } from '#core/kit/time.ts'
import { closes, instantAt, later } from '../hours.ts'
import { between } from '../seeded.ts'
import type { Draft, Trip } from './orders.ts'

/** The shortest visit that is worth a drive. */
const least = 25

/** Planned no longer than until the site closes. */
export function plannedMinutes({ jobType, site }: Pick<Draft, 'jobType' | 'site'>, start: Instant): number {
  return Math.max(30, Math.min(jobType.minutes, minutesBetween(start, closing(start, site.zone))))
}

const closing = (start: Instant, zone: string) => instantAt(localDate(start, zone), closes, zone)

/**
 * Who is where when: each technician from one visit to the next, a little early or late, never in two places at once
 * and never on site after closing but where `late` says that it took until then.
 */
export function routed(drafts: readonly Draft[], late: (draft: Draft) => Instant | null = () => null): Draft[] {
  const free = new Map<string, Instant>()
  return [...drafts]
    .sort((a, b) => ((a.start ?? '') < (b.start ?? '') ? -1 : 1))
    .map((draft) => {
      const { start, who } = draft
      if (!start) return draft
      const trip = tripOf(draft, start, free.get(who.key), late(draft))
      free.set(who.key, addMinutes(trip.depart, trip.drive + trip.minutes + 4))
      return { ...draft, trip }
    })
}

function tripOf(draft: Draft, start: Instant, free: Instant | undefined, until: Instant | null): Trip {
  const { name, scene, site } = draft
  const drive = between(`${name}/drive`, 12, 38)
  const wanted = addMinutes(start, between(`${name}/punctual`, -7, 16) - drive)
  const depart = free === undefined ? wanted : later(free, wanted)
  const arrived = addMinutes(depart, drive)
  if (until) return { depart, drive, minutes: Math.max(least, minutesBetween(arrived, until)) }
  const most = Math.max(least, minutesBetween(arrived, closing(start, site.zone)) - 3)
  return { depart, drive, minutes: Math.min(between(`${name}/minutes`, ...scene.minutes), most) }
}
