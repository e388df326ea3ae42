import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keptSeeds } from '../kept-seeds.ts'
import type { ProfileName } from '../profiles.ts'
import type { Case } from '../run.ts'

/** The story a mutant was last met in and the promise that gave it away; null: it was hunted and not met. */
export type Met = { seed: number; profile: ProfileName; invariant: string } | null

const path = join(import.meta.dirname, 'caught.json')

/** What earlier hunts brought, by the mutant's name: the next one begins there. */
export async function readKnown(): Promise<Record<string, Met>> {
  return JSON.parse(await readFile(path, 'utf8'))
}

/** The stories that gave mutants away, each once: told with nothing broken they break no promise. */
export async function storiesOfMutants(): Promise<Case[]> {
  const met = Object.values(await readKnown()).filter((one) => one !== null)
  const stories = new Map(met.map((one) => [`${one.seed} ${one.profile}`, storyOfMet(one)]))
  return [...stories.values()]
}

/** Of what was once found the few steps are kept that matter. */
export function storyOfMet({ seed, profile }: NonNullable<Met>): Case {
  return keptSeeds.find((one) => one.seed === seed && one.profile === profile) ?? { seed, profile }
}

export async function remember(name: string, met: Met): Promise<void> {
  const known = { ...(await readKnown()), [name]: met }
  const sorted = Object.entries(known).sort(([a], [b]) => a.localeCompare(b))
  await writeFile(path, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
}
