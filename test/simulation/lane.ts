import { createInterface } from 'node:readline'
import { openHub } from './hub.ts'
import { type Case, simulate, type Told } from './run.ts'

/** Of a story that was asked for: what it was, how it went, and how long it took here. */
export type Answer = { asked: Case; told: Told; milliseconds: number }

/** Tells the stories it is asked for on its input, a line each, and answers with a line each, until there are no more. */
if (import.meta.main) {
  const hub = await openHub()
  for await (const line of createInterface({ input: process.stdin })) {
    const asked: Case = JSON.parse(line)
    const begun = performance.now()
    const told = await simulate(hub, asked)
    const answer: Answer = { asked, told, milliseconds: Math.round(performance.now() - begun) }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  await hub.close()
}
