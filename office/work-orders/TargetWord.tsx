import { IconAlertTriangle, IconClockExclamation, IconClockPause } from '@tabler/icons-react'
import type { Zone } from '#core/kit/time.ts'
import { shownTarget, type Targeted, type TargetState } from '#core/work-orders/due.ts'
import { targetWords } from '#core/work-orders/target-words.ts'
import type { TargetKind } from '#core/work-orders/words.ts'
import { classes } from '#ui/classes.ts'
import { roughly, useNow } from '../kit/clock.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import layout from '../kit/layout.module.css'
import styles from './TargetWord.module.css'

const tones = { faint: 'faint', soon: layout.warn, missed: layout.bad }

/** How a response target stands, the same wherever a work order is: `2 h to arrive`, `Missed, 3 h ago`, `Met today, 08:23 GMT`. */
export function TargetWord({ kind, state, zone }: { kind: TargetKind; state: TargetState | null; zone: Zone }) {
  if (!state) return null
  const { text, at, tone } = targetWords(kind, state, roughly)
  return (
    <span className={classes(styles.word, tones[tone])}>
      <StateIcon state={state} />
      {text} {at ? <ShortTime at={at} zone={zone} within /> : null}
    </span>
  )
}

function StateIcon({ state }: { state: TargetState }) {
  const look = { size: 13, stroke: 2, className: styles.icon, 'aria-hidden': true } as const
  if (state.state === 'missed') return <IconAlertTriangle {...look} />
  if (state.state === 'soon') return <IconClockExclamation {...look} />
  return state.state === 'paused' ? <IconClockPause {...look} /> : null
}

type RowProps = {
  row: Targeted
  zone: Zone
  /** By when it is due stands beside. */
  withTime?: boolean
  /** Nothing where it was kept in time. */
  isQuiet?: boolean
}

/** What a list says of a work order: by when the next promise is due, and how it stands. Nothing where nothing is promised. */
export function RowTarget({ row, zone, withTime = true, isQuiet = false }: RowProps) {
  const shown = shownTarget(row, useNow())
  if (!shown || (isQuiet && shown.state.state === 'met')) return null
  const word = <TargetWord kind={shown.kind} state={shown.state} zone={zone} />
  if (!withTime || shown.state.state === 'paused') return word
  return (
    <>
      {word}
      <ShortTime at={shown.at} zone={zone} className={styles.time} />
    </>
  )
}
