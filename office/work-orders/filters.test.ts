import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queryOf } from './filters.ts'

test('an old link with a slip in it still asks for what it can', () => {
  const query = queryOf({
    status: 'scheduled,no_such_status',
    priority: 'P1,P9',
    target: 'someday',
    flagged: 'no',
    sort: 'sideways',
  })
  assert.equal(query.status, 'scheduled')
  assert.equal(query.priority, 'P1')
  assert.equal(query.target, undefined)
  assert.equal(query.flagged, undefined)
  assert.equal(query.sort, '-raised')
})
