import { type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Call, Contract, Reply } from '#core/kit/contract.ts'
import { type Id, uuidv7 } from '#core/kit/ids.ts'
import { call } from './client.ts'

/** A question to the API as a query: its key begins with the contract's id, which `freshness.ts` goes by. */
export function ask<C extends Contract>(contract: C, sent: Call<C>) {
  return queryOptions<Reply<C>>({ queryKey: [contract.id, sent], queryFn: () => call(contract, sent) })
}

/** The start of the keys of every question asked with a contract, whatever was sent. */
export function keyOf(contract: Contract): QueryKey {
  return [contract.id]
}

/** An id for what is made here: a work order, a command, a customer. */
export function newId(): Id {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}
