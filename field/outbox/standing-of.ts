import {
  IconCloud,
  IconCloudCheck,
  IconCloudOff,
  IconCloudPause,
  IconCloudUp,
  IconCloudX,
  IconKey,
} from '@tabler/icons-react'
import { sentence } from '#core/kit/sentences.ts'
import type { Instant } from '#core/kit/time.ts'
import type { StatusView } from '../offline/views/types.ts'
import { countOf } from '../words.ts'

export type Said = { icon: typeof IconCloudOff; title: string; text: string }
type Told = Pick<StatusView, 'connection' | 'nextTry' | 'isBusy' | 'pulledAt' | 'here' | 'stuck'>

/** What waits and why, and what happens next: one sentence a technician can act on, or need not. */
export function standingOf(status: Told, time: (at: Instant) => string): Said {
  const { stuck } = status
  const here = status.here - stuck
  const items = countOf(here, 'item')
  const next = status.nextTry ? ` Next try at ${time(status.nextTry)}.` : ''
  if (status.isBusy) {
    const until = status.nextTry ? ` until ${time(status.nextTry)}` : ''
    return {
      icon: IconCloudPause,
      title: `The office is busy${until}`,
      text: here > 0 ? `${items} safe on this phone. They go by themselves then.` : 'It is asked again then.',
    }
  }
  switch (status.connection.at) {
    case 'no_session':
      return {
        icon: IconKey,
        title: here > 0 ? 'Sign in to hand in' : 'Sign in to see news',
        text: here > 0 ? `${items} safe on this phone until then.` : (notAccepted(stuck) ?? 'Everything is handed in.'),
      }
    case 'unasked':
      return {
        icon: IconCloud,
        title: 'Checking',
        text: here > 0 ? `${items} safe on this phone. They go by themselves.` : 'Asking for news.',
      }
    case 'offline':
      return {
        icon: IconCloudOff,
        title: 'No signal',
        text:
          here > 0 ? `${items} safe on this phone. They go by themselves.${next}` : `Nothing waits to be sent.${next}`,
      }
    case 'problem':
      return {
        icon: IconCloudX,
        title: 'The office cannot be reached',
        text: `${sentence(status.connection.code)} ${here > 0 ? `${items} safe on this phone.` : ''}${next}`.trim(),
      }
    case 'online':
      if (here > 0) return { icon: IconCloudUp, title: `Sending ${items}`, text: 'You can go on working.' }
      if (stuck > 0)
        return {
          icon: IconCloudX,
          title: `${countOf(stuck, 'item')} not accepted`,
          text: 'Only this phone has it. Take it again, or save a copy for the office.',
        }
      return {
        icon: IconCloudCheck,
        title: 'Nothing waits on this phone',
        text: status.pulledAt ? `Last fetched at ${time(status.pulledAt)}.` : 'Fetching for the first time.',
      }
  }
}

function notAccepted(stuck: number): string | null {
  return stuck > 0 ? `${countOf(stuck, 'item')} not accepted, only on this phone.` : null
}
