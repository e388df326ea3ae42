import { type Instant, instantFrom } from '#core/kit/time.ts'
import { openBackOff } from './back-off.ts'
import { type Copying, openCopying } from './copying.ts'
import type { Holdings } from './holdings.ts'
import { openValue, type Watched } from './live.ts'
import type { Ports, Wake } from './ports.ts'
import { partsLeftForFacts, withRoom } from './room.ts'
import { openFetching } from './steps/fetching.ts'
import { openHandingIn } from './steps/handing-in.ts'
import type { Around, Next, Step } from './steps/step.ts'
import { openThumbnails } from './steps/thumbnails.ts'
import { openUploading } from './steps/uploading.ts'
import type { Plan, Store } from './store.ts'
import { type MyTurn, openTurns, Robbed } from './turns.ts'
import type { EngineView } from './views/outbox.ts'
import type { Connection } from './views/types.ts'
import type { Ways } from './ways.ts'
import type { Stop } from './wire.ts'
import { changeMeta } from './writes.ts'

/**
 * Hands in what was captured and fetches what the phone should hold.
 *
 *   idle ──wake──▶ pushing ──none left──▶ pulling ──complete──▶ thumbnails ──▶ uploading ──none left──▶ copying ──▶ idle
 *                     ▲ │                    ▲ │                                  │
 *                     └─┘ a batch left       │ └ captured meanwhile: pushing      │
 *                                            └────────────────────────────────────┘ sent: what the record says of it
 *   any of them ──stop──▶ waiting (1 s to 5 min, jittered) ──timer, online, visible, sign-in, tap──▶ pushing
 *   any of them ──robbed by another tab──▶ idle
 *
 * Nothing leaves the queue but by an outcome of the server, and nothing is shown as on record but by a pull. Without a
 * session, or for a member who is not signed in here now, it hands in by the device's key and reads nothing.
 */
export type EngineState = { at: 'idle' } | { at: Step } | { at: 'waiting'; until: Instant; stop: Stop }

export type Engine = {
  state: Watched<EngineState>
  connection: Watched<Connection>
  /** Pieces the server has of files that are under way. */
  sending: Watched<ReadonlyMap<string, number>>
  /** For the status the screens show. */
  view: () => EngineView
  wake: (reason: Wake) => void
  /** Resolves when nothing is under way. */
  settled: () => Promise<void>
  close: () => void
}

export type EngineSetup = {
  database: string
  holdings: Holdings
  store: Store
  ports: Ports
  ways: Ways
  handsInOnly?: boolean
}

/** Looks again this often when nothing else happens: while somebody looks, and while nobody does. */
const lookAgain = { visible: 60_000, hidden: 300_000 }
/** Of two that come in the middle of a run the one that can do more is kept. */
const strength: Record<Wake, number> = {
  live: 0,
  timer: 1,
  capture: 2,
  opened: 3,
  visible: 4,
  online: 5,
  signed_in: 6,
  tap: 7,
}
/** What a server asked for is kept to by everything but a person, and by the time it asked for itself. */
const passesRetryAfter = new Set<Wake>(['tap', 'signed_in', 'timer'])
/** What ends a wait for the next try: also one that begins only after it came. */
const endsWaits = new Set<Wake>(['tap', 'signed_in', 'online', 'visible'])
/** What says no to a pull says nothing to what is handed in; no network, or a server that asks to be left alone, does. */
const handsInAllTheSame = new Set<Stop['why']>(['no_session', 'problem', 'too_large'])
/** Another tab is at it: looked at again this soon, to go on when it is done or shows no life any more. */
const soon = 2_000

