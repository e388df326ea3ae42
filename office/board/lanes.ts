/** What stands beside what: each gets the first lane that is free at its time. */
export type Placed<T> = { item: T; from: number; to: number; lane: number }

/** @returns the placed in order of time, and how many lanes they take */
export function lanesOf<T>(items: readonly { item: T; from: number; to: number }[]): {
  placed: Placed<T>[]
  lanes: number
} {
  const ends: number[] = []
  const placed = items
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .map((one) => {
      const free = ends.findIndex((end) => end <= one.from)
      const lane = free === -1 ? ends.length : free
      ends[lane] = one.to
      return { ...one, lane }
    })
  return { placed, lanes: ends.length }
}
