import { addMinutes, dayOfWeek, type Instant, localDate, type LocalDate, type LocalTime } from '#core/kit/time.ts'
import { type CastTechnician, technicianNamed } from '../cast.ts'
import { company } from '../data/company.ts'
import { deskDay, earlier, instantAt, isWorkday, officeMinutesBefore, workdaysBefore } from '../hours.ts'
import { between, fraction } from '../seeded.ts'
import type { Chosen } from './chooser.ts'
import { plannedMinutes, routed } from './itinerary.ts'
import type { Draft, Under } from './orders.ts'

/** Staggered, so that at any time of the day somebody is on the way and somebody on site. */
const rounds: Record<string, LocalTime[]> = {
  luis: ['07:45', '10:00', '13:00', '15:00'],
  tara: ['08:30', '10:45', '13:30', '15:15'],
  marcus: ['08:15', '11:00', '13:15', '15:30'],
  ingrid: ['08:45', '12:30', '14:45'],
  dev: ['08:00', '10:15', '12:45', '15:00'],
  rosie: ['09:00', '11:15', '14:00'],
  owen: ['09:15'],
}
/** Two are on call at a weekend, another two the next. */
const onCall: [string, string][] = [
  ['luis', 'rosie'],
  ['tara', 'dev'],
  ['marcus', 'rosie'],
  ['ingrid', 'dev'],
]
const onCallRounds: Record<number, [LocalTime[], LocalTime[]]> = {
  6: [['09:00', '12:45'], ['10:15']],
  7: [['10:00'], ['13:00']],
}
/** Today's late one: promised for the afternoon, done when it was done. */
const lateOne = { key: 'marcus', round: 3, ends: '18:05' as LocalTime }

/** Of somebody whose phone has been left at home nothing of today is known. */
const unheard = 'owen'

/** Today as it is at `now`: what should be over is, what should be under way is, and the rest is still to come. */
export function todaysOrders(now: Instant, chosen: Chosen): Draft[] {
  const date = localDate(now, company.zone)
  const drafts = plansFor(date).flatMap(({ who, times }) =>
    times.map((time, index) => visit(`today/${who.key}/${index}`, who, date, time, now, chosen)),
  )
  const late = ({ name, site }: Draft) =>
    isWorkday(date) && name === `today/${lateOne.key}/${lateOne.round}`
      ? instantAt(date, lateOne.ends, site.zone)
      : null
  return [...routed(drafts, late).map((draft) => asItIs(draft, now)), madeOnPhone(now, chosen)]
}

function plansFor(date: LocalDate): { who: CastTechnician; times: LocalTime[] }[] {
  const plan = (key: string, times: LocalTime[]) => ({ who: technicianNamed(key), times })
  const weekend = onCallRounds[dayOfWeek(date)]
  if (!weekend) return Object.entries(rounds).map(([key, times]) => plan(key, times))
  const saturday = dayOfWeek(date) === 6 ? date : workdaysBefore(date, 1)
  const pair = onCall[Math.floor(Date.parse(saturday) / 604_800_000) % onCall.length]
  return (pair ?? []).map((key, index) => plan(key, weekend[index] ?? []))
}

function visit(
  name: string,
  who: CastTechnician,
  date: LocalDate,
  time: LocalTime,
  now: Instant,
  chosen: Chosen,
): Draft {
  const what = chosen(name, who, { longest: time <= '08:00' ? 85 : 110, reactive: !isWorkday(date) })
  // A day is thought of on its technician's clock; over the border it is an hour earlier or later, still within hours.
  const start = instantAt(date, time, who.zone)
  return {
    name,
    fate: 'today_next',
    ...what,
    start,
    minutes: plannedMinutes(what, start),
    trip: null,
    raisedAt: raisedFor(name, start, what.jobType.kind === 'reactive', now),
    who,
  }
}

/** Breakdowns come in on the day, by whoever is on call too; what is due has been planned since last week. */
function raisedFor(name: string, start: Instant, reactive: boolean, now: Instant): Instant {
  const ahead = reactive
    ? between(`${name}/raised`, 50, 240)
    : between(`${name}/raised`, 3, 8) * deskDay + between(`${name}/hour`, 0, 300)
  const onTheDay = addMinutes(start, -between(`${name}/call`, 50, 100))
  if (!isWorkday(localDate(start, company.zone)) && onTheDay < now) return onTheDay
  return officeMinutesBefore(earlier(start, now), ahead)
}

/** Minutes before setting out in which somebody looks at what is next and accepts it. */
const acceptsWithin = 25

function asItIs(draft: Draft, now: Instant): Draft {
  const { trip, who, name } = draft
  if (!trip || who.key === unheard) return draft
  const arrived = addMinutes(trip.depart, trip.drive)
  const onSite = (Date.parse(now) - Date.parse(arrived)) / 60_000
  // Signed and handed in takes a moment more.
  if (onSite >= trip.minutes + 2) return { ...draft, fate: 'today_done' }
  const waits = onSite > 35 && fraction(`${name}/waits`) < 0.35
  const under: Under | null =
    onSite >= 1
      ? waits
        ? 'paused'
        : 'on_site'
      : trip.depart <= now
        ? 'travelling'
        : addMinutes(trip.depart, -acceptsWithin) <= now
          ? 'accepted'
          : null
  return under === null ? draft : { ...draft, fate: 'today_now', now: under }
}

/** Raised by a technician for somebody nobody knew, late on the working day before. */
function madeOnPhone(now: Instant, chosen: Chosen): Draft {
  const name = 'today/phone'
  const who = technicianNamed('marcus')
  const raisedAt = instantAt(workdaysBefore(localDate(now, company.zone), 1), '15:35', who.zone)
  const what = chosen(name, who, { only: 'leak-joint', longest: 200 })
  return { name, fate: 'made_on_phone', ...what, start: null, minutes: 60, trip: null, raisedAt, who }
}
