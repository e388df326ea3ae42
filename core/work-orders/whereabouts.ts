import { formatTime, millisecondsOf } from '../kit/time.ts'
import type { Whereabouts } from './document.ts'
import { never } from '../kit/refusal.ts'
import type { NoPositionReason } from './words.ts'

type Point = { latitude: number; longitude: number }

/** Metres between two points, along the earth as a ball: half a percent off at most. */
export function metresBetween(a: Point, b: Point): number {
  const [latitudeA, latitudeB] = [radians(a.latitude), radians(b.latitude)]
  const across = Math.sin((latitudeB - latitudeA) / 2) ** 2
  const along = Math.cos(latitudeA) * Math.cos(latitudeB) * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(across + along)))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

export type WhereaboutsSetting = {
  /** Where the site is, if anybody has said. */
  site: Point | null
  zone: string
  locale: string
  units: 'metric' | 'imperial'
}

/** What the office reads of where an evidence was made; nothing where the fact says nothing. */
export function whereaboutsText(
  { position, noPosition, at }: Whereabouts & { at: string },
  { site, zone, locale, units }: WhereaboutsSetting,
): string {
  if (!position) return noPosition ? withoutPosition(noPosition) : ''
  const length = (metres: number) => lengthText(metres, units, locale)
  const around = position.accuracy === undefined ? '' : ` ±${length(position.accuracy)}`
  const place = site
    ? `${length(metresBetween(position, site))} from the site`
    : `${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)}`
  const isEarlier = position.at !== undefined && millisecondsOf(at) - millisecondsOf(position.at) >= 60_000
  return `${place}${around}${isEarlier && position.at ? `, as of ${formatTime(position.at, zone, locale)}` : ''}`
}

function withoutPosition(reason: NoPositionReason): string {
  switch (reason) {
    case 'refused':
      return 'No position: the technician does not share it'
    case 'blocked':
      return 'No position: the technician shares it, but the phone’s browser does not allow it'
    case 'not_asked':
      return 'No position: the technician has not answered whether to share it'
    case 'unavailable':
      return 'No position: the phone did not know it'
    case 'too_old':
      return 'No position: the phone knew only an old one'
    case 'from_gallery':
      return 'No position: chosen from the gallery'
    default:
      return never(reason)
  }
}

function lengthText(metres: number, units: WhereaboutsSetting['units'], locale: string): string {
  const [small, large, name, largeName, turn] =
    units === 'imperial'
      ? ([metres * 3.28084, metres / 1609.344, 'ft', 'mi', 1000] as const)
      : ([metres, metres / 1000, 'm', 'km', 1000] as const)
  if (small < turn) return `${Math.round(small)} ${name}`
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(large)} ${largeName}`
}
