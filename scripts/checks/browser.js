import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApps } from '../prepare/apps.js'
import { findOrInstallBrowser } from '../prepare/browser.js'
import { inRoot, run } from '../prepare/run.js'

/** Against a run that hangs. */
const allTests = 20 * 60_000

/** Both apps, as their sources are now, in a real browser, against a real server on a port and a data folder of its own. */
export async function checkBrowser(files) {
  await buildApps(process.execPath)
  const browser = await findOrInstallBrowser(process.execPath)
  if (browser === undefined) {
    console.error('There is no Chromium and none could be installed. Install one, or set CHROMIUM to where it is.')
    return { passed: 0, failed: 1 }
  }
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-e2e-'))
  try {
    const report = join(folder, 'report.json')
    const cli = inRoot('node_modules', '@playwright', 'test', 'cli.js')
    const args = [cli, 'test', '--config', inRoot('e2e', 'playwright.config.ts'), '--reporter=list,json', ...files]
    const own = {
      E2E_PORT: String(await freePort()),
      E2E_DATA_DIR: join(folder, 'data'),
      E2E_PAGES_PORT: String(await freePort()),
      E2E_PAGES_DATA_DIR: join(folder, 'pages'),
    }
    const env = { CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...own }
    const code = await run(process.execPath, args, { env, timeout: allTests })
    return await countsIn(report, code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function countsIn(report, code) {
  const { stats, errors } = JSON.parse(await readFile(report, 'utf8'))
  const passed = stats.expected + stats.flaky
  const failed = stats.unexpected + errors.length
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
