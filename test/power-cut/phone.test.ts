import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cannotMount } from './disk.ts'
import { fillPhone } from './full-phone.ts'
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

test('without room of its own a phone on a full disk keeps none: this machine would see it', {
  skip,
  timeout,
}, async () => {
  const { before, whenFull } = await fillPhone(10, { hasReserve: false })
  assert.equal(before, 10)
  assert.ok(whenFull < 10, `${whenFull} of 10 were kept`)
})
