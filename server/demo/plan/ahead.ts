import { addDays, type Instant, localDate, type LocalDate, type LocalTime } from '#core/kit/time.ts'
import { crew, type CastTechnician, technicianNamed } from '../cast.ts'
import { company } from '../data/company.ts'
import { deskDay, instantAt, isWorkday, nextWorkday, officeMinutesBefore } from '../hours.ts'
import { between, shuffled } from '../seeded.ts'
import type { Chosen } from './chooser.ts'
import { plannedMinutes } from './itinerary.ts'
import { slotTimes } from './month.ts'
import type { Draft, Fate } from './orders.ts'

/** Who could take it, how many office minutes ago it was raised, what it waits for. */
const waiting: [who: string, ago: number, fate: Fate][] = [
  ['rosie', 28, 'open'],
  ['luis', 55, 'open'],
  ['tara', 95, 'open'],
  ['dev', 150, 'open'],
  ['marcus', 500, 'open'],
  ['ingrid', 590, 'open'],
  ['luis', 760, 'open'],
  ['rosie', 1100, 'open'],
  ['tara', 2 * deskDay, 'held'],
  ['marcus', 4 * deskDay, 'held'],
  ['dev', 6 * deskDay, 'held'],
  ['luis', 9 * deskDay, 'held'],
]

/** Raised, without a visit. */
export function openOrders(now: Instant, chosen: Chosen): Draft[] {
  return waiting.map(([key, ago, fate], index): Draft => {
    const name = `waiting/${index}`
    const who = technicianNamed(key)
    const what = chosen(name, who, { reactive: index < 4, planned: index > 1, longest: 300 })
    const raisedAt = officeMinutesBefore(now, ago)
    return { name, fate, ...what, start: null, minutes: what.jobType.minutes, trip: null, raisedAt, who }
  })
}

/** The working day after today, nearly full and on the phones already. */
export function nextDay(now: Instant, chosen: Chosen): Draft[] {
  const date = nextWorkday(localDate(now, company.zone))
  const many: Record<string, number> = { ingrid: 2, owen: 1 }
  return crew
    .filter((one) => one.device !== null)
    .flatMap((who) =>
      slotTimes
        .slice(0, many[who.key] ?? 3)
        .map((time, index) => ahead('next_day', { date, who, time }, now, chosen, index === 0 ? 160 : 150)),
    )
}

/** Here and there in the days after that. */
export function plannedOrders(now: Instant, count: number, chosen: Chosen): Draft[] {
  const from = nextWorkday(localDate(now, company.zone))
  const slots: Slot[] = []
  for (let days = 1; days <= 8; days++) {
    const date = addDays(from, days)
    if (!isWorkday(date)) continue
    for (const who of crew.filter((one) => one.device !== null))
      for (const time of slotTimes) slots.push({ date, who, time })
  }
  return shuffled('planned', slots)
    .slice(0, count)
    .map((slot) => ahead('planned', slot, now, chosen, slot.time === '08:15' ? 300 : 150))
}

type Slot = { date: LocalDate; who: CastTechnician; time: LocalTime }

function ahead(fate: Fate, { date, who, time }: Slot, now: Instant, chosen: Chosen, longest: number): Draft {
  const name = `${fate}/${date}/${who.key}/${time}`
  const what = chosen(name, who, { longest, planned: true })
  const start = instantAt(date, time, what.site.zone)
  const raisedAt = officeMinutesBefore(now, between(`${name}/raised`, 70, 7 * deskDay))
  return { name, fate, ...what, start, minutes: plannedMinutes(what, start), trip: null, raisedAt, who }
}
