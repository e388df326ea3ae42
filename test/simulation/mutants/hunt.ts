import { openHub } from '../hub.ts'
import { keptSeeds } from '../kept-seeds.ts'
import { usualDays } from '../profiles.ts'
import { type Case, simulate } from '../run.ts'
import { type Met, readKnown, storyOfMet } from './known.ts'
import { mutants } from './list.ts'

/** One process with one broken module: tells stories until one of them breaks a promise; its last line says which. */
const mostSeeds = 24
/** Seconds of this process' own work: how busy the machine is otherwise is no matter. */
const longest = 180

const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])
if (!mutant) throw new Error('hunting takes a mutant')

const hub = await openHub()
const by = await hunt()
await hub.close()
process.stdout.write(`${JSON.stringify(by)}\n`)

async function hunt(): Promise<Met> {
  for await (const { seed, profile, steps } of stories()) {
    if (process.cpuUsage().user / 1_000_000 > longest) return null
    const { violations } = await simulate(hub, { seed, profile, steps })
    const [first] = violations
    if (first) return { seed, profile, invariant: first.invariant }
  }
  return null
}

/** Where it was caught before comes first, then what was found once, then the kind of day it shows on, then all kinds. */
async function* stories(): AsyncGenerator<Case> {
  if (!mutant) return
  const known = (await readKnown())[mutant.name]
  const kept = keptSeeds.filter((one) => one.profile === mutant.profile)
  if (known) yield storyOfMet(known)
  yield* kept
  for (let seed = 1; seed <= mostSeeds; seed++) yield { seed, profile: mutant.profile }
  for (const profile of usualDays) yield { seed: 1, profile }
}
