import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Asset, loadFiles } from './static.ts'

/** How long the files of an earlier generation of an app are served (SYNC S30): a page open for weeks still finds its parts. */
const keptFor = 60 * 24 * 60 * 60 * 1000

/**
 * Keeps the hashed files of this generation beside the data, and gives those of earlier ones that are younger than sixty
 * days, so that a new build takes nothing from under a page or a worker that began with the old one.
 */
export async function keepAssets(
  folder: string,
  current: ReadonlyMap<string, Asset>,
  now: number,
): Promise<Map<string, Asset>> {
  const kept = join(folder, 'assets')
  await mkdir(kept, { recursive: true })
  const there = new Set(await readdir(kept))
  for (const [path, asset] of current) {
    const name = /^assets\/([^/]+)$/.exec(path)?.[1]
    if (name === undefined) continue
    // Its age counts from the last start that still had it.
    if (there.has(name)) await utimes(join(kept, name), now / 1000, now / 1000)
    else await writeFile(join(kept, name), asset.bytes)
  }
  for (const name of there) {
    const path = join(kept, name)
    if (now - (await stat(path)).mtimeMs > keptFor) await rm(path)
  }
  const all = await loadFiles(folder)
  return new Map([...all].filter(([path]) => !current.has(path)))
}
