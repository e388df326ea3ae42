import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { openFileStore } from '#server/platform/files/store.ts'
import { quickFolder } from '#test/support/places.ts'
import { cannotMount } from './disk.ts'
import { cutFiles, cutPieces, lostOf } from './file-cuts.ts'
import { smallPicture } from './load.ts'
import { cutMachine } from './machine.ts'

const skip = await cannotMount()
const timeout = 240_000

test('the power goes while phones hand in: everything that was acknowledged is there afterwards, once', {
  skip,
  timeout,
}, async () => {
  const { unusable, acknowledged, lost, doubled } = await cutMachine(2)
  assert.ok(acknowledged > 10, `${acknowledged} acknowledged`)
  assert.deepEqual({ unusable, lost, doubled }, { unusable: [], lost: 0, doubled: 0 })
})

test('a database that does not wait for the disk loses what it acknowledged: this machine would see it', {
  skip,
  timeout,
}, async () => {
  const { lost } = await cutMachine(1, { fsync: 'off' })
  assert.ok(lost > 0)
})

test('every picture that was called stored can be read after a power cut', { skip, timeout }, async () => {
  assert.deepEqual(await cutFiles(3, 10), { images: 3, acknowledged: 60, lost: 0, doubled: 0, unusable: [] })
})

test('S21: every piece of a picture that was acknowledged is there after a power cut', { skip, timeout }, async () => {
  assert.deepEqual(await cutPieces(2, 10), { images: 2, acknowledged: 30, lost: 0, doubled: 0, unusable: [] })
})

test('a file whose length is right and whose bytes are zeros counts as lost', async () => {
  const folder = await quickFolder('zeros')
  try {
    const store = openFileStore(folder)
    const org = randomUUID()
    const stored = [await store.put(org, await smallPicture()), await store.put(org, await smallPicture())]
    const hashes = stored.map(({ sha256 }) => sha256)
    assert.equal(await lostOf(store, org, hashes), 0)
    for (const { sha256, size } of stored.slice(1)) await writeFile(store.pathOf(org, sha256), Buffer.alloc(size))
    assert.equal(await lostOf(store, org, hashes), 1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a file synced without its folder, and one not synced at all, is lost: this machine would see it', {
  skip,
  timeout,
}, async () => {
  const { lost } = await cutFiles(2, 10, 'folders')
  assert.ok(lost > 0)
  const none = await cutFiles(1, 10, 'everything')
  assert.equal(none.lost, none.acknowledged)
})
