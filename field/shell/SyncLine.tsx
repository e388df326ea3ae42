import {
  IconCloud,
  IconCloudCheck,
  IconCloudDown,
  IconCloudOff,
  IconCloudPause,
  IconCloudUp,
  IconCloudX,
  IconKey,
} from '@tabler/icons-react'
import { useOthersWork, useStatus } from '../hooks.ts'
import type { StatusView } from '../offline/views/types.ts'
import { pathTo } from '../routes/paths.ts'
import styles from './SyncLine.module.css'

/** Where everything stands, in two words; leads to the outbox. */
export function SyncLine() {
  const { word, icon: Icon } = lineOf(useStatus(), useOthersWork().length > 0)
  return (
    <a className={styles.line} href={pathTo({ page: 'outbox' })}>
      <Icon aria-hidden stroke={1.75} />
      <span>{word}</span>
    </a>
  )
}

function lineOf(status: StatusView, besideOthers: boolean): { word: string; icon: typeof IconCloudCheck } {
  const { here, toSend, goesNow, stuck } = status
  if (status.connection.at === 'no_session') return { word: 'Sign in', icon: IconKey }
  const first = status.connection.at === 'unasked'
  if (first && status.pulledAt === null) return { word: 'Fetching', icon: IconCloudDown }
  if (first && here === 0) return { word: 'Checking', icon: IconCloud }
  if (status.connection.at !== 'online' && !first)
    return { word: here === 0 ? 'Offline' : `Offline · ${here} here`, icon: IconCloudOff }
  if (goesNow > 0) return { word: `Sending ${goesNow}`, icon: IconCloudUp }
  if (toSend > 0) return { word: `${toSend} not taken yet`, icon: IconCloudPause }
  if (stuck > 0) return { word: `${stuck} not accepted`, icon: IconCloudX }
  return { word: besideOthers ? 'Yours sent' : 'All sent', icon: IconCloudCheck }
}
