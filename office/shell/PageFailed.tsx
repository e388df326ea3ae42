import { Button } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ErrorState } from '#ui/States.tsx'
import { Problem } from '#ui/client.ts'
import { PageMissing } from './PageMissing.tsx'

/** A page that could not be drawn: says why in a sentence and tries again. */
export function PageFailed({ error }: { error: unknown }) {
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  if (error instanceof Problem && error.status === 404) return <PageMissing />
  return (
    <ErrorState
      title="This page could not be shown"
      code={error instanceof Problem ? error.code : undefined}
      action={
        <Button
          onClick={() => {
            reset()
            void router.invalidate()
          }}
        >
          Try again
        </Button>
      }
    >
      {error instanceof Problem ? error.detail : 'The server cannot be reached, or something is wrong with this page.'}
    </ErrorState>
  )
}
