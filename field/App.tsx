import { useEffect, useMemo } from 'react'
import { ErrorState } from '#ui/States.tsx'
import { Button } from '#ui/blocks/Button.tsx'
import { FieldContext, PhoneContext, sayRefusal, useMe, useWatched } from './hooks.ts'
import { Make } from './make/Make.tsx'
import { keepSubscribed } from './notices/subscribing.ts'
import type { Field } from './offline/field.ts'
import type { WorkerUpdates } from './offline/worker-updates.ts'
import { Outbox } from './outbox/Outbox.tsx'
import type { Route } from './routes/paths.ts'
import { useRoute } from './routes/router.ts'
import { Search } from './search/Search.tsx'
import { Settings } from './settings/Settings.tsx'
import { SignIn } from './sign-in/SignIn.tsx'
import { Time } from './time/Time.tsx'
import { Today } from './today/Today.tsx'
import { OrderPage } from './visit/OrderPage.tsx'
import { SignOffPage } from './visit/sign-off/SignOffPage.tsx'
import { VisitPage } from './visit/VisitPage.tsx'

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
  useEffect(() => void keepSubscribed(member).catch((error: unknown) => console.error(error)), [member])
  return <PageOf route={route} />
}

function PageOf({ route }: { route: Route }) {
  switch (route.page) {
    case 'today':
      return <Today />
    case 'search':
      return <Search />
    case 'make':
      return <Make />
    case 'time':
      return <Time />
    case 'outbox':
      return <Outbox />
    case 'settings':
      return <Settings />
    case 'order':
      return <OrderPage key={route.workOrder} workOrder={route.workOrder} />
    case 'visit':
      return <VisitPage key={route.visit} workOrder={route.workOrder} visitId={route.visit} />
    case 'sign-off':
      return <SignOffPage key={route.visit} workOrder={route.workOrder} visitId={route.visit} />
  }
}
