import { type ComponentType, useEffect } from 'react'
import { ErrorState } from '#ui/States.tsx'
import { Button } from '#ui/blocks/Button.tsx'
import { useWatched } from '../hooks.ts'
import { openValue } from '../offline/live.ts'

/** A part of the app that today’s list is drawn without. */
export type Later<P extends object> = ComponentType<P> & {
  /** Asks for it before it is drawn, so that it is there at once then. */
  fetch: () => void
}

type Standing<P extends object> =
  | { at: 'unasked' }
  | { at: 'asked' }
  | { at: 'here'; Part: ComponentType<P> }
  | { at: 'failed' }

/** It is drawn as soon as it is here: at once where it was asked for before. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  const standing = openValue<Standing<P>>({ at: 'unasked' })

  function fetch(): void {
    if (standing.get().at !== 'unasked') return
    standing.set({ at: 'asked' })
    load().then(
      (Part) => standing.set({ at: 'here', Part }),
      (error: unknown) => {
        reportError(error)
        standing.set({ at: 'failed' })
      },
    )
  }

  function Draw(props: P) {
    const now = useWatched(standing)
    useEffect(fetch, [])
    if (now.at === 'here') return <now.Part {...props} />
    return now.at === 'failed' ? <NotFetched /> : null
  }
  return Object.assign(Draw, { fetch })
}

/** Only before the whole app is kept on the phone: afterwards every part is there without a network. */
function NotFetched() {
  return (
    <ErrorState title="This did not load" action={<Button onClick={() => location.reload()}>Try again</Button>}>
      A part of the app is not on this phone yet. It comes once there is a network.
    </ErrorState>
  )
}
