import { createHash } from 'node:crypto'

/**
 * Virtual time. Whatever a phone waits for (a timer, an answer on the line) is planned here and happens alone: the next
 * thing begins when everything the last one set off has come to rest. So a day passes in a second, and the same seed is
 * the same story.
 */
export type Schedule = {
  /** Milliseconds since 1970, of the simulated world. */
  now: () => number
  /** Runs after some milliseconds unless taken back. */
  plan: (milliseconds: number, run: () => void) => () => void
  /** Work that is really under way, as the server's answer to a request: rest waits for it. */
  busy: <T>(work: Promise<T>) => Promise<T>
  /** Waits until nothing is under way. */
  rest: () => Promise<void>
  /** So much time is gone in which nothing that is planned comes: it comes right after. */
  skip: (milliseconds: number) => void
  /** Milliseconds that were skipped so far. */
  skipped: () => number
  /** Lets so many milliseconds pass; `seen` is called whenever something happened and came to rest. */
  pass: (milliseconds: number, seen: () => Promise<void>) => Promise<void>
}

/** Turns of the event loop without any work under way that count as rest. */
const quietTurns = 3

/** `happened` is called with each thing that was planned and came. */
export function openSchedule(start: number, happened: () => void = () => undefined): Schedule {
  type Planned = { at: number; order: number; run: () => void }
  let now = start
  let order = 0
  let skipped = 0
  let underWay = 0
  const whenQuiet: (() => void)[] = []
  const planned = new Set<Planned>()

  function nextUntil(time: number): Planned | undefined {
    let next: Planned | undefined
    for (const one of planned) {
      if (one.at <= time && (!next || one.at < next.at || (one.at === next.at && one.order < next.order))) next = one
    }
    return next
  }

  const schedule: Schedule = {
    now: () => now,
    plan(milliseconds, run) {
      const one = { at: now + Math.max(0, milliseconds), order: order++, run }
      planned.add(one)
      return () => void planned.delete(one)
    },
    async busy(work) {
      underWay++
      try {
        return await work
      } finally {
        if (--underWay === 0) for (const go of whenQuiet.splice(0)) go()
      }
    },
    async rest() {
      for (let quiet = 0; quiet < quietTurns; quiet = underWay === 0 ? quiet + 1 : 0) {
        // Turning in a circle until the database answers costs a core.
        if (underWay > 0) await new Promise<void>((resolve) => whenQuiet.push(resolve))
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    skip(milliseconds) {
      now += milliseconds
      skipped += milliseconds
    },
    skipped: () => skipped,
    async pass(milliseconds, seen) {
      const until = now + milliseconds
      await schedule.rest()
      for (let next = nextUntil(until); next; next = nextUntil(until)) {
        planned.delete(next)
        now = Math.max(now, next.at)
        next.run()
        happened()
        await schedule.rest()
        await seen()
      }
      now = until
    },
  }
  return schedule
}

/**
 * A browser's own clocks and hashing, as the client uses them, on virtual time, and the server's calendar, which goes on by
 * what is skipped; gives them back at the end.
 */
export function onVirtualTime(schedule: Schedule): () => void {
  const { timeout } = AbortSignal
  const { subtle } = crypto
  const digest = subtle.digest.bind(subtle)
  const calendar = Date
  globalThis.Date = new Proxy(calendar, {
    construct: (target, given: [], as) =>
      Reflect.construct(target, given.length > 0 ? given : [target.now() + schedule.skipped()], as),
    get: (target, key, receiver) =>
      key === 'now' ? () => target.now() + schedule.skipped() : Reflect.get(target, key, receiver),
  })
  AbortSignal.timeout = (milliseconds) => {
    const aborting = new AbortController()
    schedule.plan(milliseconds, () => aborting.abort(new DOMException('Nobody answered in time', 'TimeoutError')))
    return aborting.signal
  }
  // Node hashes on threads of its own, which end in any order.
  Object.defineProperty(subtle, 'digest', {
    configurable: true,
    writable: true,
    value: async (algorithm: string, data: ArrayBuffer | Uint8Array<ArrayBuffer>) => {
      if (algorithm !== 'SHA-256') return digest(algorithm, data)
      const hashed = createHash('sha256').update(new Uint8Array(data)).digest()
      return new Uint8Array(hashed).buffer
    },
  })
  return () => {
    globalThis.Date = calendar
    AbortSignal.timeout = timeout
    Reflect.deleteProperty(subtle, 'digest')
  }
}
