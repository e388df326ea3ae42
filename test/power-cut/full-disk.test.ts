import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cannotMount } from './disk.ts'
import { fillDisk } from './full-disk.ts'
import { fillDiskOfHastyServer } from './full-disk-control.ts'

const skip = await cannotMount()

test('a disk that fills up turns pictures away with the reason and still takes work; full, nothing is lost, and with room again it goes on alone', {
  skip,
  timeout: 240_000,
}, async (t) => {
  const full = await fillDisk()
  t.diagnostic(`writing again ${full.recoveredAfter} ms after there was room; ${full.acknowledged} acknowledged`)
  assert.equal(full.whenTight, '503 disk_full')
  assert.ok(full.takenWhenTight > 0, 'commands are small and are taken')
  assert.equal(full.stoppedWhenFull, true, 'on a full disk nothing is acknowledged')
  assert.ok(full.recoveredAfter < 60_000, 'it recovers alone')
  assert.equal(full.whenFreed, 'stored')
  assert.deepEqual({ lost: full.lost, doubled: full.doubled }, { lost: 0, doubled: 0 })
})

test('a server that says yes first and writes then loses work on a full disk: this machine would see it', {
  skip,
  timeout: 240_000,
}, async () => {
  const { lost } = await fillDiskOfHastyServer()
  assert.ok(lost > 0)
})
