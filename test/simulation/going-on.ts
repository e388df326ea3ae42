import { breakProcesses } from '#test/processes/long.ts'
import { type Figures, noFigures, sumOf } from './figures.ts'
import { tellHeavyDays } from './heavy-days.ts'
import { openHub } from './hub.ts'
import { keptSeeds } from './kept-seeds.ts'
import { profileNames } from './profiles.ts'
import type { Case } from './run.ts'
import { tell } from './telling.ts'

/** For so many hours stories of every kind, or heavy days until so many facts were captured. */
export type HowLong = { hours: number } | { facts: number }

/** Real processes are started, killed and cut off for this much of it, at most. */
const ofProcesses = { share: 1 / 6, mostMinutes: 30, minutes: 10 }
/** The worst line carries this many photos at the end, when there is an hour or more. */
const photosAtTheEnd = 50

/** Stories of one seed after the other, then real processes; the figures of all of it at the end. */
export async function goOn(
  howLong: HowLong,
  { seed, length, processes }: { seed: number; length: number; processes: number },
  say: (line: string) => void,
): Promise<boolean> {
  const hours = 'hours' in howLong ? howLong.hours : null
  const minutes =
    hours === null ? ofProcesses.minutes : Math.min(hours * 60 * ofProcesses.share, ofProcesses.mostMinutes)
  const simulated =
    'facts' in howLong
      ? await tellHeavyDays({ facts: howLong.facts, seed, processes }, say)
      : await tellOn(Date.now() + (howLong.hours * 60 - minutes) * 60_000, { seed, length }, say)
  say(simulated.sentence)
  say(`Processes are broken for ${minutes.toFixed(1)} minutes, seed ${seed}.`)
  const photos = minutes >= 10 ? photosAtTheEnd : 0
  const real = await breakProcesses({ seed, minutes, photos }, say)
  for (const sentence of real.broken) say(`  ${sentence}`)
  say(`processes: ${real.cycles} times killed or cut off, ${wordsOf(real.figures)}`)
  say(wordsOf(sumOf(simulated.figures, real.figures)))
  return simulated.broken === 0 && real.broken.length === 0
}

async function tellOn(
  until: number,
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
      if (Date.now() > until) break
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
