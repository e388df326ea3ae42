import { type Instant, millisecondsOf, parseInstant } from '../kit/time.ts'
import type { Envelope } from './envelope.ts'

/** What a device's clocks said when it captured something (S12). */
export type Clock = Envelope['at']

/** Less than this is how clocks are kept right; more is somebody's hand, or a broken clock. */
const tolerance = 60_000

/**
 * How far the wall clock was moved between two captures of one page, in milliseconds; null where nothing says so. The
 * monotonic clock never runs fast, so a wall clock that gained less than it was set back. But it may stand still while
 * the phone sleeps, which looks like a wall clock set forward: that takes a second witness, a measured offset that moved
 * as far or a capture that lies in the server's future.
 */
export function clockStep(before: Clock | null, after: Clock, heard: Instant): number | null {
  if (before === null || before.life !== after.life) return null
  const [from, to] = [parseInstant(before.wall), parseInstant(after.wall)]
  if (from === null || to === null) return null
  const step = millisecondsOf(to) - millisecondsOf(from) - (after.mono - before.mono)
  if (step < -tolerance) return step
  if (step <= tolerance) return null
  const isMeasured = before.offset !== null && after.offset !== null && before.offset - after.offset > tolerance
  const isAhead = millisecondsOf(to) - millisecondsOf(heard) > tolerance
  return isMeasured || isAhead ? step : null
}
