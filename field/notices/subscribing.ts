import { noticesApi } from '#core/notices/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { createClient, Problem } from '#ui/client.ts'
import { choose, read } from './standing.ts'

const { call } = createClient('field')
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
