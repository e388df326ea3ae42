import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oneAfterAnother } from './one-after-another.ts'

test('a job begins when the one before it is over, also when that failed, which only its own caller hears', async () => {
  const inOrder = oneAfterAnother()
  const seen: string[] = []
  const job = (name: string, fails = false) =>
    inOrder(async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const [one, two, three] = await Promise.allSettled([job('one'), job('two', true), job('three')])
  assert.deepEqual(seen, ['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends'])
  assert.deepEqual([one?.status, two?.status, three?.status], ['fulfilled', 'rejected', 'fulfilled'])
})
