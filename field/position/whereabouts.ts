import type { Id } from '#core/kit/ids.ts'
import { type Instant, instantFrom } from '#core/kit/time.ts'
import type { Position } from '#core/work-orders/commands.ts'
import type { NoPositionReason } from '#core/work-orders/words.ts'
import { openValue, type Watched } from '../offline/live.ts'

/** What the technician said when asked whether photos and sign-offs may say where they are made. */
export type PositionChoice = 'unasked' | 'allowed' | 'refused'

/** What goes into a fact: where the phone is, or why that is not known. */
export type Said = { position: Position; noPosition?: undefined } | { position: null; noPosition: NoPositionReason }

export type Whereabouts = {
  choice: Watched<PositionChoice>
  /** Allowed by the technician, but not by the browser. */
  isBlocked: Watched<boolean>
  /** Allowed, the browser asks once more in its own words. */
  choose: (choice: 'allowed' | 'refused') => void
  /** Looks where the phone is until the last who asked for it has stopped. */
  follow: () => () => void
  /** The freshest that is known, at once: a photo never waits for it. */
  now: () => Said
}

export type PositionPorts = {
  geolocation: Pick<Geolocation, 'watchPosition' | 'clearWatch'> | null
  now: () => number
  read: () => string | null
  write: (choice: PositionChoice) => void
}

/** What is older may be of the site before. */
const oldest = 120_000
const refusedByBrowser = 1

export function openWhereabouts({ geolocation, now, read, write }: PositionPorts): Whereabouts {
  const choice = openValue<PositionChoice>(asChoice(read()))
  let last: { latitude: number; longitude: number; accuracy: number; at: number } | null = null
  const isBlocked = openValue(false)
  let following = 0
  let watch: number | null = null

  function look(): void {
    if (watch !== null || following === 0 || choice.get() !== 'allowed' || !geolocation) return
    watch = geolocation.watchPosition(
      ({ coords: { latitude, longitude, accuracy }, timestamp }) => {
        isBlocked.set(false)
        last = { latitude, longitude, accuracy, at: timestamp }
      },
      ({ code }) => {
        isBlocked.set(code === refusedByBrowser)
      },
      { enableHighAccuracy: true, maximumAge: oldest },
    )
  }
  function rest(): void {
    if (watch !== null) geolocation?.clearWatch(watch)
    watch = null
  }

  return {
    choice,
    isBlocked,
    choose(next) {
      write(next)
      isBlocked.set(false)
      if (next === 'refused') last = null
      choice.set(next)
      if (next === 'allowed') look()
      else rest()
    },
    follow() {
      following += 1
      look()
      let stopped = false
      return () => {
        if (stopped) return
        stopped = true
        following -= 1
        if (following === 0) rest()
      }
    },
    now() {
      const chosen = choice.get()
      if (chosen === 'unasked') return { position: null, noPosition: 'not_asked' }
      if (chosen === 'refused') return { position: null, noPosition: 'refused' }
      if (isBlocked.get()) return { position: null, noPosition: 'blocked' }
      if (last === null) return { position: null, noPosition: 'unavailable' }
      if (now() - last.at > oldest) return { position: null, noPosition: 'too_old' }
      return { position: positionOf(last, instantFrom(Math.round(last.at))) }
    },
  }
}

/** A picture of the gallery was taken who knows where. */
export const fromGallery: Said = { position: null, noPosition: 'from_gallery' }

/** A metre is five decimals; more would only seem exact. */
function positionOf({ latitude, longitude, accuracy }: GeolocationCoordinatesLike, at: Instant): Position {
  const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return {
    latitude: rounded(latitude),
    longitude: rounded(longitude),
    accuracy: Math.min(1e6, Math.round(accuracy)),
    at,
  }
}

type GeolocationCoordinatesLike = { latitude: number; longitude: number; accuracy: number }

function asChoice(text: string | null): PositionChoice {
  return text === 'allowed' || text === 'refused' ? text : 'unasked'
}

const opened = new Map<Id, Whereabouts>()

/** Each member says for themselves; on this phone it stays as they said. */
export function whereaboutsOf(member: Id): Whereabouts {
  const known = opened.get(member)
  if (known) return known
  const key = `position:${member}`
  const made = openWhereabouts({
    geolocation: 'geolocation' in navigator ? navigator.geolocation : null,
    now: () => Date.now(),
    read: () => localStorage.getItem(key),
    write: (choice) => localStorage.setItem(key, choice),
  })
  opened.set(member, made)
  return made
}
