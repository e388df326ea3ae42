import { join } from 'node:path'
import { sharedPostgres } from '#test/support/postgres.ts'
import { startPart } from '../processes.ts'
import { type Met, remember } from './known.ts'
import type { Mutant } from './list.ts'
import { markOf } from './place.ts'

/** Processes at once. */
const lanes = 2
/** A story takes a second or two on a quiet machine. */
const longestHunt = 20 * 60_000

/** Breaks the code on purpose, one breakage a process, and tells stories until a promise is broken; true when all were met. */
export async function catchAll(hunted: readonly Mutant[], say: (line: string) => void): Promise<boolean> {
  const postgres = await sharedPostgres()
  const left = [...hunted]
  let areAllMet = true
  async function lane(): Promise<void> {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      // Of the code as it is when the hunt begins: what is written meanwhile was not hunted.
      const mark = await markOf(mutant)
      const met = await hunt(mutant, postgres.env)
      await remember(mutant.name, met, mark)
      say(`${mutant.name}: ${met ? `${met.invariant}, seed ${met.seed} ${met.profile}` : 'NOT CAUGHT'}`)
      areAllMet &&= met !== null
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    await postgres.stop()
  }
  return areAllMet
}

/** In a process of its own, since a module is broken as it is read. */
export async function hunt(mutant: Mutant, env: Record<string, string>): Promise<Met> {
  const file = (name: string) => join(import.meta.dirname, name)
  const { lines, ended, child } = startPart(['--import', file('hook.ts'), file('hunt.ts')], {
    ...env,
    MUTANT: mutant.name,
  })
  const tooLong = setTimeout(() => child.kill('SIGKILL'), longestHunt)
  let last = ''
  for await (const line of lines) last = line
  clearTimeout(tooLong)
  const code = await ended
  if (code !== 0) throw new Error(`the hunt of “${mutant.name}” ended with ${code}`)
  return JSON.parse(last)
}
