import { breakProcesses } from '#test/processes/long.ts'
import { type Figures, noFigures, sumOf } from './figures.ts'
import { openHub } from './hub.ts'
import { keptSeeds } from './kept-seeds.ts'
import { profileNames } from './profiles.ts'
import type { Case } from './run.ts'
import { tell } from './telling.ts'

/** Until so many hours are over or so many facts were captured, whichever comes first. */
export type HowLong = { hours: number | null; facts: number | null }

/** Real processes are started, killed and cut off for this much of it, at most. */
const ofProcesses = { share: 1 / 6, mostMinutes: 30, minutes: 10 }
/** The worst line carries this many photos at the end, when there is an hour or more. */
const photosAtTheEnd = 50

/** Stories of one seed after the other, then real processes; the figures of all of it at the end. */
export async function goOn(
  { hours, facts }: HowLong,
  { seed, length }: { seed: number; length: number },
  say: (line: string) => void,
): Promise<boolean> {
  const minutes =
    hours === null ? ofProcesses.minutes : Math.min(hours * 60 * ofProcesses.share, ofProcesses.mostMinutes)
  const until = hours === null ? Infinity : Date.now() + (hours * 60 - minutes) * 60_000
  const simulated = await tellOn(until, facts ?? Infinity, { seed, length }, say)
  say(simulated.sentence)
  say(`Processes are broken for ${minutes.toFixed(1)} minutes, seed ${seed}.`)
  const photos = minutes >= 10 ? photosAtTheEnd : 0
  const processes = await breakProcesses({ seed, minutes, photos }, say)
  for (const sentence of processes.broken) say(`  ${sentence}`)
  say(`processes: ${processes.cycles} times killed or cut off, ${wordsOf(processes.figures)}`)
  say(wordsOf(sumOf(simulated.figures, processes.figures)))
  return simulated.broken === 0 && processes.broken.length === 0
}

async function tellOn(
  until: number,
  mostFacts: number,
  { seed, length }: { seed: number; length: number },
  say: (line: string) => void,
): Promise<{ figures: Figures; broken: number; sentence: string }> {
  const begun = performance.now()
  const hub = await openHub()
  let figures = noFigures
  let stories = 0
  let broken = 0
  try {
    for (const one of storiesFrom(seed, length)) {
      if (Date.now() > until || figures.facts >= mostFacts) break
      const told = await tell(hub, one, say)
      stories++
      if (told.violations.length > 0) broken++
      figures = sumOf(figures, told.figures)
    }
  } finally {
    await hub.close()
  }
  const seconds = (performance.now() - begun) / 1000
  const pace = `${(stories / seconds).toFixed(2)} stories and ${(figures.facts / seconds).toFixed(1)} facts a second`
  return {
    figures,
    broken,
    sentence: `simulated: ${stories} stories, ${broken} of them broken, ${wordsOf(figures)}; ${pace}`,
  }
}

/** What was found once comes first; then every kind of day, seed after seed. */
function* storiesFrom(first: number, length: number): Generator<Case> {
  yield* keptSeeds
  for (let seed = first; ; seed++) for (const profile of profileNames) yield { seed, profile, length }
}

const wordsOf = ({ facts, lost, doubled }: Figures) =>
  `${facts.toLocaleString('en')} facts, lost ${lost}, doubled ${doubled}`
