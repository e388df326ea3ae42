import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lanesOf } from './lanes.ts'

test('what is on at the same time stands in different lanes, what follows takes the lane that is free again', () => {
  const { placed, lanes } = lanesOf([
    { item: 'late', from: 10, to: 12 },
    { item: 'long', from: 0, to: 9 },
    { item: 'short', from: 0, to: 3 },
    { item: 'next', from: 3, to: 5 },
  ])
  assert.deepEqual(
    placed.map(({ item, lane }) => [item, lane]),
    [
      ['long', 0],
      ['short', 1],
      ['next', 1],
      ['late', 0],
    ],
  )
  assert.equal(lanes, 2)
})

test('no two visits of a lane are on at once, and there are no more lanes than visits at the busiest moment', () => {
  const visit = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 60 })).map(([from, length]) => ({
    item: 0,
    from,
    to: from + length,
  }))
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 40 }), (visits) => {
      const { placed, lanes } = lanesOf(visits)
      for (const [at, one] of placed.entries())
        for (const other of placed.slice(at + 1))
          assert.ok(one.lane !== other.lane || one.to <= other.from || other.to <= one.from)
      const busiest = Math.max(
        0,
        ...visits.map(({ from }) => visits.filter((v) => v.from <= from && from < v.to).length),
      )
      assert.equal(lanes, busiest)
    }),
  )
})

test('five hundred visits at once are five hundred lanes, and nothing is one of none', () => {
  const { lanes } = lanesOf(Array.from({ length: 500 }, (_, item) => ({ item, from: 0, to: 10 })))
  assert.equal(lanes, 500)
  assert.deepEqual(lanesOf([]), { placed: [], lanes: 0 })
})
