import { useSuspenseQuery } from '@tanstack/react-query'
import type { Ability } from '#core/people/abilities.ts'
import { type Me, sessionApi } from '#core/people/session-api.ts'
import { ask } from './ask.ts'

export function askMe() {
  return ask(sessionApi.me, {})
}

/** Who is signed in; the shell has loaded it before any page is drawn. */
export function useMe(): Me {
  return useSuspenseQuery({ ...askMe(), staleTime: Number.POSITIVE_INFINITY }).data
}

export function useMay(ability: Ability): boolean {
  return useMe().actor.abilities.includes(ability)
}
