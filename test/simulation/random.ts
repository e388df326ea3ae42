/** Chance that can be had again: the same seed gives the same numbers (mulberry32). */
export type Random = {
  /** From 0 up to, not including, 1. */
  share: () => number
  /** A whole number from the least to the most, both included. */
  whole: (least: number, most: number) => number
  chance: (share: number) => boolean
  pick: <T>(list: readonly T[]) => T
  /** A name, the more often the heavier it is. */
  weighted: <K extends string>(weights: Readonly<Partial<Record<K, number>>>) => K
  bytes: (count: number) => Uint8Array<ArrayBuffer>
}

export function openRandom(seed: number): Random {
  let state = seed >>> 0
  function share(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    share,
    whole: (least, most) => least + Math.floor(share() * (most - least + 1)),
    chance: (most) => share() < most,
    pick(list) {
      const picked = list[Math.floor(share() * list.length)]
      if (picked === undefined) throw new Error('there is nothing to pick from')
      return picked
    },
    weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
      const named = Object.entries(weights) as [K, number][]
      let left = share() * named.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of named) {
        left -= weight
        if (left < 0) return name
      }
      throw new Error('nothing has a weight')
    },
    bytes(count) {
      const words = Uint32Array.from({ length: Math.ceil(count / 4) }, () => share() * 2 ** 32)
      return new Uint8Array(words.buffer).slice(0, count)
    },
  }
}

/** A seed of its own for each part of a run, so that one part drawing more changes no other. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of parts.join('/')) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash >>> 0
}
