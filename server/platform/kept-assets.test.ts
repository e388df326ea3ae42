import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { keepAssets } from './kept-assets.ts'
import { loadFiles } from './static.ts'

const folder = await mkdtemp(join(tmpdir(), 'roundtrip-web-'))
after(() => rm(folder, { recursive: true, force: true }))
const day = 24 * 60 * 60 * 1000
const begin = Date.parse('2026-11-01T00:00:00.000Z')

/** A build of the app whose one script has this name. */
async function built(script: string) {
  const dist = join(folder, 'dist')
  await rm(dist, { recursive: true, force: true })
  await mkdir(join(dist, 'assets'), { recursive: true })
  await writeFile(join(dist, 'index.html'), `<script src="assets/${script}">`)
  await writeFile(join(dist, 'assets', script), script)
  return loadFiles(dist)
}

test('S30: a page that began with an earlier build finds its parts for sixty days, and not for ever', async () => {
  const kept = join(folder, 'kept')
  assert.deepEqual([...(await keepAssets(kept, await built('one.js'), begin)).keys()], [])
  const second = await built('two.js')
  assert.deepEqual([...(await keepAssets(kept, second, begin + day)).keys()], ['assets/one.js'])
  await utimes(join(kept, 'assets', 'one.js'), begin / 1000, begin / 1000)
  assert.deepEqual([...(await keepAssets(kept, second, begin + 61 * day)).keys()], [])
})
