import type { Id } from '#core/kit/ids.ts'
import { openValue, type Watched } from '../offline/live.ts'
import { isApple } from '../shell/installing.ts'

/**
 * Notices of new, moved and recalled visits, where the browser has them. Everything works without: they only say sooner
 * what the next fetch brings.
 */
export type NoticeState =
  /** The browser cannot. */
  | 'none'
  /** It can once the app is on the home screen. */
  | 'install_first'
  | 'unasked'
  | 'off'
  | 'on'
  /** Forbidden in the browser's settings. */
  | 'blocked'

const state = openValue<NoticeState>('none')
let whose: Id | null = null

export function noticeState(member: Id): Watched<NoticeState> {
  if (whose !== member) {
    whose = member
    state.set(read(member))
  }
  return state
}

export function askNoMore(member: Id): void {
  choose(member, 'off')
}

export function choose(member: Id, choice: 'on' | 'off'): void {
  localStorage.setItem(keyOf(member), choice)
  if (whose === member) state.set(read(member))
}

export function read(member: Id): NoticeState {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return isApple() ? 'install_first' : 'none'
  const choice = localStorage.getItem(keyOf(member))
  if (Notification.permission === 'denied') return 'blocked'
  if (choice === 'on' && Notification.permission === 'granted') return 'on'
  return choice === null ? 'unasked' : 'off'
}

function keyOf(member: Id): string {
  return `roundtrip-notices-${member}`
}
