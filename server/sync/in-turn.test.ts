import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openInTurn } from './in-turn.ts'

const enough = 60_000

test('of many phones that hand in at once so many are served, the others in the order they came', async () => {
  const inTurn = openInTurn({ atOnce: 2, longest: enough })
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = [0, 1, 2, 3].map((n) =>
    inTurn(async () => {
      begun.push(n)
      await new Promise<void>((resolve) => ends.push(resolve))
      return n
    }),
  )
  await settled()
  assert.deepEqual(begun, [0, 1])
  ends[1]?.()
  await settled()
  assert.deepEqual(begun, [0, 1, 2])
  ends[0]?.()
  ends[2]?.()
  await settled()
  ends[3]?.()
  assert.deepEqual(await Promise.all(all), [0, 1, 2, 3])
})

test('a hand-in that fails holds up none behind it', async () => {
  const inTurn = openInTurn({ atOnce: 1, longest: enough })
  const first = inTurn(() => Promise.reject(new Error('poison')))
  const second = inTurn(async () => 'taken')
  await assert.rejects(first, /poison/)
  assert.equal(await second, 'taken')
})

test('who waited too long is asked to come again, and is not served behind their back', async () => {
  const inTurn = openInTurn({ atOnce: 1, longest: 1 })
  let end = () => {}
  const first = inTurn(() => new Promise<void>((resolve) => (end = resolve)))
  let isServed = false
  const second = inTurn(async () => {
    isServed = true
  })
  await assert.rejects(second, /^Error: 503 busy/)
  end()
  await first
  await settled()
  assert.equal(isServed, false)
  assert.equal(await inTurn(async () => 'taken'), 'taken')
})

const settled = () => new Promise((resolve) => setImmediate(resolve))
