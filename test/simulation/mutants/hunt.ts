import { openHub } from '../hub.ts'
import { type ProfileName, profileNames } from '../profiles.ts'
import { simulate } from '../run.ts'
import { type Met, readKnown } from './known.ts'
import { mutants } from './list.ts'

/** One process with one broken module: tells stories until one of them breaks a promise; its last line says which. */
const mostSeeds = 12
/** A mutant that has not been met by then is not met. */
const longest = 150_000

const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])
if (!mutant) throw new Error('hunting takes a mutant')

const hub = await openHub()
const by = await hunt()
await hub.close()
process.stdout.write(`${JSON.stringify(by)}\n`)

async function hunt(): Promise<Met> {
  const until = performance.now() + longest
  for await (const { seed, profile } of stories()) {
    if (performance.now() > until) return null
    const { violations } = await simulate(hub, { seed, profile })
    const [first] = violations
    if (first) return { seed, profile, invariant: first.invariant }
  }
  return null
}

/** Where it was caught before comes first, then the kind of day it shows on, then all kinds. */
async function* stories(): AsyncGenerator<{ seed: number; profile: ProfileName }> {
  if (!mutant) return
  const known = (await readKnown())[mutant.name]
  if (known) yield known
  for (let seed = 1; seed <= mostSeeds; seed++) yield { seed, profile: mutant.profile }
  for (const profile of profileNames) yield { seed: 1, profile }
}
