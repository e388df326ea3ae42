import type { Hub } from './hub.ts'
import { wordsOf } from './invariants.ts'
import { type Case, simulate, type Told } from './run.ts'
import { shrink } from './shrink.ts'
import { sentenceOf } from './steps.ts'

/** Tells one story, says how it went, and of one that broke a promise the few steps that matter. */
export async function tell(hub: Hub, one: Case, say: (line: string) => void): Promise<Told> {
  const begun = performance.now()
  const told = await simulate(hub, one)
  say(lineOf(one, told, performance.now() - begun))
  const [first] = told.violations
  if (!first) return told
  for (const violation of told.violations) say(`  ${wordsOf(violation)}`)
  const { steps, runs } = await shrink(hub, one, first.invariant)
  say(`  npm run simulate -- --seed ${one.seed} --profile ${one.profile}${one.length ? ` --length ${one.length}` : ''}`)
  say(`  ${steps.length} steps matter for ${first.invariant}, found in ${runs} runs:`)
  for (const step of steps) say(`    ${sentenceOf(step)}`)
  return told
}

function lineOf({ seed, profile }: Case, { violations, figures, took, drained }: Told, ms: number): string {
  const verdict = violations.length === 0 ? 'kept' : 'BROKEN'
  return `seed ${seed} ${profile}: ${verdict}, ${figures.facts} facts in ${Math.round(took / 60_000)} minutes, handed in within ${Math.round(drained / 1000)} s (${Math.round(ms)} ms)`
}
