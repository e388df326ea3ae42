import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProfileName } from '../profiles.ts'

/** The story a mutant was last met in and the promise that gave it away; null: it was hunted and not met. */
export type Met = { seed: number; profile: ProfileName; invariant: string } | null

const path = join(import.meta.dirname, 'caught.json')

/** What earlier hunts brought, by the mutant's name: the next one begins there. */
export async function readKnown(): Promise<Record<string, Met>> {
  return JSON.parse(await readFile(path, 'utf8'))
}

export async function remember(name: string, met: Met): Promise<void> {
  const known = { ...(await readKnown()), [name]: met }
  const sorted = Object.entries(known).sort(([a], [b]) => a.localeCompare(b))
  await writeFile(path, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
}
