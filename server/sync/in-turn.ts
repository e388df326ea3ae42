import { busy } from '#server/platform/problem.ts'

/**
 * Work that is done a few at a time, in the order it came. A crowd of phones that comes back at once would otherwise hold
 * every connection to the database and every turn of this process, and the office would wait behind all of them. What
 * waited too long is asked to come again (S9: a phone keeps to that, and keeps what it has).
 */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

type Waiting = { begin: () => void; giveUp: NodeJS.Timeout }

export function openInTurn({ atOnce, longest }: { atOnce: number; longest: number }): InTurn {
  const waiting = new Set<Waiting>()
  let free = atOnce

  function comeUp(): Promise<void> {
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        waiting.delete(one)
        reject(busy())
      }, longest)
      const one: Waiting = { begin: resolve, giveUp }
      waiting.add(one)
    })
  }

  function goOn(): void {
    const [next] = waiting
    if (!next) {
      free += 1
      return
    }
    waiting.delete(next)
    clearTimeout(next.giveUp)
    next.begin()
  }

  return async (work) => {
    await comeUp()
    try {
      return await work()
    } finally {
      goOn()
    }
  }
}
