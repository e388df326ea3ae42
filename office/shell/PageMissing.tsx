import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '#ui/States.tsx'
import { useTitle } from '../kit/title.ts'

/** No such page, or an id that is not there or not yours: the same words for all. */
export function PageMissing() {
  useTitle('Not found')
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is nothing here under this address"
        action={
          <Button component={Link} to="/">
            Go to Today
          </Button>
        }
      >
        The address may have a slip in it. The search finds everything by number or name.
      </EmptyState>
    </>
  )
}
