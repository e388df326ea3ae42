import type { Position } from '../kit/fields.ts'
import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { type Piece, problemsOf } from './place.ts'
import { type Moment, openingAt, type Plan } from './plan.ts'
import { neverBy, ofOne } from './suggest.ts'

/** Who could be there at once, leaving what they are at, and what has to wait for it. */
export type FirstThere = { technician: Id; arrives: Moment; travel: Minutes; displaces: Id[] }

/** For an emergency: who works now and has the skills, the first to arrive first; what they have planned does not hold them. */
export function whoIsThereFirst(plan: Plan, piece: Piece, now: Moment): FirstThere[] {
  const found: FirstThere[] = []
  for (const [row, technician] of plan.rows.entries()) {
    const own = ofOne(plan, row, piece)
    if (neverBy(plan, row, own).length > 0) continue
    const travel = plan.travel(whereAt(plan, row, now), piece.place)
    const arrives = now + travel
    const problems = problemsOf(plan, row, { ...own, target: null, window: null, siteOpen: null }, arrives)
    if (problems.some(({ code }) => code === 'absent' || code === 'skill_expired')) continue
    // Whoever is at work, or on call, when they come is sent; that the work lasts longer than their day does not hold them.
    if (!openingAt(technician.open, arrives) && !openingAt(technician.onCall, arrives)) continue
    const displaces = problems.flatMap((problem) =>
      (problem.code === 'overlap' || problem.code === 'travel_after') && problem.visit ? [problem.visit] : [],
    )
    const current = currentVisit(plan, row, now)
    if (current && !displaces.includes(current)) displaces.unshift(current)
    found.push({ technician: technician.technician, arrives, travel, displaces })
  }
  return found.toSorted((a, b) => a.arrives - b.arrives || a.displaces.length - b.displaces.length)
}

function currentVisit(plan: Plan, row: number, now: Moment): Id | null {
  for (let at = plan.first[row] ?? 0; at < (plan.first[row + 1] ?? 0); at++)
    if ((plan.from[at] ?? 0) <= now && now < (plan.to[at] ?? 0)) return plan.ids[at] ?? null
  return null
}

/** By plan: at the visit that is on, else at the last of the day, else at home. */
function whereAt(plan: Plan, row: number, now: Moment): Position | null {
  const technician = plan.rows[row]
  if (!technician) return null
  let place = technician.start
  for (let at = plan.first[row] ?? 0; at < (plan.first[row + 1] ?? 0); at++) {
    if ((plan.from[at] ?? 0) > now) break
    if (now - (plan.to[at] ?? 0) < 12 * 60) place = plan.places[at] ?? place
  }
  return place
}
