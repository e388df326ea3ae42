import { openWire, type Answer, type DeviceKey, type Wire } from './wire.ts'
import { openValue, type Watched } from './live.ts'
import type { Ports } from './ports.ts'

/** Whose phone this is to the server. */
export type Identity = {
  /** The key of this database's device; null before the first sign-in that gave one. */
  key: () => Promise<DeviceKey | null>
  /** Whether the browser's session is this member's: another may have signed in since, in this tab or the next (S28). */
  hasSession: () => Promise<boolean>
  /** Another member is signed in: what is here is handed in by its key, and nothing is asked. */
  handsInOnly?: boolean
}

/** How a phone reaches its server: what it captured by its own key, what it reads by its session. */
export type Ways = {
  /** By the key, so that it goes up under its author whoever is signed in; by the session where the key is not known. */
  handIn: <T>(ask: (wire: Wire) => Promise<Answer<T>>) => Promise<Answer<T>>
  read: <T>(ask: (wire: Wire) => Promise<Answer<T>>) => Promise<Answer<T>>
  /** Whether the server takes what is handed in, with a session or without one; null: it was not asked yet. */
  handsIn: Watched<boolean | null>
}

/** A phone by itself: its session is its own, and there is no key yet. */
export const sessionOnly: Identity = { key: async () => null, hasSession: async () => true }

const notSignedIn = { stop: { why: 'no_session', code: 'not_signed_in' } } as const

export function openWays(ports: Ports, identity: Identity): Ways {
  const wire = openWire(ports)
  const handsIn = openValue<boolean | null>(null)
  let unknownKey: string | null = null

  const read: Ways['read'] = async (ask) =>
    !identity.handsInOnly && (await identity.hasSession()) ? ask(wire) : notSignedIn

  const handIn: Ways['handIn'] = async (ask) => {
    const own = await identity.key()
    if (own && (own.key !== unknownKey || identity.handsInOnly)) {
      const answer = await ask(wire.by(own))
      if (!('stop' in answer) || answer.stop.why !== 'no_session') return answer
      unknownKey = own.key
    }
    return read(ask)
  }

  return {
    read,
    async handIn(ask) {
      const answer = await handIn(ask)
      const isTaken = !('stop' in answer) || (answer.stop.why === 'no_session' ? false : handsIn.get())
      if (isTaken !== handsIn.get()) handsIn.set(isTaken)
      return answer
    },
    handsIn,
  }
}
