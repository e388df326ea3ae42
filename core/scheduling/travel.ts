import type { Position } from '../kit/fields.ts'
import type { Minutes } from '../kit/money.ts'

/** How long it takes from one place to another. A server that knows the roads can take the place of the estimate. */
export type TravelTimes = (from: Position, to: Position) => Minutes

/** Mean radius of the earth in kilometres (IUGG). */
const earthRadius = 6371.0088
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** The way as the crow flies, in kilometres (haversine). */
export function greatCircle(from: Position, to: Position): number {
  const latitudes = Math.sin(radians(to.lat - from.lat) / 2) ** 2
  const longitudes = Math.sin(radians(to.lon - from.lon) / 2) ** 2
  const half = latitudes + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * longitudes
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(half)))
}

/** Roads wind: so much longer than the straight line. */
export const winding = 1.3

/** Of a way's kilometres, those up to `until` are driven at `kmh`: through the streets first, far ways mostly on fast roads. */
export const speedBands: readonly { until: number; kmh: number }[] = [
  { until: 5, kmh: 28 },
  { until: 25, kmh: 50 },
  { until: Number.POSITIVE_INFINITY, kmh: 85 },
]

/** To find a place to park, and the door. */
const arriving: Minutes = 3
/** Nearer than this nobody drives: the next door, the same yard. */
const onFoot = 0.15

/** Without a routing server: the great circle, longer by how roads wind, driven in bands of speed. Whole minutes, rounded up. */
export const estimatedTravel: TravelTimes = (from, to) => {
  const straight = greatCircle(from, to)
  if (straight < onFoot) return 0
  return Math.ceil(drivingMinutes(straight * winding)) + arriving
}

function drivingMinutes(kilometres: number): number {
  let minutes = 0
  let driven = 0
  for (const { until, kmh } of speedBands) {
    const part = Math.min(kilometres, until) - driven
    if (part <= 0) break
    minutes += (part / kmh) * 60
    driven += part
  }
  return minutes
}
