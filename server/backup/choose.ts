import { basename, dirname } from 'node:path'
import { damagedIn } from './check.ts'
import { backupsIn, type Found, isBackupName, readManifest } from './manifest.ts'
import { BackupProblem } from './problem.ts'

/** The backup to begin with, every byte of it looked at. `target`: the folder with all of them. */
export type Chosen = Found & { target: string; goOn: boolean }

/** One that is named is restored as it was; of a whole folder the newest, and the log goes on from there. */
export async function choose(folder: string, to: Date | null): Promise<Chosen> {
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
  const [first, ...more] = await damagedIn(chosen.folder, chosen.manifest)
  if (first !== undefined) {
    throw new BackupProblem(
      'backup_damaged',
      `The backup ${chosen.name} is damaged: ${first}${more.length > 0 ? ` and ${more.length} more` : ''}. Nothing was restored; use another one.`,
    )
  }
  return chosen
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
