// Makes this folder ready for `npm start` and `npm test`. Runs on any Node from 20 on, before anything is installed.
import { buildApps } from './prepare/apps.js'
import { findOrInstallBrowser } from './prepare/browser.js'
import { installPackages } from './prepare/packages.js'
import { requirePinnedNode } from './prepare/runtime.js'
import { Sentence } from './prepare/run.js'

const withBrowser = !process.argv.includes('--no-browser')

try {
  await installPackages()
  const node = await requirePinnedNode()
  await buildApps(node)
  // Without a browser the other tests still run; the browser step says what is missing.
  if (withBrowser) await findOrInstallBrowser(node)
} catch (error) {
  if (!(error instanceof Sentence)) throw error
  console.error(error.message)
  process.exitCode = 1
}
