import { openHub } from './hub.ts'
import { keptSeeds } from './kept-seeds.ts'
import { usualDays } from './profiles.ts'
import { type Case, simulate, type Told } from './run.ts'

const someOfAHeavyDay = 0.3

/**
 * What `npm test` tells: what was found once, and a day of each kind. In a process of its own, where `node:test` does not
 * follow every promise that is made: doing so takes as much again as the stories themselves.
 */
export const shortForm: readonly (Case & { name?: string })[] = [
  ...keptSeeds,
  ...usualDays
    .map((profile): Case => ({ seed: 1, profile }))
    .filter(({ seed, profile }) => !keptSeeds.some((kept) => kept.seed === seed && kept.profile === profile)),
  { seed: 1, profile: 'heavy', length: someOfAHeavyDay },
]

export type Line = { seed: number; profile: string; told: Told }

if (import.meta.main) {
  const hub = await openHub()
  for (const one of shortForm) {
    const line: Line = { seed: one.seed, profile: one.profile, told: await simulate(hub, one) }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  await hub.close()
}
