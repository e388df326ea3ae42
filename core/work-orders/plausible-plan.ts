import type { Instant } from '../kit/time.ts'
import type { Command } from './commands.ts'

/** No plan reaches further: what lies beyond is a slip of the keyboard. */
const earliestPlan = '2000-01-01T00:00:00.000Z'
const yearsAhead = 5

/** The moments of a plan that nobody means: before 2000, or more than five years from now. Facts say what happened and stay as they are. */
export function implausiblePlan(command: Command, now: Instant): { path: string; detail: string }[] {
  const latest = `${Number(now.slice(0, 4)) + yearsAhead}${now.slice(4)}`
  return plannedMoments(command)
    .filter(({ at }) => at !== null && (at < earliestPlan || at > latest))
    .map(({ path }) => ({ path, detail: 'Choose a time after 1999 and at most five years from now.' }))
}

function plannedMoments({ type, body }: Command): { path: string; at: Instant | null }[] {
  switch (type) {
    case 'plan_visit':
    case 'replan_visit':
    case 'reschedule_visit':
      return [
        { path: 'body.start', at: body.start },
        { path: 'body.window.from', at: body.window?.from ?? null },
        { path: 'body.window.to', at: body.window?.to ?? null },
      ]
    case 'hold':
      return [{ path: 'body.until', at: body.until }]
    default:
      return []
  }
}
