import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Problem } from '#ui/client.ts'
import { ErrorState, SkeletonLines } from '#ui/States.tsx'
import { sentenceOf } from './problem.ts'

export type LoadedProps<T> = {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>
  /** What could not be shown: `The schedule could not be shown`. */
  failed: string
  /** The shape of what is coming; lines when left out. */
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}

/** What a query has: its data, the shape of what is coming, or why there is none. Data once there stays on the screen. */
export function Loaded<T>({ query, failed, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (!query.error) return skeleton ?? <SkeletonLines count={6} height="1.5rem" />
  return (
    <ErrorState
      title={failed}
      code={query.error instanceof Problem ? query.error.code : undefined}
      action={<Button onClick={() => void query.refetch()}>Try again</Button>}
    >
      {sentenceOf(query.error)}
    </ErrorState>
  )
}
