import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { askMe } from '../kit/me.ts'
import { useLive } from '../kit/live.ts'
import { Navigation } from './Navigation.tsx'
import { SearchEverything } from './SearchEverything.tsx'
import styles from './Shell.module.css'

/** What stands around every page: navigation, search, what is live and whether it is. */
export function Shell() {
  const [stream, setStream] = useState(0)
  const again = useCallback(() => setStream((count) => count + 1), [])
  return <ShellOnStream key={stream} onStreamEnded={again} />
}

function ShellOnStream({ onStreamEnded }: { onStreamEnded: () => void }) {
  const queries = useQueryClient()
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })

  // The server ends a stream when its session ended or its roles changed: asking who is signed in tells which.
  const live = useLive(
    useCallback(() => {
      // Who is signed out is led to the sign-in by every query alike; without a server the stream stays ended.
      void queries.fetchQuery({ ...askMe(), staleTime: 0 }).then(onStreamEnded, () => undefined)
    }, [queries, onStreamEnded]),
  )

  // A new page begins at its top for a keyboard and a screen reader too.
  const pathBefore = useRef(path)
  useEffect(() => {
    const moved = pathBefore.current !== undefined && pathBefore.current !== path
    pathBefore.current = path
    if (moved && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [path])

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <Navigation live={live} />
      <main ref={main} id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <SearchEverything />
    </div>
  )
}
