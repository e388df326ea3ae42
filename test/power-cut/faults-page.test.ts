import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { quickFolder } from '#test/support/places.ts'
import { type Part, writePage } from './faults-page.ts'

const folder = await quickFolder('page')
const path = join(folder, 'faults.md')
after(() => rm(folder, { recursive: true, force: true }))

const kept: Part = {
  what: 'a cut',
  promise: '0 lost',
  run: async () => ({ seen: '9 acknowledged, 0 lost', kept: true }),
}
const broken: Part = {
  what: 'a kill',
  promise: '0 lost',
  run: async () => ({ seen: '9 acknowledged, 1 lost', kept: false }),
}
const never = () => Promise.reject(new Error('what cannot be done is not tried'))
const skipped: Part = { what: 'a mount', promise: '0 lost', cannot: 'only root mounts a disk', run: never }

test('the page of faults says what was kept, what was not, and what was skipped with the reason', async () => {
  const said: string[] = []
  await writePage(path, [kept, broken, skipped], '', (sentence) => said.push(sentence))
  const page = await readFile(path, 'utf8')
  assert.ok(page.includes('| a cut | 0 lost | 9 acknowledged, 0 lost | yes |'))
  assert.ok(page.includes('| a kill | 0 lost | 9 acknowledged, 1 lost | **no** |'))
  assert.ok(page.includes('| a mount | 0 lost | skipped: only root mounts a disk | not tried |'))
  assert.deepEqual(
    said.map((sentence) => sentence.split(' ')[0]),
    ['kept', 'BROKEN', 'skipped'],
  )
})

test('a run of faults that breaks off half way leaves the page of the one before whole', async () => {
  await writeFile(path, 'the page before')
  const breaking: Part = { ...kept, run: () => Promise.reject(new Error('the machine is out of order')) }
  await assert.rejects(
    writePage(path, [kept, breaking, kept], '', () => undefined),
    /out of order/,
  )
  assert.equal(await readFile(path, 'utf8'), 'the page before')
  assert.deepEqual(await readdir(folder), ['faults.md'])
})
