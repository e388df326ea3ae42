import { readFigure } from '#test/simulation/checkpoint.ts'
import type { Part } from './figures.ts'

const enough = 1_000_000

/** What the last run of heavy days found; it takes hours, so it is kept with its day and the commit it was measured on. */
export const simulated: Part = async (tell) => {
  const figure = await readFigure()
  if (figure === null)
    return tell({ what: 'facts simulated (npm run simulate:long -- --facts 1000000)', value: 'never' })
  const { facts, lost, doubled, brokenStories, measuredAt, commit } = figure
  const of = `on ${measuredAt.slice(0, 10)} at ${commit}`
  const count = (number: number) => number.toLocaleString('en')
  tell({ what: `facts simulated ${of}`, value: count(facts), hold: count(enough), holds: facts >= enough })
  tell({ what: 'of them lost', value: count(lost), hold: '0', holds: lost === 0 })
  tell({ what: 'of them doubled', value: count(doubled), hold: '0', holds: doubled === 0 })
  tell({
    what: 'days on which a promise was broken',
    value: count(brokenStories),
    hold: '0',
    holds: brokenStories === 0,
  })
}
