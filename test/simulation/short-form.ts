import type { Effort } from './figures.ts'
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

export type Line = { seed: number; profile: string; told: Told; seconds: { all: number; ofOwnWork: number } }

/**
 * No more than 4 minutes of `npm test`. How long it takes says how busy the machine is; how much it is says what somebody
 * added: this is a quarter more than it was, which takes 25 seconds of one core.
 */
export const mostEffort: Effort = { steps: 1_150, presses: 950, happenings: 12_200, answers: 2_450 }

if (import.meta.main) {
  const hub = await openHub()
  for (const one of shortForm) {
    const told = await simulate(hub, one)
    const { user, system } = process.cpuUsage()
    const seconds = { all: performance.now() / 1000, ofOwnWork: (user + system) / 1_000_000 }
    const line: Line = { seed: one.seed, profile: one.profile, told, seconds }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  await hub.close()
}
