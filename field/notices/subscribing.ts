import { noticesApi } from '#core/notices/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { createClient, Problem } from '#ui/client.ts'
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

const { call } = createClient('field')
const state = openValue<NoticeState>('none')
let whose: Id | null = null

export function noticeState(member: Id): Watched<NoticeState> {
  if (whose !== member) {
    whose = member
    state.set(read(member))
  }
  return state
}

/** Asks the browser and tells the server; null, or why it could not. */
export async function turnNoticesOn(member: Id): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') {
    choose(member, 'off')
    return Notification.permission === 'denied' ? 'The browser does not allow notices for this app.' : null
  }
  try {
    const { key } = await call(noticesApi.readPushKey, {})
    if (key === null) return 'This server sends no notices.'
    await tell(await subscribe(key))
    choose(member, 'on')
    return null
  } catch (error) {
    if (error instanceof Problem) return error.offline ? 'This needs a network.' : error.detail
    if (error instanceof DOMException) return 'This browser could not sign up for notices. Try again later.'
    throw error
  }
}

export async function turnNoticesOff(member: Id): Promise<void> {
  if (read(member) !== 'on') return
  const subscription = await subscribed()
  // The browser forgets it first: without a network the server finds out when it next sends.
  await subscription?.unsubscribe()
  choose(member, 'off')
  // Signing out does not wait long for it.
  await call(noticesApi.unsubscribePush, {}, { timeout: 3_000 }).catch(offlineOnly)
}

export function askNoMore(member: Id): void {
  choose(member, 'off')
}

/** A browser may change where its notices go, a server its key: both are put right when the app opens. */
export async function keepSubscribed(member: Id): Promise<void> {
  if (read(member) !== 'on') return
  const subscription = await subscribed()
  if (!subscription) return choose(member, 'off')
  try {
    const { key } = await call(noticesApi.readPushKey, {})
    if (key === null) return
    const own = subscription.options.applicationServerKey
    if (own && base64Url(own) === key) return await tell(subscription)
    await subscription.unsubscribe()
    await tell(await subscribe(key))
  } catch (error) {
    offlineOnly(error)
  }
}

async function subscribe(key: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

function base64Url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

async function tell(subscription: PushSubscription): Promise<void> {
  const { endpoint = '', keys = {} } = subscription.toJSON()
  const { p256dh = '', auth = '' } = keys
  await call(noticesApi.subscribePush, { body: { endpoint, keys: { p256dh, auth } } })
}

async function subscribed(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/field/')
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** Without a network or a session it is told at the next opening. */
function offlineOnly(error: unknown): void {
  if (!(error instanceof Problem)) throw error
}

function choose(member: Id, choice: 'on' | 'off'): void {
  localStorage.setItem(keyOf(member), choice)
  if (whose === member) state.set(read(member))
}

function read(member: Id): NoticeState {
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
