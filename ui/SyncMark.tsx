import { classes } from './classes.ts'
import styles from './SyncMark.module.css'
import { type SyncState, syncMarks } from './status.ts'

/** Where an item is. Nothing is red: not sent yet is not wrong. `iconOnly` reads the word out and keeps it in the tooltip. */
export function SyncMark({
  state,
  word = syncMarks[state].word,
  iconOnly = false,
}: {
  state: SyncState
  /** Instead of the usual word: `Put aside`. */
  word?: string
  iconOnly?: boolean
}) {
  const { icon: Icon } = syncMarks[state]
  return (
    <span className={classes(styles.mark, styles[state])} title={iconOnly ? word : undefined}>
      <Icon aria-hidden stroke={1.75} />
      <span className={iconOnly ? 'sr-only' : undefined}>{word}</span>
    </span>
  )
}
