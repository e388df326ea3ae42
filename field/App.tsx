import { useEffect, useMemo } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { ErrorState } from '#ui/States.tsx'
import { Button } from '#ui/blocks/Button.tsx'
import { FieldContext, PhoneContext, sayRefusal, useMe, useWatched } from './hooks.ts'
import { afterDrawn } from './offline/after-drawn.ts'
import type { Field } from './offline/field.ts'
import type { WorkerUpdates } from './offline/worker-updates.ts'
import { Pages, SignIn } from './parts.ts'
import { useRoute } from './routes/router.ts'
import { Today } from './today/Today.tsx'

export function App({ field, updates }: { field: Field; updates: WorkerUpdates }) {
  const state = useWatched(field.state)
  const around = useMemo(() => ({ field, updates }), [field, updates])
  switch (state.at) {
    case 'opening':
      return null
    case 'failed':
      return (
        <ErrorState
          title="This phone cannot keep your work"
          code={state.refusal.code}
          action={<Button onClick={() => location.reload()}>Try again</Button>}
        >
          {sayRefusal(state.refusal)} A private window does not allow it; a normal one does.
        </ErrorState>
      )
    case 'signed_out':
      return (
        <FieldContext value={around}>
          <SignIn refusal={state.refusal} />
        </FieldContext>
      )
    case 'ready':
      return (
        <FieldContext value={around}>
          <PhoneContext value={state.phone}>
            <Page />
          </PhoneContext>
        </FieldContext>
      )
  }
}

function Page() {
  const route = useRoute()
  const { member } = useMe()
  useEffect(
    () =>
      afterDrawn(() => {
        Pages.fetch()
        void keepSubscribed(member).catch((error: unknown) => console.error(error))
      }),
    [member],
  )
  return route.page === 'today' ? <Today /> : <Pages route={route} />
}

/** Signed up for notices as before, once there is nothing else to draw. */
async function keepSubscribed(member: Id): Promise<void> {
  const subscribing = await import('./notices/subscribing.ts')
  await subscribing.keepSubscribed(member)
}
