import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sharedPostgres } from '#test/support/postgres.ts'
import { type Mutant, mutants } from './list.ts'

/** Which broken promise gave a mutant away, in which story; null: nothing did, which is a hole in the checks. */
export type Caught = { mutant: Mutant; by: { seed: number; profile: string; invariant: string } | null }

const run = promisify(execFile)
/** Processes at once. */
const lanes = 2
/** A story takes a second or two on a quiet machine. */
const longestHunt = 20 * 60_000

/** Breaks the code on purpose, one breakage a process, and tells stories until a promise is broken. */
export async function catchAll(say: (line: string) => void, some: readonly Mutant[] = mutants): Promise<Caught[]> {
  const postgres = await sharedPostgres()
  const found = new Map<Mutant, Caught>()
  const left = [...some]
  async function lane(): Promise<void> {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const caught = await hunt(mutant, postgres.env)
      found.set(mutant, caught)
      say(`${mutant.name}: ${wordsOf(caught)}`)
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    await postgres.stop()
  }
  return some.flatMap((mutant) => found.get(mutant) ?? [])
}

function wordsOf({ by }: Caught): string {
  return by ? `${by.invariant}, seed ${by.seed} ${by.profile}` : 'NOT CAUGHT'
}

export async function hunt(mutant: Mutant, env: Record<string, string>): Promise<Caught> {
  const file = (name: string) => join(import.meta.dirname, name)
  const { stdout } = await run(process.execPath, ['--import', file('hook.ts'), file('hunt.ts')], {
    env: { ...process.env, ...env, MUTANT: mutant.name },
    timeout: longestHunt,
    maxBuffer: 10_000_000,
  })
  const last = stdout.trim().split('\n').at(-1) ?? 'null'
  return { mutant, by: JSON.parse(last) }
}
