import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { quickFolder } from '#test/support/places.ts'
import { stopStarted } from '../start/started.ts'
import { killMachine } from './kills.ts'

const folder = await quickFolder('kills')
const timeout = 240_000

after(async () => {
  await stopStarted()
  await rm(folder, { recursive: true, force: true })
})

test('the database is killed, then server and database at once, while phones hand in: nothing is lost, nothing is there twice, and work goes on', {
  timeout,
}, async (t) => {
  const { acknowledged, lost, doubled, writingAgain } = await killMachine(join(folder, 'careful'), 2)
  t.diagnostic(`writing again after ${JSON.stringify(writingAgain)} ms, ${acknowledged} acknowledged`)
  assert.ok(acknowledged > 10, `${acknowledged} acknowledged`)
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 })
})

test('a database that acknowledges before it has written loses work when it is killed: this test would see it', {
  timeout,
}, async () => {
  const { lost } = await killMachine(join(folder, 'forgetful'), 1, { forgetful: true })
  assert.ok(lost > 0)
})