export function openEngine({ database, holdings, store, ports, ways, handsInOnly = false }: EngineSetup): Engine {
  const state = openValue<EngineState>({ at: 'idle' })
  const connection = openValue<Connection>({ at: 'unasked' })
  const sending = openValue<ReadonlyMap<string, number>>(new Map())
  const backOff = openBackOff(ports)
  const room = { holdings, store, ports }
  const small = (plan: Plan) => withRoom(room, () => store.change(plan), partsLeftForFacts)
  const turns = openTurns({ ...store, change: small }, ports)
  let turn: MyTurn | null = null
  /** Why nothing can be read in this run, though what was captured is handed in. */
  let unread: Stop | null = null
  let underWay: Promise<void> | null = null
  let again: Wake | null = null
  let stealsTurn = false
  let stopTimer = () => {}
  let closed = false

  const around: Around = {
    holdings,
    store,
    ports,
    ways,
    write: (plan) => withRoom(room, () => holdings.change(turn ? turn.guard(plan) : plan), partsLeftForFacts),
    reached: async (point) => ports.reached?.(point),
    sent(sha256, pieces) {
      const { [sha256]: _, ...others } = Object.fromEntries(sending.get())
      sending.set(new Map(Object.entries(pieces === null ? others : { ...others, [sha256]: pieces })))
    },
    isUrgent: () => closed || again === 'tap' || handingIn.isLeft(),
    giveWay: () => (handingIn.isLeft() && !closed ? 'pushing' : 'idle'),
  }
  const handingIn = openHandingIn(around)
  const fetching = openFetching(around, handingIn)
  const copying: Copying = openCopying(around)
  const steps: Record<Step, () => Promise<Next>> = {
    pushing: handingIn.push,
    pulling: fetching.pull,
    thumbnails: openThumbnails(around),
    uploading: openUploading(around),
    copying: copy,
  }

  /** What the office put here is copied once everything else is done, and gives way to what is captured meanwhile. */
  async function copy(): Promise<Next> {
    connection.set({ at: 'online' })
    const done = await copying.copyNext()
    await around.reached('copy_done')
    if (done === 'none') return 'idle'
    if (done !== 'more') return done
    return again === null ? 'copying' : 'idle'
  }

  /**
   * Who may not read, or under whose pull the server breaks, goes on with what they may hand in, and stops where reading
   * would come next.
   */
  function following(next: Next): Next {
    if (isStop(next)) {
      if (state.get().at !== 'pulling' || !handsInAllTheSame.has(next.why)) return next
      unread = next
      return 'thumbnails'
    }
    if (!handsInOnly && unread === null) return next
    if (next === 'pulling') return state.get().at === 'pushing' ? 'thumbnails' : (unread ?? 'idle')
    return next === 'copying' ? (unread ?? 'idle') : next
  }

  async function run(): Promise<true> {
    state.set({ at: 'pushing' })
    turn = await turns.take()
    await around.reached('turn_taken')
    if (turn.nextDseq !== holdings.meta().nextDseq) await holdings.reload()
    unread = null
    try {
      let next: Next = 'pushing'
      while (!closed && !isStop(next) && next !== 'idle') {
        state.set({ at: next })
        const came = await steps[next]()
        // A push that goes on, or bytes that lead to a pull, changed what the server holds.
        if ((next === 'pushing' && came === next) || (next === 'uploading' && came === 'pulling')) fetching.expectNews()
        next = following(came)
      }
      // What was used of the room for facts is put back when something went.
      if (!closed) await store.reserve.make().catch(ports.report)
      await around.reached('reserve_put_back')
      if (isStop(next)) await wait(next)
      else {
        if (!handsInOnly) connection.set({ at: 'online' })
        rest()
      }
    } catch (error) {
      if (!(error instanceof Robbed)) throw error
      // The other tab has it now; what it wrote is on the disk.
      await holdings.reload()
      rest()
    } finally {
      turn.end()
      turn = null
    }
    return true
  }

  function rest(): void {
    backOff.reset()
    state.set({ at: 'idle' })
    wakeIn(ports.isVisible() ? lookAgain.visible : lookAgain.hidden)
  }

  async function wait(stop: Stop): Promise<void> {
    fetching.breakOff()
    connection.set(connectionAfter(stop))
    if (stop.why === 'no_session' && !holdings.meta().needsSignIn) await around.write(changeMeta({ needsSignIn: true }))
    await around.reached('waiting')
    const pause = backOff.after(stop)
    state.set({ at: 'waiting', until: instantFrom(ports.now() + pause), stop })
    wakeIn(pause)
  }

  function wakeIn(milliseconds: number): void {
    stopTimer()
    if (!closed) stopTimer = ports.later(milliseconds, () => wake('timer'))
  }

  function wake(reason: Wake): void {
    if (closed) return
    if (underWay) {
      again = stronger(again, reason)
      if (reason === 'capture' || reason === 'tap') copying.interrupt()
      return
    }
    if (backOff.isAsked() && !passesRetryAfter.has(reason)) return
    if (reason !== 'capture' && reason !== 'live') handingIn.offerAll()
    if (reason === 'tap') copying.tryAll()
    stopTimer()
    underWay = ports
      .alone(`${database}:network`, run, stealsTurn)
      .then(async (ran) => {
        stealsTurn = ran === null && (await turns.isSilent())
        if (ran !== null) return
        // Another tab is at it, and tells what it wrote; one that tells nothing was frozen there.
        state.set({ at: 'idle' })
        wakeIn(soon)
      })
      .catch((error: unknown) => {
        // The phone itself could not write or read: nothing was lost, and it is tried again.
        if (closed) return undefined
        ports.report(error)
        return wait({ why: 'problem', code: 'phone_storage', status: 0 })
      })
      .catch(ports.report)
      .finally(() => {
        underWay = null
        const next = again
        again = null
        if (next !== null && (endsWaits.has(next) || state.get().at !== 'waiting')) wake(next)
      })
  }

  const stopListening = ports.wakes(wake)
  return {
    state,
    connection,
    sending,
    view() {
      const now = state.get()
      return {
        doing: now.at === 'thumbnails' ? 'uploading' : now.at,
        nextTry: now.at === 'waiting' ? now.until : null,
        isBusy: now.at === 'waiting' && now.stop.why === 'busy',
        connection: connection.get(),
        sending: sending.get(),
        handsIn: ways.handsIn.get(),
      }
    },
    wake,
    async settled() {
      while (underWay) await underWay
    },
    close() {
      closed = true
      stopTimer()
      stopListening()
      copying.interrupt()
    },
  }
}

function stronger(one: Wake | null, other: Wake): Wake {
  return one !== null && strength[one] > strength[other] ? one : other
}

function isStop(next: Next): next is Stop {
  return typeof next !== 'string'
}

function connectionAfter(stop: Stop): Connection {
  switch (stop.why) {
    case 'offline':
      return { at: 'offline' }
    case 'no_session':
      return { at: 'no_session' }
    case 'busy':
      return { at: 'problem', code: 'unavailable' }
    case 'too_large':
      return { at: 'problem', code: 'too_large' }
    case 'problem':
      return { at: 'problem', code: stop.code }
  }
}
