import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type House, openHouse } from '#test/support/house.ts'
import { openDisk } from './disk.ts'
import { type Acknowledged, judge, makeCrew, startLoad, type Verdict } from './load.ts'
import { familyOf } from './processes.ts'

/** What many images of a disk, taken under load, came to. */
export type Cuts = Verdict & {
  images: number /** Why a database did not start again, one sentence an image. */
  unusable: string[]
}

/** The whole machine on one disk: server, database and files, with phones handing in while the power goes. */
export async function cutMachine(images: number, settings: Record<string, string> = {}): Promise<Cuts> {
  // A small disk is copied and compared sooner; what phones hand in between images needs its room.
  const disk = await openDisk(256 + 20 * images)
  let house: House | undefined
  try {
    house = await openHouse(join(disk.folder, 'data'), { settings })
    const crew = await makeCrew(house.server, 'Cutler Boilers')
    const load = startLoad(crew, house.server.as)
    const postmaster = await postmasterOf(house.dataDir)
    const cuts: Cuts = { images, acknowledged: 0, lost: 0, doubled: 0, unusable: [] }
    try {
      for (let n = 0; n < images; n++) {
        await sleep(700 + 83 * n)
        const known = snapshotOf(load.acknowledged)
        const recovered = await disk.cut(() => familyOf(postmaster))
        load.pause()
        try {
          const verdict = await judged(join(recovered.folder, 'data'), known, crew)
          if ('unusable' in verdict) cuts.unusable.push(verdict.unusable)
          cuts.acknowledged += known.commands.length + known.files.length
          cuts.lost += 'unusable' in verdict ? known.commands.length + known.files.length : verdict.lost
          cuts.doubled += 'unusable' in verdict ? 0 : verdict.doubled
        } finally {
          await recovered.release()
          load.goOn()
        }
      }
    } finally {
      await load.stop()
    }
    return cuts
  } finally {
    await house?.close()
    await disk.release()
  }
}

const snapshotOf = ({ commands, files }: Acknowledged) => ({ commands: [...commands.keys()], files: [...files] })

/** Where the database does not even start all of it is lost. */
async function judged(
  dataDir: string,
  known: { commands: string[]; files: string[] },
  crew: Awaited<ReturnType<typeof makeCrew>>,
): Promise<Verdict | { unusable: string }> {
  // On a machine that was off no process has the number in this note; here the database of the first disk has it.
  await rm(join(dataDir, 'postgres/cluster/postmaster.pid'), { force: true })
  let house: House
  try {
    house = await openHouse(dataDir)
  } catch (error) {
    if (error instanceof Error) return { unusable: error.message }
    throw error
  }
  try {
    return await judge(known, crew, house)
  } finally {
    await house.close()
  }
}

export async function postmasterOf(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
}
