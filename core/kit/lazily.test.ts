import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lazily } from './lazily.ts'

test('a value is made when it is first asked for, once, and its name is known before', () => {
  const made: string[] = []
  const shapes = lazily({
    travel: () => made.push('travel'),
    arrive: () => ({ name: made.push('arrive') }),
  })
  assert.deepEqual(Object.keys(shapes), ['travel', 'arrive'])
  assert.ok(Object.hasOwn(shapes, 'arrive'))
  assert.deepEqual(made, [])
  assert.equal(shapes.arrive, shapes.arrive)
  assert.deepEqual(made, ['arrive'])
})
