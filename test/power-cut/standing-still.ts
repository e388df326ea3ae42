import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openHouse } from '#test/support/house.ts'
import { quickFolder } from '#test/support/places.ts'
import { judge, makeCrew, startLoad, untilAcknowledged, type Verdict } from './load.ts'
import { postmasterOf } from './machine.ts'
import { familyOf, signalAll } from './processes.ts'

export type StoodStill = Verdict & {
  /** How requests were answered while nothing moved, and after how many milliseconds the last of them was. */
  told: string[]
  slowest: number
  /** Milliseconds from the moment the database went on to the next acknowledged command. */
  writingAgain: number[]
}

const asked = 20

/** A database whose every process stops where it is under load, until all who asked have their answer, and goes on. */
export async function standStill(times: number): Promise<StoodStill> {
  const folder = await quickFolder('still')
  const house = await openHouse(folder)
  try {
    const crew = await makeCrew(house.server, 'Stiller Drains')
    const [member] = crew.members
    if (member === undefined) throw new Error('a crew has members')
    const load = startLoad(crew, house.server.as)
    const seen: StoodStill = { acknowledged: 0, lost: 0, doubled: 0, told: [], slowest: 0, writingAgain: [] }
    const told = new Set<string>()
    try {
      for (let n = 0; n < times; n++) {
        await untilAcknowledged(load.acknowledged, Date.now())
        await sleep(300 + 61 * n)
        const database = familyOf(await postmasterOf(folder))
        signalAll(database, 'SIGSTOP')
        try {
          const stoppedAt = performance.now()
          const answers = Array.from({ length: asked }, async () => {
            const answer = await house.server.as(member.person).fetch('/api/me')
            seen.slowest = Math.max(seen.slowest, performance.now() - stoppedAt)
            const { code }: { code?: string } = await answer.json()
            told.add(`${answer.status} ${code ?? 'ok'}`)
          })
          await Promise.all(answers)
        } finally {
          signalAll(database, 'SIGCONT')
        }
        const goesOnAt = Date.now()
        seen.writingAgain.push((await untilAcknowledged(load.acknowledged, goesOnAt)) - goesOnAt)
      }
    } finally {
      await load.stop()
    }
    const known = { commands: [...load.acknowledged.commands.keys()], files: [...load.acknowledged.files] }
    return { ...seen, told: [...told], ...(await judge(known, crew, house)) }
  } finally {
    await house.close()
    await rm(folder, { recursive: true, force: true })
  }
}
