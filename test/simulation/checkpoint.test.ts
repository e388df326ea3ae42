import assert from 'node:assert/strict'
import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { quickFolder } from '#test/support/places.ts'
import { openCheckpoint, type ToldStory } from './checkpoint.ts'

const folder = await quickFolder('checkpoint')
after(() => rm(folder, { recursive: true, force: true }))

const run = { seed: 1, commit: 'abc', startedAt: '2026-11-23T20:00:00.000Z' }
const story = (seed: number): ToldStory => ({
  seed,
  figures: { facts: 2_000, lost: 0, doubled: 0 },
  broken: [],
  milliseconds: 10,
})

test('an interrupted run of heavy days goes on after the last story that was told, as the run it was', async () => {
  const path = join(folder, 'interrupted.jsonl')
  const first = await openCheckpoint(run, path)
  await first.add(story(1))
  await first.add(story(2))
  await appendFile(path, '{"seed":3,"fig')
  const second = await openCheckpoint({ ...run, startedAt: '2026-11-24T09:00:00.000Z' }, path)
  assert.deepEqual(second.told, [story(1), story(2)])
  assert.equal(second.of.startedAt, run.startedAt)
  await second.add(story(3))
  assert.deepEqual((await openCheckpoint(run, path)).told, [story(1), story(2), story(3)])
})

test('a run of another commit or another seed begins anew: a figure is of one state of the code', async () => {
  const path = join(folder, 'another.jsonl')
  await (await openCheckpoint(run, path)).add(story(1))
  assert.deepEqual((await openCheckpoint({ ...run, commit: 'def' }, path)).told, [])
  await (await openCheckpoint(run, path)).add(story(1))
  assert.deepEqual((await openCheckpoint({ ...run, seed: 2 }, path)).told, [])
})
