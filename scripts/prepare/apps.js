import { createHash } from 'node:crypto'
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inRoot, run, Sentence } from './run.js'

export const apps = ['office', 'field']

const shared = ['core', 'ui', 'vite.config.ts', 'tsconfig.base.json', 'package.json', 'package-lock.json']

/** Builds each web app whose sources are not those its last build was made of. */
export async function buildApps(node, wanted = apps) {
  for (const app of wanted) {
    const sources = await hashOf([...shared, app])
    const mark = inRoot('dist', `${app}.sources`)
    if (sources === (await readFile(mark, 'utf8').catch(() => ''))) continue
    console.log(`Building the ${app} app …`)
    await build(node, app)
    await writeFile(mark, sources)
  }
}

/** Into a folder of its own first, so that a running server never has half an app. */
async function build(node, app) {
  const made = inRoot('dist', `.${app}-${process.pid}`)
  const old = `${made}-old`
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--mode', app, '--outDir', made, '--logLevel', 'error']
  const code = await run(node, args, { env: { NODE_ENV: 'production' }, timeout: 300_000 })
  if (code !== 0) {
    await rm(made, { recursive: true, force: true })
    throw new Sentence(`The ${app} app could not be built. What is said above is the reason.`)
  }
  const place = inRoot('dist', app)
  await rename(place, old).catch(() => undefined)
  await rename(made, place)
  await rm(old, { recursive: true, force: true })
}

async function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of await filesBelow(path))
      hash
        .update(file)
        .update('\0')
        .update(await readFile(inRoot(file)))
  }
  return hash.digest('hex')
}

/** Files of a path in a fixed order, tests left out. */
async function filesBelow(path) {
  const entries = await readdir(inRoot(path), { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return [path]
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const found = await Promise.all(entries.map((entry) => filesOf(entry, join(path, entry.name))))
  return found.flat()
}

function filesOf(entry, path) {
  if (entry.isDirectory()) return filesBelow(path)
  return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
}
