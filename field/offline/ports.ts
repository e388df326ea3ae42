import type { Id } from '#core/kit/ids.ts'
import { uuidv7 } from '#core/kit/ids.ts'
import { type Instant, instantFrom } from '#core/kit/time.ts'
import type { Journal } from './journal/journal.ts'
import type { Point } from './points.ts'

/** Why the engine looks again. A person's `tap` or sign-in waits for nothing; the others keep to a server's Retry-After. */
export type Wake = 'opened' | 'capture' | 'timer' | 'online' | 'visible' | 'tap' | 'live' | 'signed_in'

/** What the engine and the phone need of the outside; tests bring their own network, clock and locks. */
export type Ports = {
  fetch: typeof fetch
  /** Milliseconds since 1970 by the device's clock. */
  now: () => number
  /** Monotonic milliseconds of this page, with the life they belong to (S12). */
  mono: () => number
  life: string
  random: (bytes: number) => Uint8Array
  /** Runs after some milliseconds unless cancelled. */
  later: (milliseconds: number, run: () => void) => () => void
  /** Runs once what was just opened has been drawn: nobody waits for the network to see their day. At once where nothing is drawn. */
  afterDrawn?: (run: () => void) => void
  /** Calls back when the network comes back, the page becomes visible, or the server says something changed. */
  wakes: (wake: (reason: Wake) => void) => () => void
  isVisible: () => boolean
  /**
   * Runs alone among all tabs, or not at all: null when another tab is at it. `steal` takes over from one that shows no life
   * any more; that one goes on until it looks at its turn (S27).
   */
  alone: <T>(name: string, run: () => Promise<T>, steal?: boolean) => Promise<T | null>
  /** Bytes the app may still keep, as the browser says; null where it does not (S31). */
  free?: () => Promise<number | null>
  /** The second copy of what is only here; null, or nothing, where the browser has no files for it. */
  journal?: () => Promise<Journal | null>
  /** Where a test may end the phone's life, between any two steps that wait; nothing on a real phone. */
  reached?: (point: Point) => Promise<void> | void
  /** Where an error goes that no screen waits for. */
  report: (error: unknown) => void
  /** Tells other tabs of a change, and calls back on theirs. */
  tabs: (database: string, changed: () => void) => { tell: () => void; close: () => void }
}

export function newId(ports: Ports): Id {
  return uuidv7(ports.now(), ports.random(10))
}

export function nowOf(ports: Pick<Ports, 'now'>): Instant {
  return instantFrom(ports.now())
}
