import { join } from 'node:path'
import { sharedPostgres } from '#test/support/postgres.ts'
import type { Answer } from './lane.ts'
import { type Started, startPart } from './processes.ts'
import type { Case } from './run.ts'

const lane = join(import.meta.dirname, 'lane.ts')
/** A process tells so many stories, then the next one goes on: what one of them left behind ends with it. */
const storiesOfAProcess = 40

/**
 * Tells stories in so many processes at once, on one PostgreSQL. `next` gives each the next one, or null when there are
 * enough; `told` hears how it went.
 */
export async function tellInLanes(
  processes: number,
  next: () => Case | null,
  told: (answer: Answer) => Promise<void>,
): Promise<void> {
  const postgres = await sharedPostgres()

  /** True when there may be more. */
  async function oneProcess(): Promise<boolean> {
    const { lines, give, ended, child } = startPart([lane], postgres.env)
    const isMore = await tellSome(give, lines)
    give(null)
    const code = await ended
    if (code !== 0) throw new Error(`process ${child.pid} ended with ${code}`)
    return isMore
  }

  async function tellSome(give: Started['give'], lines: Started['lines']): Promise<boolean> {
    for (let n = 0; n < storiesOfAProcess; n++) {
      const asked = next()
      if (asked === null) return false
      give(JSON.stringify(asked))
      const { value } = await lines.next()
      if (!value) throw new Error(`the story of seed ${asked.seed} was broken off`)
      await told(JSON.parse(value))
    }
    return true
  }

  try {
    await Promise.all(
      Array.from({ length: processes }, async () => {
        let isMore = true
        while (isMore) isMore = await oneProcess()
      }),
    )
  } finally {
    await postgres.stop()
  }
}
