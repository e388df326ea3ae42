import type { UseQueryResult } from '@tanstack/react-query'

type Asked<T> = Pick<UseQueryResult<T>, 'data' | 'isError'>

/** Below a choice whose options could not be loaded; nothing once they are there. */
export function notLoaded(query: Asked<unknown>, what: string): string | undefined {
  return query.isError && query.data === undefined ? `${what} could not be loaded.` : undefined
}

/** What a choice offers, and what stands below it where that could not be loaded: `The technicians`. */
export function offered<T>(query: Asked<{ items: T[] }>, what: string): { items: T[]; error: string | undefined } {
  return { items: query.data?.items ?? [], error: notLoaded(query, what) }
}
