import { Tooltip } from '@mantine/core'
import { classes } from '#ui/classes.ts'
import type { LiveState } from '../kit/live.ts'
import styles from './Navigation.module.css'

const says: Record<LiveState, { word: string; means: string }> = {
  connecting: { word: 'Connecting', means: 'Looking for the live connection.' },
  live: { word: 'Live', means: 'What happens in the field shows here at once.' },
  reconnecting: {
    word: 'Reconnecting',
    means: 'The live connection is away. What you see may be a little old; it catches up by itself.',
  },
  offline: {
    word: 'Offline',
    means: 'There is no network here. What you see stays as it was; it catches up by itself once there is one.',
  },
}

export function LiveMark({ state, slim }: { state: LiveState; slim: boolean }) {
  const { word, means } = says[state]
  return (
    <Tooltip label={slim ? `${word}. ${means}` : means} position="right" multiline maw={260}>
      <output className={styles.live}>
        <span className={classes(styles.dot, styles[state])} aria-hidden />
        <span className={styles.word}>{word}</span>
      </output>
    </Tooltip>
  )
}
