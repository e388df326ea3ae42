import { newId } from '#server/platform/ids.ts'
import type { Company } from './support/company.ts'
import { commandWrites } from './writes/commands.ts'
import { dayWrites } from './writes/days.ts'
import { clients, each, type Entry, type Request, type Tally, type Turn } from './writes/kinds.ts'
import { routeWrites } from './writes/routes.ts'
import { fileWrites } from './writes/work.ts'

/** Everything that writes, by the name it has in the report. */
const writes: Record<string, Entry> = { ...routeWrites, ...fileWrites, ...commandWrites, ...dayWrites }

type Result = Tally & { done: number; failures: string[]; wall: number }

/**
 * Every writing request from eight clients at once, round after round; gives how many failed. A failure is anything but
 * the answer that was meant. `named` leaves out all whose name does not have it.
 */
export async function writesAtOnce(company: Company, named = ''): Promise<number> {
  const columns = ['done', 'retried', 'refused', 'failed', 'wall ms'].map((name) => name.padStart(9)).join('')
  console.log(`\n${`${clients} clients at once, ${each} times each`.padEnd(44)}${columns}`)
  const all: Result = { done: 0, retries: 0, refused: 0, failures: [], wall: 0 }
  const tried = Object.entries(writes).filter(([name]) => name.includes(named))
  for (const [name, entry] of tried) {
    const write = entry(company)
    for (const [on, turns] of Object.entries(write)) {
      const result = await atOnce(company, turns)
      print(`${name}, ${on === 'own' ? 'each their own' : 'all the same'}`, result)
      all.done += result.done
      all.retries += result.retries
      all.refused += result.refused
      all.wall += result.wall
      all.failures.push(...result.failures)
    }
  }
  print(`${tried.length} kinds of requests`, { ...all, wall: all.wall / all.done })
  return all.failures.length
}

type Turns = (turn: Turn) => Request | Promise<Request>

async function atOnce({ phones }: Company, turns: Turns): Promise<Result> {
  const result: Result = { done: 0, retries: 0, refused: 0, failures: [], wall: 0 }
  const failed = (error: unknown) => void result.failures.push(error instanceof Error ? error.message : String(error))
  const rounds = Array.from({ length: each }, (_, round) =>
    phones.slice(0, clients).map((phone, client) => ({ client, round, phone, mark: `${client} ${newId()}` })),
  )
  let requests = 0
  for (const round of rounds) {
    const ready = await Promise.all(
      round.map(async (turn) => {
        try {
          return await turns(turn)
        } catch (error) {
          failed(error)
          return null
        }
      }),
    )
    const begun = performance.now()
    await Promise.all(ready.map((request) => request?.(result).then(() => void result.done++, failed)))
    result.wall += performance.now() - begun
    requests += ready.length
  }
  return { ...result, wall: result.wall / requests }
}

function print(name: string, { done, retries, refused, failures, wall }: Result): void {
  const numbers = [done, retries, refused, failures.length, wall.toFixed(1)]
  console.log(`${name.padEnd(44)}${numbers.map((one) => String(one).padStart(9)).join('')}  ${failures[0] ?? ''}`)
}
