import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from '#ui/client.ts'

function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.status === 401
}

/** An answer from the server does not change by asking again; a network that is away may come back. */
function again(failures: number, error: unknown): boolean {
  return failures < 3 && !(error instanceof Problem && error.status >= 400 && error.status < 500)
}

/** The live stream says when something changed, so what is loaded stays good until then. */
export function makeQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 60_000, gcTime: 10 * 60_000, retry: again, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  })
}
