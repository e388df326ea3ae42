import type { Body, Contract, Params, Query, Reply } from '#core/kit/contract.ts'
import type { Actor } from '#core/people/abilities.ts'
import type { Services } from './services.ts'
import type { Tx } from './tenant.ts'

/** JSON that is text already: documents are stored as they are sent. */
export class RawJson {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Answer<C extends Contract> = Reply<C> | RawJson

/** One request as a handler sees it, its parts parsed by the contract. */
export type Asked<C extends Contract> = { params: Params<C>; query: Query<C>; body: Body<C> }

/** What a route without a transaction of its own gets besides. */
export type Surroundings = {
  services: Services
  /** Null on public routes only. */
  actor: Actor | null
  requestId: string
  /** Address the request came from. */
  address: string
  /** The session's token, if any. */
  token: string | null
  request: Request
  setHeader: (name: string, value: string) => void
}

export type Route = {
  contract: Contract
  /** Everything but `inTransaction` routes manage their transactions themselves. */
  inTransaction: boolean
  answer: (tx: Tx | null, asked: Asked<Contract>, around: Surroundings) => Promise<unknown>
}

/**
 * A route as nearly all are: the platform has checked session and ability, parsed the request and
 * opened the transaction; the handler loads, authorises, commands and presents.
 */
export function route<C extends Contract>(
  contract: C,
  handle: (tx: Tx, asked: Asked<C>, around: Surroundings) => Promise<Answer<C>>,
): Route {
  return {
    contract,
    inTransaction: true,
    answer: (tx, asked, around) => {
      if (tx === null) throw new Error(`${contract.id} needs a transaction`)
      return handle(tx, asked as Asked<C>, around)
    },
  }
}

/** A route that opens its transactions itself (a phone's push) or needs none (sign-in). */
export function routeWithoutTransaction<C extends Contract>(
  contract: C,
  handle: (asked: Asked<C>, around: Surroundings) => Promise<Answer<C>>,
): Route {
  return {
    contract,
    inTransaction: false,
    answer: (_tx, asked, around) => handle(asked as Asked<C>, around),
  }
}

/** The signed-in actor of a route that is not public. */
export function actorOf(around: Surroundings): Actor {
  if (around.actor === null) throw new Error('a public route has no actor')
  return around.actor
}
