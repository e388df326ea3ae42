import type { Ports } from './ports.ts'
import type { Stop } from './wire.ts'

const least = 1_000
const longest = 300_000

/** 1 s to 5 min between tries, doubled each time, the half of it by chance: phones of a company do not come back at once (S9). */
export function openBackOff(ports: Ports) {
  let failures = 0
  /** Until when the server asked to be left alone: kept to by everything but a person. */
  let asked = 0
  return {
    /** Milliseconds until the next try. */
    after(stop: Stop): number {
      const [byte = 0] = ports.random(1)
      const full = Math.min(longest, 2 * least * 2 ** failures)
      const pause = Math.round(full * (0.5 + byte / 510))
      failures += 1
      const retryAfter = stop.why === 'busy' ? Math.min(longest, stop.retryAfter ?? 0) : 0
      asked = ports.now() + retryAfter
      return Math.max(pause, retryAfter)
    },
    isAsked: () => ports.now() < asked,
    reset() {
      failures = 0
      asked = 0
    },
  }
}
