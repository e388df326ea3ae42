import { addDays, addMinutes, type Instant, localDate, type LocalDate, type LocalTime } from '#core/kit/time.ts'
import { crew, type CastTechnician, technicianNamed } from '../cast.ts'
import { company } from '../data/company.ts'
import type { DemoJobType } from '../data/job-types.ts'
import { deskDay, instantAt, isWorkday, officeMinutesBefore, workdaysBefore } from '../hours.ts'
import { between, fraction, shuffled } from '../seeded.ts'
import type { Chosen } from './chooser.ts'
import { plannedMinutes, routed } from './itinerary.ts'
import type { Draft, Fate } from './orders.ts'

type Slot = { date: LocalDate; who: CastTechnician; time: LocalTime; first: boolean }

export const slotTimes: LocalTime[] = ['08:15', '10:45', '13:15']
/** Elevators break less often than their technicians would like. */
const slotsADay: Record<string, number> = { ingrid: 2, owen: 1 }

/** The fates of the month beside the plain ones; the rest is done. */
const special: Fate[] = [
  ...Array<Fate>(14).fill('returned'),
  ...Array<Fate>(11).fill('two_technicians'),
  ...Array<Fate>(7).fill('not_billable'),
  ...Array<Fate>(3).fill('on_behalf'),
  ...Array<Fate>(3).fill('unattended'),
  ...Array<Fate>(2).fill('late_part'),
  ...Array<Fate>(9).fill('cancelled'),
  ...Array<Fate>(3).fill('hasty'),
  'refused',
  'refused',
]
/** What only shows while it is fresh: it waits for somebody in the office. */
const fresh: Fate[] = [
  'by_other',
  'cancelled_too_late',
  'hasty',
  'refused',
  'unattended',
  'mate_still_there',
  'by_other',
  'waits_for_parts',
  'waits_for_parts',
  'no_access',
  'waits_for_parts',
  'no_access',
  ...Array<Fate>(14).fill('done'),
]

/** The days before today, the latest the fullest of what still waits for somebody. */
export function pastOrders(now: Instant, count: number, chosen: Chosen): Draft[] {
  const today = localDate(now, company.zone)
  const slots = pastSlots(today)
  const recent = shuffled(
    'recent',
    slots.filter((slot) => slot.date >= addDays(today, -6)),
  )
  const early = slots.filter((slot) => slot.date < addDays(today, -6))
  const some = count < 100 ? [...new Set(special)] : special
  const freshOnes = recent.slice(0, fresh.length).map((slot, index) => ({ slot, fate: fresh[index] ?? 'done' }))
  const other = [...shuffled('early', early), ...recent.slice(fresh.length)]
  const fated = shuffled('past', other).map((slot, index) => ({ slot, fate: some[index] ?? 'done' }))
  const forgotten = { slot: unfinished(today), fate: 'forgotten' as const }
  const taken = new Set<string>()
  const drafts: Draft[] = []
  for (const { slot, fate } of [forgotten, ...freshOnes, ...fated]) {
    if (drafts.length === count) break
    const name = `${slot.date}/${slot.who.key}/${slot.time}`
    if (taken.has(name)) continue
    taken.add(name)
    const draft = pastOrder(name, slot, fate, chosen, today)
    if (draft.scene.minutes[1] > 150) taken.add(`${slot.date}/${slot.who.key}/10:45`)
    drafts.push(draft)
  }
  return routed(drafts)
}

function pastOrder(name: string, slot: Slot, fate: Fate, chosen: Chosen, today: LocalDate): Draft {
  const what = chosen(name, slot.who, {
    again: fate === 'returned' || fate === 'waits_for_parts',
    longest: slot.first ? 300 : 150,
  })
  const start = instantAt(slot.date, slot.time, what.site.zone)
  const raisedAt = raisedBefore(name, start, what.jobType, today)
  return { name, fate, ...what, start, minutes: plannedMinutes(what, start), trip: null, raisedAt, who: slot.who }
}

function pastSlots(today: LocalDate): Slot[] {
  const slots: Slot[] = []
  for (let back = 29; back >= 1; back--) {
    const date = addDays(today, -back)
    const weekend = !isWorkday(date)
    for (const who of crew.filter((one) => one.device !== null)) {
      if (weekend && fraction(`weekend/${date}/${who.key}`) > 0.12) continue
      if (who.key === 'owen' && date >= unfinished(today).date) continue
      const many = weekend ? 1 : (slotsADay[who.key] ?? 3)
      slotTimes.slice(0, many).forEach((time, index) => slots.push({ date, who, time, first: index === 0 }))
    }
  }
  return slots
}

/** The last one of the subcontractor whose phone has not been heard of since: arrived, never ended. */
function unfinished(today: LocalDate): Slot {
  return { date: workdaysBefore(today, 1), who: technicianNamed('owen'), time: '13:15', first: false }
}

/** Breakdowns are raised the same day or the one before, at weekends by whoever is on call; what is due a week ahead. */
function raisedBefore(name: string, start: Instant, { kind }: DemoJobType, today: LocalDate): Instant {
  const first = instantAt(addDays(today, -30), '00:00', company.zone)
  const ahead =
    kind === 'reactive'
      ? between(`${name}/raised`, 35, 190) + (fraction(`${name}/before`) < 0.3 ? deskDay / 2 : 0)
      : between(`${name}/raised`, 2, 8) * deskDay + between(`${name}/hour`, 0, 300)
  const raised = isWorkday(localDate(start, company.zone))
    ? officeMinutesBefore(start, ahead)
    : addMinutes(start, -between(`${name}/call`, 50, 100))
  return raised > first ? raised : addMinutes(start, -between(`${name}/call`, 30, 45))
}
