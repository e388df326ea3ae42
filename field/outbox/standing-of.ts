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
import { notAccepted } from './words.ts'

export type Said = { icon: typeof IconCloudOff; title: string; text: string }
export type Told = Pick<
  StatusView,
  'connection' | 'handsIn' | 'nextTry' | 'isBusy' | 'pulledAt' | 'toSend' | 'goesNow' | 'stuck'
>

/**
 * What waits and why, and what happens next: one sentence a technician can act on, or need not. Where a mate's work waits
 * here too, it speaks of one's own.
 */
export function standingOf(status: Told, time: (at: Instant) => string, besideOthers = false): Said {
  const { toSend, goesNow, stuck, handsIn } = status
  const own = besideOthers ? ' of yours' : ''
  const one = toSend === 1
  const safe = toSend > 0 ? `${countOf(toSend, 'item')} safe on this phone` : null
  const goes = safe && `${safe}. ${one ? 'It goes by itself' : 'They go by themselves'}`
  const waits = handsIn ? goes : handsIn === false ? `${safe} until then` : safe
  const next = status.nextTry ? ` Next try at ${time(status.nextTry)}.` : ''
  if (status.isBusy) {
    const until = status.nextTry ? ` until ${time(status.nextTry)}` : ''
    return {
      icon: IconCloudPause,
      title: `The office is busy${until}`,
      text: goes ? `${goes} then.` : 'It is asked again then.',
    }
  }
  switch (status.connection.at) {
    case 'no_session':
      return {
        icon: IconKey,
        title: safe && handsIn === false ? 'Sign in to hand in' : 'Sign in to see news',
        text: safe ? `${waits}.` : (notAccepted(stuck) ?? `Everything${own} is handed in.`),
      }
    case 'unasked':
      return { icon: IconCloud, title: 'Checking', text: goes ? `${goes}.` : 'Asking for news.' }
    case 'offline':
      return {
        icon: IconCloudOff,
        title: 'No signal',
        text: `${goes ? `${goes}.` : (notAccepted(stuck) ?? `Nothing${own} waits to be sent.`)}${next}`,
      }
    case 'problem':
      return {
        icon: IconCloudX,
        title: 'The office cannot be reached',
        text: `${sentence(status.connection.code)}${safe ? ` ${safe}.` : ''}${next}`,
      }
    case 'online':
      if (goesNow > 0)
        return { icon: IconCloudUp, title: `Sending ${countOf(goesNow, 'item')}`, text: 'You can go on working.' }
      if (toSend > 0)
        return {
          icon: IconCloudPause,
          title: `${countOf(toSend, 'item')} not taken yet`,
          text: `The office could not take ${one ? 'it' : 'them'} so far. ${one ? 'It is' : 'They are'} safe on this phone and offered again every minute.`,
        }
      if (stuck > 0) {
        const it = stuck === 1 ? 'it' : 'them'
        return {
          icon: IconCloudX,
          title: `${countOf(stuck, 'item')} not accepted`,
          text: `Only this phone has ${it}. Take ${it} again, or save a copy for the office.`,
        }
      }
      return {
        icon: IconCloudCheck,
        title: besideOthers ? 'Nothing of yours waits' : 'Nothing waits on this phone',
        text: status.pulledAt ? `Last fetched at ${time(status.pulledAt)}.` : 'Fetching for the first time.',
      }
  }
}
