import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { formatMinutes } from '../kit/time.ts'
import type { Board } from './board-api.ts'
import type { Neighbours, PlaceProblem } from './place.ts'
import type { Moment } from './plan.ts'
import type { Slot, WhyNot } from './suggest.ts'

/** What ids and moments are called where the words are read. */
export type Names = {
  /** `WO-10421`: what is planned there. */
  visit: (id: Id) => string
  skill: (id: Id) => string
  technician: (id: Id) => string
  /** A day, in the zone the reader plans in. */
  day: (at: Moment) => string
}

/** What things on a board are called; `day` knows the zone and language of the reader. */
export function namesOn(board: Pick<Board, 'visits' | 'skills' | 'technicians'>, day: Names['day']): Names {
  const visits = new Map(board.visits.map(({ id, reference, title }) => [id, reference || title]))
  const skills = new Map(board.skills.map(({ id, name }) => [id, name]))
  const technicians = new Map(board.technicians.map(({ id, name }) => [id, name]))
  return {
    visit: (id) => visits.get(id) ?? 'another visit',
    skill: (id) => skills.get(id) ?? 'a skill',
    technician: (id) => technicians.get(id) ?? 'Somebody',
    day,
  }
}

const noon: Minutes = 12 * 60

/** How long, in words: `45 min`, `2 h 10 min`. */
const long = (minutes: Minutes) => formatMinutes(minutes)

/** What is wrong with a place, in a few words, as the planner reads them while dragging and as the record keeps them. */
export function problemWords(problem: PlaceProblem, technician: Id, names: Names): string {
  switch (problem.code) {
    case 'overlap':
      return `Overlaps ${names.visit(problem.visit)} by ${long(problem.minutes)}`
    case 'travel_before':
      return problem.visit
        ? `${long(problem.short)} short for the way from ${names.visit(problem.visit)}`
        : `${long(problem.short)} short for the way there`
    case 'travel_after':
      return problem.visit
        ? `${long(problem.short)} short for the way to ${names.visit(problem.visit)}`
        : `${long(problem.short)} short for the way home`
    case 'skill_missing':
      return `${names.technician(technician)} has no ${names.skill(problem.skill)}`
    case 'skill_expired':
      // Until the end of its last day, which is the moment the next begins.
      return `${names.skill(problem.skill)} ends on ${names.day(problem.since - noon)}`
    case 'outside_hours':
      return 'Outside working hours'
    case 'absent':
      return `${names.technician(technician)} is away`
    case 'outside_territory':
      return `Not where ${names.technician(technician)} usually works`
    case 'outside_window':
      return `${long(problem.minutes)} outside the arrival window`
    case 'outside_due_window':
      // A day's middle: a day is the same one to a reader some zones away.
      return problem.early
        ? `Not due before ${names.day(problem.due.from + noon)}`
        : `Was due by ${names.day(problem.due.to - noon)}`
    case 'target_missed':
      return `Misses the target by ${long(problem.minutes)}`
    case 'site_closed':
      return 'The site is closed then'
    case 'technician_refused':
      return `The site does not want ${names.technician(technician)}`
    case 'in_the_past':
      return 'Begins in the past'
    case 'crew_too_small':
      return `Needs ${problem.wanted}, has ${problem.planned}`
    default:
      return never(problem)
  }
}

/** The ways to a place and on from it: `12 min there, 9 min on`, or that nobody knows how far it is. */
export function waysWords({ before, after }: Neighbours): string {
  if (!before?.known && !after?.known) return 'Way unknown'
  const there = before?.known ? `${long(before.travel)} there` : 'Way there unknown'
  const on = after?.known ? `${long(after.travel)} on` : 'way on unknown'
  return `${there}, ${on}`
}

/** Why a place is a good one, the weightiest first: `9 min detour`, `has EPA-608`, `2 h before the target`. */
export function slotWords(slot: Slot, names: Names): string[] {
  return [
    slot.detour === 0 ? 'No detour' : `${long(slot.detour)} detour`,
    ...(slot.preferred ? ['Known at the site'] : []),
    ...(slot.skills.length > 0 ? [`Has ${slot.skills.map(names.skill).join(', ')}`] : []),
    ...slot.mates.map((mate) => mateWords(mate, names)),
    ...targetWords(slot.beforeTarget),
    ...(slot.elsewhere ? ['Not where they usually work'] : []),
  ]
}

/** How a place lies to the days an obligation asks for. */
export function dueWords(due: { from: Moment; to: Moment }, start: Moment, names: Names): string {
  return start < due.to ? `Due by ${names.day(due.to - noon)}` : `Was due by ${names.day(due.to - noon)}`
}

function mateWords({ technician, brings }: Slot['mates'][number], names: Names): string {
  const name = names.technician(technician)
  return brings.length === 0 ? `With ${name}` : `With ${name}, who has ${brings.map(names.skill).join(', ')}`
}

function targetWords(beforeTarget: Minutes | null): string[] {
  if (beforeTarget === null) return []
  if (beforeTarget < 0) return [`Misses the target by ${long(-beforeTarget)}`]
  return [`${long(beforeTarget)} before the target`]
}

/** Why somebody is not suggested. */
export function whyNotWords(why: WhyNot, technician: Id, names: Names): string {
  switch (why.code) {
    case 'no_hours':
      return 'Nobody said when they work'
    case 'not_working':
      return 'Does not work in these days'
    case 'no_gap':
      return 'No gap is long enough'
    case 'no_mate':
      return 'Nobody who makes up the crew is free then'
    case 'dearer':
      return `Five places are better: ${long(why.slot.detour)} detour`
    default:
      return problemWords(why, technician, names)
  }
}

function never(value: never): never {
  throw new Error(`unknown problem ${JSON.stringify(value)}`)
}
