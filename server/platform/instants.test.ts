import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf } from './instants.ts'

test('a moment of the database is the same instant, however fine it is and in whatever zone it is written', () => {
  const texts = [
    '2026-11-24 09:00:00+00',
    '2026-11-24 09:00:00.1+00',
    '2026-11-24 09:00:00.12+00',
    '2026-11-24 09:00:00.123+00',
    '2026-11-24 09:00:00.123456+00',
    '1969-12-31 23:59:59.999+00',
    '2026-11-24 10:00:00+01',
    '2026-11-24 14:30:00.5+05:30',
  ]
  assert.deepEqual(
    texts.map(instantOf),
    texts.map((text) => new Date(text).toISOString()),
  )
})
