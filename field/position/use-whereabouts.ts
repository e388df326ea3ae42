import { useEffect } from 'react'
import { useMe, useWatched } from '../hooks.ts'
import { type PositionChoice, type Whereabouts, whereaboutsOf } from './whereabouts.ts'

export function useWhereabouts(): Whereabouts {
  return whereaboutsOf(useMe().member)
}

export function usePositionChoice(): PositionChoice {
  return useWatched(useWhereabouts().choice)
}

/** Whether the browser stands in the way of a position the technician shares. */
export function usePositionBlocked(): boolean {
  return useWatched(useWhereabouts().isBlocked)
}

/** Knows where the phone is while this screen is looked at, so that no photo has to wait for it. */
export function useFollowing(): void {
  const whereabouts = useWhereabouts()
  useEffect(() => {
    let stop = () => {}
    const look = () => {
      stop()
      stop = document.visibilityState === 'visible' ? whereabouts.follow() : () => {}
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      stop()
    }
  }, [whereabouts])
}
