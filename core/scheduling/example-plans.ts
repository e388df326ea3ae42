import type { Position } from '../kit/fields.ts'
import { millisecondsOf } from '../kit/time.ts'
import type { Piece } from './place.ts'
import type { Moment, PlanRow, PlanVisit } from './plan.ts'

/** Of Monday, 23 November 2026, in UTC. */
export const at = (time: string): Moment => millisecondsOf(`2026-11-23T${time}:00.000Z`) / 60_000
/** On a line on which a hundredth of a degree is a minute. */
export const km = (minutes: number): Position => ({ lat: 0, lon: minutes / 100 })
export const travel = (a: Position, b: Position) => Math.round(Math.abs(a.lon - b.lon) * 100)

export const person = (technician: string, more: Partial<PlanRow> = {}): PlanRow => ({
  technician,
  skills: new Map([['Boilers', null]]),
  open: Int32Array.of(at('07:00'), at('16:00')),
  hoursKnown: true,
  away: new Int32Array(),
  onCall: new Int32Array(),
  start: more.home ?? km(0),
  home: km(0),
  territories: new Set(),
  ...more,
})
export const visit = (id: string, technician: string, from: string, to: string, where: number): PlanVisit => ({
  id,
  technician,
  from: at(from),
  to: at(to),
  place: km(where),
})
export const boiler: Piece = {
  visit: null,
  minutes: 60,
  place: km(20),
  skills: ['Boilers'],
  crewSize: 1,
  window: null,
  due: null,
  target: null,
  siteOpen: null,
  refused: new Set(),
  preferred: new Set(),
  territory: null,
  urgent: false,
  now: null,
}
