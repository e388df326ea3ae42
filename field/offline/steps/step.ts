import { type Instant, instantFrom } from '#core/kit/time.ts'
import type { Holdings } from '../holdings.ts'
import type { Point } from '../points.ts'
import type { Ports } from '../ports.ts'
import type { Change, Reader, Store } from '../store.ts'
import type { Ways } from '../ways.ts'
import type { Stop } from '../wire.ts'
import type { Heard } from '../writes.ts'

/** What the engine does, in this order; each step ends with what comes next, or with why it cannot go on. */
export type Step = 'pushing' | 'pulling' | 'thumbnails' | 'uploading' | 'copying'
export type Next = Step | 'idle' | Stop

/** What steps work with. */
export type Around = {
  holdings: Holdings
  store: Store
  ports: Ports
  ways: Ways
  /** Writes as long as it is this tab's turn (S27). */
  write: (plan: (rows: Reader) => Promise<Change>) => Promise<Change>
  reached: (point: Point) => Promise<void>
  /** How many pieces of a file the server has, for whoever looks; null once it has the whole. */
  sent: (sha256: string, pieces: number | null) => void
  /** Something was captured meanwhile, or somebody tapped: facts go before bytes. */
  isUrgent: () => boolean
  /** What comes next then. */
  giveWay: () => Next
}

/** What a reply says besides its matter; the offset is measured against the middle of the question. */
export function heardOf(reply: { epoch: string; now: Instant }, asked: number, ports: Ports): Heard {
  const middle = (asked + ports.now()) / 2
  return {
    epoch: reply.epoch,
    offset: Math.round(Date.parse(reply.now) - middle),
    at: instantFrom(ports.now()),
    now: reply.now,
  }
}
