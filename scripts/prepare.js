// Makes this folder ready to run. Works on any Node from 20 on, before anything is installed.
// `--packages`: only what is needed to run the checks, which build the web apps themselves.
import { buildApps } from './prepare/apps.js'
import { installPackages } from './prepare/packages.js'
import { Sentence } from './prepare/run.js'
import { requirePinnedNode } from './prepare/runtime.js'

try {
  await installPackages()
  const node = await requirePinnedNode()
  if (!process.argv.includes('--packages')) await buildApps(node)
} catch (error) {
  if (!(error instanceof Sentence)) throw error
  console.error(error.message)
  process.exitCode = 1
}
