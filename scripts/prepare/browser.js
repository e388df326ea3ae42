import { access, readFile } from 'node:fs/promises'
import { inRoot, run } from './run.js'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The Chromium for the browser tests, installed where there is none; undefined when that fails too. */
export async function findOrInstallBrowser(node) {
  const found = await findBrowser()
  if (found !== undefined) return found
  console.log('Installing Chromium for the browser tests …')
  if ((await isDebian()) && process.getuid?.() === 0) await installFromDebian()
  if ((await findBrowser()) === undefined) await installFromPlaywright(node)
  return findBrowser()
}

/** `CHROMIUM` names one; then the system's; then the one Playwright installed. */
export async function findBrowser() {
  const named = process.env.CHROMIUM
  for (const path of named ? [named] : [...places, await playwrightsOwn()]) {
    if (path !== undefined && (await runs(path))) return path
  }
  return undefined
}

/** Some systems put a script there that only says how to install it: what counts is that it runs. */
async function runs(path) {
  try {
    await access(path)
  } catch {
    return false
  }
  return (await run(path, ['--version', '--no-sandbox'], { quiet: true, timeout: 20_000 })) === 0
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core')
    return chromium.executablePath()
  } catch {
    return undefined
  }
}

async function isDebian() {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID=debian$/m.test(release)
}

async function installFromDebian() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium']
  await run('apt-get', ['update', '-qq'], { env, timeout: 180_000 })
  await run('apt-get', install, { env, timeout: 420_000 })
}

async function installFromPlaywright(node) {
  const withSystemPackages = process.getuid?.() === 0 && process.platform === 'linux' ? ['--with-deps'] : []
  const playwright = inRoot('node_modules', 'playwright', 'cli.js')
  await run(node, [playwright, 'install', ...withSystemPackages, 'chromium'], { timeout: 420_000 })
}
