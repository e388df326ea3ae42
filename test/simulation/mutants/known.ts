import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '#test/support/replace-file.ts'
import { keptSeeds } from '../kept-seeds.ts'
import type { ProfileName } from '../profiles.ts'
import type { Case } from '../run.ts'
import { type Mutant, mutants } from './list.ts'
import { markOf } from './place.ts'

/** The story a mutant was last met in and the promise that gave it away; null: it was hunted and not met. */
export type Met = { seed: number; profile: ProfileName; invariant: string } | null

/** And the mark of the code it was hunted in. */
export type Known = (NonNullable<Met> & { mark: string }) | null

const path = join(import.meta.dirname, 'caught.json')

/** What earlier hunts brought, by the mutant's name: the next one begins there. */
export async function readKnown(): Promise<Record<string, Known>> {
  return JSON.parse(await readFile(path, 'utf8'))
}

/** Those that were not met, or in code that has changed since: what is known of them is not known any more. */
export async function findStale(): Promise<Mutant[]> {
  const known = await readKnown()
  const marks = await Promise.all(mutants.map(markOf))
  return mutants.filter(({ name }, index) => known[name]?.mark !== marks[index])
}

/** The stories that gave mutants away, each once: told with nothing broken they break no promise. */
export async function storiesOf(hunted: readonly Mutant[]): Promise<Case[]> {
  const known = await readKnown()
  const met = hunted.flatMap(({ name }) => known[name] ?? [])
  const stories = new Map(met.map((one) => [`${one.seed} ${one.profile}`, storyOfMet(one)]))
  return [...stories.values()]
}

/** Of what was once found the few steps are kept that matter. */
export function storyOfMet({ seed, profile }: NonNullable<Met>): Case {
  return keptSeeds.find((one) => one.seed === seed && one.profile === profile) ?? { seed, profile }
}

let last: Promise<unknown> = Promise.resolve()

/** One after the other: two lanes that read the same would each forget what the other brought. */
export function remember(name: string, met: Met, mark: string): Promise<unknown> {
  last = last.then(async () => {
    const known: Record<string, Known> = { ...(await readKnown()), [name]: met && { ...met, mark } }
    const sorted = Object.entries(known).sort(([a], [b]) => a.localeCompare(b))
    await replaceFile(path, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
  })
  return last
}
