import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { goOn } from './going-on.ts'
import { openHub } from './hub.ts'
import { keptSeeds } from './kept-seeds.ts'
import { catchAll } from './mutants/catching.ts'
import { findStale, storiesOf } from './mutants/known.ts'
import { type Mutant, mutants } from './mutants/list.ts'
import { writeTable } from './mutants/table.ts'
import { isProfile, profileNames } from './profiles.ts'
import type { Case } from './run.ts'
import { tell } from './telling.ts'

/**
 * `npm run simulate -- --seed 42 --profile basement` tells one story; without a profile all of that seed, without a seed
 * the kept ones; `--length 10` makes its day ten times as long. `--hours 3` goes on from the seed, one line a story, breaks
 * real processes too, and says what became of every fact; `--facts 1000000` tells heavy days for it, in `--processes 2` at
 * once, goes on where it was interrupted, and writes what `npm run bench:sync` prints. `--mutants` breaks the code on purpose, and
 * writes what caught each into docs/sync.md; names after it hunt those alone, `--stale` those whose code has changed since
 * they were hunted.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    profile: { type: 'string' },
    length: { type: 'string' },
    hours: { type: 'string' },
    facts: { type: 'string' },
    processes: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    stale: { type: 'boolean', default: false },
  },
})

/** One a core, where there are no more than these: each shares it with its part of the database. */
const processesAtOnce = Math.min(4, availableParallelism())
/** Whoever goes on tomorrow goes on with the same. */
const firstHeavyDay = 1

const say = (line: string) => void process.stdout.write(`${line}\n`)

async function main(): Promise<boolean> {
  if (values.mutants) {
    const hunted = await chosenMutants()
    const areAllMet = await catchAll(hunted, say)
    await writeTable()
    say('The same stories with nothing broken:')
    return (await tellEach(await storiesOf(hunted))) && areAllMet
  }
  // `npm run simulate:long -- --facts 1000000` says hours too: it goes on until there are as many facts.
  const facts = numberOf(values.facts)
  const hours = numberOf(values.hours)
  if (facts === null && hours === null) return tellEach(chosen())
  const processes = numberOf(values.processes) ?? processesAtOnce
  const length = numberOf(values.length) ?? 1
  return facts === null
    ? goOn({ hours: hours ?? 0 }, { seed: firstSeed(), length, processes }, say)
    : goOn({ facts }, { seed: numberOf(values.seed) ?? firstHeavyDay, length, processes }, say)
}

async function tellEach(cases: readonly Case[]): Promise<boolean> {
  const hub = await openHub()
  let allKept = true
  try {
    for (const one of cases) allKept = (await tell(hub, one, say)).violations.length === 0 && allKept
  } finally {
    await hub.close()
  }
  return allKept
}

function chosen(): Case[] {
  const { seed, profile } = values
  const length = numberOf(values.length) ?? undefined
  if (profile !== undefined && !isProfile(profile)) throw new Error(`Profiles are ${profileNames.join(', ')}.`)
  if (seed === undefined && profile === undefined) return [...keptSeeds]
  const names = profile === undefined ? profileNames : [profile]
  return names.map((name) => ({ seed: Number(seed ?? 1), profile: name, length }))
}

async function chosenMutants(): Promise<readonly Mutant[]> {
  if (values.stale) return findStale()
  const unknown = positionals.filter((name) => !mutants.some((mutant) => mutant.name === name))
  if (unknown.length > 0) throw new Error(`There is no mutant “${unknown.join('”, “')}”.`)
  return positionals.length === 0 ? mutants : mutants.filter(({ name }) => positionals.includes(name))
}

/** Without a seed today's, so that every night tells new stories. */
const firstSeed = () => numberOf(values.seed) ?? Math.floor(Date.now() / 86_400_000) * 10_000

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const number = Number(text)
  if (!(number > 0)) throw new Error(`${text} is not a number above 0.`)
  return number
}

process.exitCode = (await main()) ? 0 : 1
