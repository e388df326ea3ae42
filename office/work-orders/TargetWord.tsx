import { formatTime, type Zone } from '#core/kit/time.ts'
import type { TargetState } from '#core/work-orders/targets.ts'
import { roughly } from '../kit/clock.ts'
import { useMe } from '../kit/me.ts'
import layout from '../kit/layout.module.css'

/** How a target stands, in words: `Met at 8:23 EST`, `Reached 40 min late`, `2 h late`, `3 h left`. */
export function TargetWord({ state, zone }: { state: TargetState | null; zone: Zone }) {
  const { locale } = useMe().organization
  switch (state?.state) {
    case undefined:
      return null
    case 'met':
      return <span className="faint">Met at {formatTime(state.at, zone, locale)}</span>
    case 'late':
      return <span className="faint">Reached {roughly(state.minutes)} late</span>
    case 'missed':
      return <span className={layout.bad}>Missed, {roughly(state.minutes)} ago</span>
    case 'soon':
      return <span className={layout.warn}>{roughly(state.minutes)} left</span>
    case 'fine':
      return <span className="faint">{roughly(state.minutes)} left</span>
  }
}
