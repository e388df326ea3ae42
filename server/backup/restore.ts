import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../platform/config.ts'
import { BackupProblem, runCommand } from './problem.ts'
import { restoreInto } from './restored.ts'

/** `npm run restore`: a backup becomes the data folder again. */
const usage = `npm run restore -- FOLDER             the newest backup there and all the log since, into DATA_DIR
npm run restore -- FOLDER/2026-…Z    exactly that backup
npm run restore -- FOLDER --to 2026-11-23T14:05:00Z   as it was at that moment
npm run restore -- FOLDER --without-damaged   everything but photos and papers whose bytes are damaged`

runCommand(async () => {
  const { folder, to, withoutDamaged } = readArguments()
  const read = readConfig(process.env)
  if ('problems' in read) throw new BackupProblem('wrong_arguments', read.problems.join('\n'))
  await restoreInto(read.config, folder, to, withoutDamaged)
  return 0
})

function readArguments(): { folder: string; to: Date | null; withoutDamaged: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { to: { type: 'string' }, 'without-damaged': { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [folder, more] = positionals
    if (folder === undefined || more !== undefined) throw new Error('One folder is needed.')
    const to = values.to === undefined ? null : new Date(values.to)
    if (to !== null && Number.isNaN(to.getTime())) throw new Error('--to needs a moment such as 2026-11-23T14:05:00Z.')
    return { folder: resolve(folder), to, withoutDamaged: values['without-damaged'] }
  } catch (error) {
    throw new BackupProblem('wrong_arguments', `${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}
