import { useQuery } from '@tanstack/react-query'
import { peopleApi } from '#core/people/api.ts'
import { ask } from './ask.ts'

/** The organization's own country, which addresses leave out; empty until it is known. */
export function useHome(): string {
  return useQuery({ ...ask(peopleApi.readOrganization, {}), staleTime: Number.POSITIVE_INFINITY }).data?.country ?? ''
}
