import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { open, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type House, openHouse } from '#test/support/house.ts'
import { ApiProblem } from '#test/support/server.ts'
import { openDisk } from './disk.ts'
import { judge, makeCrew, smallPicture, startLoad, upload, type Verdict } from './load.ts'

export type FullDisk = Verdict & {
  /** How an upload was answered below 5 % free, and after there was room again. */
  whenTight: string
  whenFreed: string
  /** Commands were still taken while uploads were not. */
  takenWhenTight: number
  /** The database fell, or said that there is no room, before room was made. */
  stoppedWhenFull: boolean
  /** Milliseconds from room to the first acknowledged command, with nobody's help. */
  recoveredAfter: number
}

/**
 * A disk that fills up under load: first to where uploads are turned away, then to the last byte, then room again.
 * `patience`: milliseconds to wait until nothing is acknowledged any more.
 */
export async function fillDisk(patience = 30_000): Promise<FullDisk> {
  const disk = await openDisk(640)
  let house: House | undefined
  try {
    const said: string[] = []
    house = await openHouse(join(disk.folder, 'data'), { log: (sentence) => said.push(sentence) })
    const crew = await makeCrew(house.server, 'Fuller Tanks')
    const [member] = crew.members
    if (member === undefined) throw new Error('a crew has members')
    const api = house.server.as(member.person)
    const load = startLoad(crew, house.server.as, { pictures: false })
    const ask = async () => {
      const bytes = await smallPicture()
      try {
        await upload(api, createHash('sha256').update(bytes).digest('hex'), bytes, load.acknowledged)
        return 'stored'
      } catch (error) {
        if (error instanceof ApiProblem) return `${error.status} ${error.code}`
        throw error
      }
    }
    const commands = () => load.acknowledged.commands.size
    const ballast = join(disk.folder, 'ballast')
    try {
      await sleep(500)
      await ask()
      await fill(ballast, disk.folder, 0.045)
      const whenTight = await ask()
      const before = commands()
      await sleep(1_500)
      const takenWhenTight = commands() - before
      const stoppedWhenFull = await standsStill(commands, ballast, disk.folder, patience)
      for (const name of (await readdir(disk.folder)).filter((one) => one.startsWith('ballast')))
        await rm(join(disk.folder, name))
      const freedAt = Date.now()
      const known = commands()
      for (const until = freedAt + 60_000; commands() === known && Date.now() < until; ) await sleep(20)
      const recoveredAfter = Date.now() - freedAt
      const whenFreed = await ask()
      await load.stop()
      const { acknowledged } = load
      const all = { commands: [...acknowledged.commands.keys()], files: [...acknowledged.files] }
      return {
        whenTight,
        whenFreed,
        takenWhenTight,
        stoppedWhenFull,
        recoveredAfter,
        ...(await judge(all, crew, house)),
      }
    } finally {
      await load.stop()
    }
  } finally {
    await house?.close()
    await disk.release()
  }
}

/** Takes room until only this part of the disk is free. */
async function fill(path: string, folder: string, part: number): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(folder)
  const room = Math.floor((bavail - blocks * part) * bsize)
  // Taken whole where it is there in one piece, else what there is.
  if (room > 0 && spawnSync('fallocate', ['-l', String(room), path]).status === 0) return
  const file = await open(path, 'a')
  try {
    for (let taken = 0; taken < room; taken += 64 * 1024) await file.write(Buffer.alloc(64 * 1024, 7))
    await file.sync()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    await file.close()
  }
}

/** True when no command is acknowledged any more: whatever room comes free is filled at once. */
async function standsStill(
  commands: () => number,
  ballast: string,
  folder: string,
  patience: number,
): Promise<boolean> {
  let quietSince = Date.now()
  let last = commands()
  let n = 0
  for (const until = Date.now() + patience; Date.now() < until; await sleep(100)) {
    await fill(`${ballast}-rest-${n++}`, folder, 0)
    if (commands() !== last) [last, quietSince] = [commands(), Date.now()]
    if (Date.now() - quietSince > 2_000) return true
  }
  return false
}
