import { parseArgs } from 'node:util'
import { type Hub, openHub } from './hub.ts'
import { keptSeeds } from './kept-seeds.ts'
import { catchAll } from './mutants/catching.ts'
import { writeTable } from './mutants/table.ts'
import { isProfile, type ProfileName, profileNames } from './profiles.ts'
import { type Case, simulate, type Told } from './run.ts'
import { shrink } from './shrink.ts'
import { sentenceOf } from './steps.ts'

/**
 * `npm run simulate -- --seed 42 --profile basement` tells one story; without a profile all of that seed, without a seed
 * the kept ones. `--hours 3` goes on from the seed, one line a seed. `--mutants` breaks the code on purpose, and writes
 * what caught each into docs/sync.md; names after it hunt those alone.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    profile: { type: 'string' },
    hours: { type: 'string' },
    mutants: { type: 'boolean', default: false },
  },
})

const say = (line: string) => void process.stdout.write(`${line}\n`)

async function main(): Promise<boolean> {
  if (values.mutants) {
    const areAllMet = await catchAll(say, positionals)
    await writeTable()
    return areAllMet
  }
  const hub = await openHub()
  try {
    return values.hours ? await goOn(hub, Number(values.hours)) : await tellAll(hub, chosen())
  } finally {
    await hub.close()
  }
}

function chosen(): Case[] {
  const { seed, profile } = values
  if (profile !== undefined && !isProfile(profile)) throw new Error(`Profiles are ${profileNames.join(', ')}.`)
  if (seed === undefined && profile === undefined) return [...keptSeeds]
  return (profile === undefined ? profileNames : [profile]).map((name) => ({ seed: Number(seed ?? 1), profile: name }))
}

async function tellAll(hub: Hub, cases: readonly Case[]): Promise<boolean> {
  let allKept = true
  for (const one of cases) allKept = (await tell(hub, one)) && allKept
  return allKept
}

/** Seed after seed until the time is over; the first is today's, so that every night tells new stories. */
async function goOn(hub: Hub, hours: number): Promise<boolean> {
  const until = Date.now() + hours * 3600_000
  let allKept = await tellAll(hub, keptSeeds)
  for (let seed = Number(values.seed ?? Math.floor(Date.now() / 86_400_000) * 10_000); Date.now() < until; seed++)
    allKept = (await tellAll(hub, profilesOf(seed))) && allKept
  return allKept
}

const profilesOf = (seed: number): Case[] => profileNames.map((profile: ProfileName) => ({ seed, profile }))

async function tell(hub: Hub, one: Case): Promise<boolean> {
  const begun = performance.now()
  const told = await simulate(hub, one)
  say(lineOf(one, told, performance.now() - begun))
  const [first] = told.violations
  if (!first) return true
  for (const { invariant, detail } of told.violations) say(`  ${invariant}: ${detail}`)
  const { steps, runs } = await shrink(hub, one, first.invariant)
  say(`  npm run simulate -- --seed ${one.seed} --profile ${one.profile}`)
  say(`  ${steps.length} steps matter for ${first.invariant}, found in ${runs} runs:`)
  for (const step of steps) say(`    ${sentenceOf(step)}`)
  return false
}

function lineOf({ seed, profile }: Case, { violations, facts, took, drained }: Told, ms: number): string {
  const verdict = violations.length === 0 ? 'kept' : 'BROKEN'
  return `seed ${seed} ${profile}: ${verdict}, ${facts} facts in ${Math.round(took / 60_000)} minutes, handed in within ${Math.round(drained / 1000)} s (${Math.round(ms)} ms)`
}

process.exitCode = (await main()) ? 0 : 1
