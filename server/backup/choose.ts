import { basename, dirname } from 'node:path'
import { damagedIn } from './check.ts'
import { backupsIn, type Found, isBackupName, type Manifest, readManifest } from './manifest.ts'
import { BackupProblem } from './problem.ts'

/** The backup to begin with, every byte of it looked at. `target`: the folder with all of them. */
export type Chosen = Found & { target: string; goOn: boolean }

/**
 * One that is named is restored as it was; of a whole folder the newest, and the log goes on from there. `withoutDamaged`:
 * photos and papers whose bytes are damaged are not promised any more, where else nothing is restored.
 */
export async function choose(folder: string, to: Date | null, withoutDamaged = false): Promise<Chosen> {
  const chosen = isBackupName(basename(folder))
    ? {
        name: basename(folder),
        folder,
        manifest: await readManifest(folder),
        target: dirname(folder),
        goOn: to !== null,
      }
    : { ...(await newest(folder, to)), target: folder, goOn: true }
  if (to !== null && to.toISOString() < chosen.manifest.endedAt) {
    throw new BackupProblem(
      'time_not_covered',
      `The backup ${chosen.name} ended at ${chosen.manifest.endedAt}, after the moment asked for. Choose an earlier backup.`,
    )
  }
  const damaged = await damagedIn(chosen.folder, chosen.manifest)
  const [first, ...more] = damaged
  if (first === undefined) return chosen
  // Every backup has the same files: another one would be no better.
  const isRestorable = damaged.every((path) => path.startsWith('files/'))
  if (isRestorable && withoutDamaged) return { ...chosen, manifest: without(chosen.manifest, new Set(damaged)) }
  const advice = isRestorable ? '--without-damaged restores everything else.' : 'Use another one.'
  throw new BackupProblem(
    'backup_damaged',
    `The backup ${chosen.name} is damaged: ${first}${more.length > 0 ? ` and ${more.length} more` : ''}. Nothing was restored. ${advice}`,
  )
}

function without(manifest: Manifest, damaged: ReadonlySet<string>): Manifest {
  return { ...manifest, files: manifest.files.filter(([path]) => !damaged.has(`files/${path}`)) }
}

async function newest(target: string, to: Date | null): Promise<Found> {
  const { whole, cutOff, damaged } = await backupsIn(target)
  const usable = whole.filter(({ manifest }) => to === null || manifest.endedAt <= to.toISOString())
  const found = usable.at(-1)
  if (found !== undefined) return found
  if (whole.length > 0)
    throw new BackupProblem(
      'time_not_covered',
      `The first backup in ${target} ended at ${whole[0]?.manifest.endedAt}. Nothing earlier can be restored.`,
    )
  if (damaged.length > 0)
    throw new BackupProblem('backup_damaged', `Every backup in ${target} is damaged or cut off: ${damaged.join(', ')}.`)
  if (cutOff.length > 0)
    throw new BackupProblem(
      'backup_cut_off',
      `Every backup in ${target} was cut off before it was whole: ${cutOff.join(', ')}.`,
    )
  throw new BackupProblem('not_a_backup', `There is no backup in ${target}.`)
}
