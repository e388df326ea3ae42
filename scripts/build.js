// Builds the web apps named (all, where none is), if their sources changed.
import { apps, buildApps } from './prepare/apps.js'
import { Sentence } from './prepare/run.js'

const named = process.argv.slice(2)
try {
  await buildApps(process.execPath, named.length > 0 ? named : apps)
} catch (error) {
  if (!(error instanceof Sentence)) throw error
  console.error(error.message)
  process.exitCode = 1
}
