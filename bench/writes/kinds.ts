import { newId } from '#server/platform/ids.ts'
import { Problem } from '../support/api.ts'
import type { Company, Phone } from '../support/company.ts'

export const clients = 8
export const each = 2

/** One client's turn in one round; `mark` is a text no other turn has. */
export type Turn = { client: number; round: number; phone: Phone; mark: string }

/** What was counted beside done and failed. */
export type Tally = { retries: number; refused: number }

/** A request that is ready to go: everything it needs is there. */
export type Request = (tally: Tally) => Promise<unknown>
type Turns = (turn: Turn) => Request | Promise<Request>

/**
 * One writing request, prepared turn by turn. `own`: every turn has objects of its own; `shared`: the clients of a
 * round act on one and the same object.
 */
export type Write = { own?: Turns; shared?: Turns }
export type Entry = (company: Company) => Write

/** One of something for all clients of a round, made by whoever comes first. */
export function aRound<T>(make: (round: number) => Promise<T>): (turn: Turn) => Promise<T> {
  const made = new Map<number, Promise<T>>()
  return ({ round }) => {
    const known = made.get(round) ?? make(round)
    made.set(round, known)
    return known
  }
}

/** The same request by everybody about something of their own, and by all about one thing. */
export function about<T>(
  make: (company: Company, phone: Phone) => Promise<T>,
  act: (company: Company, it: T, turn: Turn) => Request,
): Entry {
  return (company) => {
    const one = aRound(() => make(company, company.seeder))
    return {
      own: async (turn) => act(company, await make(company, turn.phone), turn),
      shared: async (turn) => act(company, await one(turn), turn),
    }
  }
}

/** An id to make something under: of one's own, or the same for all, as when a request is sent again. */
export const anId = () => Promise.resolve(newId())

const mostRetries = 50

/** An edit with the version its editor saw; answered 409 with the row as it is now, it goes again with that version. */
export async function edited(
  tally: Tally,
  version: number,
  send: (version: number) => Promise<unknown>,
): Promise<void> {
  let seen = version
  for (let tries = 0; ; tries++) {
    try {
      await send(seen)
      return
    } catch (error) {
      const current = error instanceof Problem && error.code === 'changed_meanwhile' ? error.currentVersion : null
      if (current === null || tries >= mostRetries) throw error
      tally.retries++
      seen = current
    }
  }
}

/** A request whose meant answer for all but the first, or for everybody, is a refusal with one of these codes. */
export async function orRefused(tally: Tally, codes: readonly string[], request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (error) {
    if (!(error instanceof Problem) || !codes.includes(error.code)) throw error
    tally.refused++
  }
}
