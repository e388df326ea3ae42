import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { openCheckpoint, type Simulated, writeFigure } from './checkpoint.ts'
import { type Figures, noFigures, sumOf } from './figures.ts'
import { wordsOf as brokenWords } from './invariants.ts'
import type { Answer } from './lane.ts'
import { tellInLanes } from './lanes.ts'

export type HeavyDays = { facts: number; seed: number; processes: number }

/**
 * Heavy days, seed after seed, in processes side by side, until so many facts were captured. What was told is kept, so that
 * the same command goes on after an interruption; at the end the figure is written.
 */
export async function tellHeavyDays(
  { facts, seed, processes }: HeavyDays,
  say: (line: string) => void,
): Promise<{ figures: Figures; broken: number; sentence: string }> {
  const startedAt = new Date().toISOString()
  const checkpoint = await openCheckpoint({ seed, commit: await commitHere(), startedAt })
  const { of, told } = checkpoint
  let figures = told.map((one) => one.figures).reduce(sumOf, noFigures)
  if (told.length > 0) say(`Goes on after ${told.length} stories, ${wordsOf(figures)}.`)
  const begun = performance.now()
  const factsBefore = figures.facts
  const done = new Set(told.map((one) => one.seed))
  let nextSeed = seed

  await tellInLanes(
    processes,
    () => {
      if (figures.facts >= facts) return null
      while (done.has(nextSeed)) nextSeed++
      return { seed: nextSeed++, profile: 'heavy' }
    },
    async ({ asked, told, milliseconds }: Answer) => {
      const broken = told.violations.map(brokenWords)
      await checkpoint.add({ seed: asked.seed, figures: told.figures, broken, milliseconds })
      figures = sumOf(figures, told.figures)
      const pace = (figures.facts - factsBefore) / ((performance.now() - begun) / 1000)
      say(
        `seed ${asked.seed} heavy: ${wordsOf(told.figures)} in ${(milliseconds / 1000).toFixed(1)} s; all: ${wordsOf(figures)}, ${pace.toFixed(0)} facts a second`,
      )
      for (const sentence of broken) say(`  ${sentence}`)
      if (broken.length > 0) say(`  npm run simulate -- --seed ${asked.seed} --profile heavy`)
    },
  )

  const brokenStories = told.filter((one) => one.broken.length > 0).length
  const figure: Simulated = {
    ...figures,
    stories: told.length,
    brokenStories,
    seed,
    processes,
    minutesOfWork: Math.round(told.reduce((sum, one) => sum + one.milliseconds, 0) / 60_000),
    startedAt: of.startedAt,
    measuredAt: new Date().toISOString(),
    commit: of.commit,
  }
  await writeFigure(figure)
  const sentence = `simulated: ${figure.stories} heavy days, ${brokenStories} of them broken, ${wordsOf(figures)}; ${figure.minutesOfWork} minutes of ${processes} processes together`
  return { figures, broken: brokenStories, sentence }
}

const wordsOf = ({ facts, lost, doubled }: Figures) =>
  `${facts.toLocaleString('en')} facts, lost ${lost}, doubled ${doubled}`

/** What the figure is of; a working copy that was changed says so. */
async function commitHere(): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: import.meta.dirname })).stdout.trim()
  try {
    const changed = await git(
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--',
      ':/',
      ':!/bench/sync/simulated.json',
    )
    return `${await git('rev-parse', '--short=12', 'HEAD')}${changed === '' ? '' : ', changed'}`
  } catch (error) {
    // A copy without its history.
    if (error instanceof Error && 'code' in error) return 'unknown'
    throw error
  }
}
