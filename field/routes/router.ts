import { useLayoutEffect, useSyncExternalStore } from 'react'
import { pathTo, type Route, routeOf } from './paths.ts'

/** Pages on the history of the browser: back works, a reload stays, and there is nothing to fetch. */
const listeners = new Set<() => void>()
let current = routeOf(location.pathname)
/** How far down a page was when it was left, kept with its entry of the history. */
let scrollTo = 0
let moved = false

function tell(): void {
  current = routeOf(location.pathname)
  moved = true
  for (const listener of listeners) listener()
}

/** Call once, before the first draw. */
export function listenToHistory(): void {
  history.scrollRestoration = 'manual'
  window.addEventListener('popstate', (event) => {
    scrollTo = scrollOf(event.state)
    tell()
  })
  document.addEventListener('click', followLink)
}

/** A notice that was tapped opens its visit in the page that is there. */
export function listenToWorker(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'open' in data && typeof data.open === 'string')
      navigate(routeOf(data.open))
  })
}

function scrollOf(state: unknown): number {
  return typeof state === 'object' && state !== null && 'scroll' in state && typeof state.scroll === 'number'
    ? state.scroll
    : 0
}

/** Links between pages are plain links; a plain press of one stays in the app. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith('/field/')) return
  event.preventDefault()
  navigate(routeOf(link.pathname))
}

export function navigate(route: Route, { replace = false } = {}): void {
  if (replace) history.replaceState({ scroll: 0, inside: isInside() }, '', pathTo(route))
  else {
    history.replaceState({ scroll: window.scrollY, inside: isInside() }, '', location.href)
    history.pushState({ scroll: 0, inside: true }, '', pathTo(route))
  }
  scrollTo = 0
  tell()
}

/** Back to where one came from, or to a page above when the app was opened right here. */
export function goBack(above: Route): void {
  if (isInside()) history.back()
  else navigate(above, { replace: true })
}

function isInside(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'inside' in state && state.inside === true
}

export function useRoute(): Route {
  const route = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
  useLayoutEffect(() => {
    if (!moved) return
    window.scrollTo(0, scrollTo)
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [route])
  return route
}
