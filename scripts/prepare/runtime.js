import { execFile } from 'node:child_process'
import { access, symlink } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inRoot, Sentence } from './run.js'

const least = 24

/**
 * The Node the project runs on: the one npm installed into node_modules/.bin,
 * which npm scripts find first; where there is none for this machine, the
 * running one if it is new enough.
 */
export async function requirePinnedNode() {
  const pinned = inRoot('node_modules', '.bin', 'node')
  await linkWherePackageDoesNot(pinned)
  const version = await versionOf(pinned)
  if (version >= least) return pinned
  if (version === 0 && majorOf(process.version) >= least) return process.execPath
  if (version < 0) {
    throw new Sentence(
      `The Node that comes with Roundtrip does not run on this system (${process.platform} ${process.arch}); on Linux it needs glibc.`,
    )
  }
  throw new Sentence(
    `Roundtrip needs Node ${least} and has none of its own for this machine (${process.platform} ${process.arch}); this is ${process.version}. Install Node ${least} and try again.`,
  )
}

/** One of the packages names its program differently. */
async function linkWherePackageDoesNot(pinned) {
  const program = `node-bin-${process.platform}-${process.arch}`
  if (await exists(pinned)) return
  if (await exists(inRoot('node_modules', program, 'bin', 'node'))) await symlink(`../${program}/bin/node`, pinned)
}

/** Major version; 0: there is none; -1: it does not run. */
async function versionOf(program) {
  if (!(await exists(program))) return 0
  try {
    return majorOf((await promisify(execFile)(program, ['--version'])).stdout)
  } catch {
    return -1
  }
}

const majorOf = (version) => Number(version.replace('v', '').split('.')[0])

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  )
