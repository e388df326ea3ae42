import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { addMinutes, type Instant } from '../kit/time.ts'
import type { ScheduledVisit } from './api.ts'

/** What is asked of somebody: the skills of the work, and from when for how long; without a start any time will do. */
export type Needed = { skills: readonly string[]; start: Instant | null; minutes: Minutes; except?: Id | null }
type Person = { id: Id; skills: readonly string[] }
type Taken = Pick<ScheduledVisit, 'id' | 'start' | 'minutes' | 'status' | 'crew'>

export type Fit<V extends Taken> = { visits: V[]; missingSkills: string[]; overlaps: V[] }

/** How a technician fits: what they have on the day, the skills they lack, and the visits that run at the same time. */
export function fitOf<V extends Taken>(person: Person, day: readonly V[], needed: Needed): Fit<V> {
  const visits = day.filter(
    (visit) =>
      visit.id !== needed.except &&
      visit.status !== 'cancelled' &&
      visit.crew.some((member) => member.id === person.id),
  )
  const { start } = needed
  const end = start && addMinutes(start, needed.minutes)
  return {
    visits,
    missingSkills: needed.skills.filter((skill) => !person.skills.includes(skill)),
    overlaps: visits.filter(
      (visit) =>
        visit.status !== 'finished' &&
        visit.start &&
        start &&
        end &&
        visit.start < end &&
        start < addMinutes(visit.start, visit.minutes),
    ),
  }
}
