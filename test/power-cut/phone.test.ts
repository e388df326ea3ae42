import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cannotMount } from './disk.ts'
import { fillPhone, journalInFiles } from './full-phone.ts'
import { browserPath, cutPhone } from './phone-cuts.ts'

const skip = (await cannotMount()) || (browserPath() === null && 'there is no Chromium')
const timeout = 240_000

test('S25: a phone whose battery dies keeps every photo and fact it has shown a tick for', {
  skip,
  timeout,
}, async () => {
  const { acknowledged, lost, doubled } = await cutPhone(2)
  assert.ok(acknowledged >= 30, `${acknowledged} shown`)
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 })
})

test('a phone that does not wait for its disk loses what it has shown: this machine would see it', {
  skip,
  timeout,
}, async () => {
  // Now and then the kernel has just written by itself what nobody asked for: several looks.
  const { lost } = await cutPhone(4, { relaxed: true, each: 5 })
  assert.ok(lost > 0)
})

test('S31: on a disk others have filled to the last byte every note is kept, and is there when the app is opened again', {
  skip,
  timeout,
}, async () => {
  const { before, whenFull, found } = await fillPhone(40, { hasReserve: true })
  assert.deepEqual({ before, whenFull, found }, { before: 40, whenFull: 40, found: 80 })
})

test('S31: what was captured on a disk filled to the last byte is there when the browser is started again, also where it threw its database away', {
  skip,
  timeout,
}, async () => {
  for (const restarts of ['full', 'with_room'] as const) {
    const { afterRestart } = await fillPhone(40, { hasReserve: true, restarts })
    assert.equal(afterRestart?.found, 80, restarts)
  }
})

test('without the journal a browser that throws its database away loses what was captured: this machine would see it', {
  skip,
  timeout,
}, async (about) => {
  const { afterRestart } = await fillPhone(40, { hasReserve: true, restarts: 'with_room', hasJournal: false })
  // A later Chromium may keep its database: then there is nothing to bring back.
  if (afterRestart?.found === 80) about.diagnostic('this browser kept its database')
  else assert.equal(afterRestart?.found, 0)
})

for (const [name, problem] of skip ? [] : await journalInFiles())
  test(`in a browser’s files: ${name}`, () => assert.equal(problem, null))

test('without room of its own a phone on a full disk keeps none: this machine would see it', {
  skip,
  timeout,
}, async () => {
  const { before, whenFull } = await fillPhone(10, { hasReserve: false })
  assert.equal(before, 10)
  assert.ok(whenFull < 10, `${whenFull} of 10 were kept`)
})
