import { createHash } from 'node:crypto'
import { type Id, uuidv7 } from '#core/kit/ids.ts'

/** Everything of the demo company hangs on names: the same name gives the same id and the same choice, in every run. */
function bytesOf(name: string): Buffer {
  return createHash('sha256').update(`roundtrip demo: ${name}`).digest()
}

/** The id of what this name stands for, as if it had been made at that moment. */
export function seededId(name: string, milliseconds: number): Id {
  return uuidv7(milliseconds, bytesOf(name).subarray(0, 10))
}

/** From 0 to below 1. */
export function fraction(name: string): number {
  return bytesOf(name).readUInt32BE(10) / 2 ** 32
}

/** A whole number of a range, both ends included. */
export function between(name: string, least: number, most: number): number {
  return least + Math.floor(fraction(name) * (most - least + 1))
}

export function oneOf<T>(name: string, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(fraction(name) * choices.length)] ?? choices[0]
}

/** The same things in an order of their own. */
export function shuffled<T>(name: string, things: readonly T[]): T[] {
  return things
    .map((thing, index) => ({ thing, rank: fraction(`${name}/${index}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ thing }) => thing)
}
