import { QueryClient } from '@tanstack/react-query'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refresh } from './freshness.ts'

function loaded(...keys: unknown[][]): QueryClient {
  const queries = new QueryClient()
  for (const key of keys) queries.setQueryData(key, {})
  return queries
}

function isStale(queries: QueryClient, key: unknown[]): boolean {
  return queries.getQueryState(key)?.isInvalidated ?? false
}

test('a change of one work order makes its page and every list old, and no other page', () => {
  const one = ['readWorkOrder', { params: { id: 'one' } }]
  const two = ['readWorkOrder', { params: { id: 'two' } }]
  const list = ['listWorkOrders', { query: {} }]
  const people = ['listMembers', {}]
  const queries = loaded(one, two, list, people)
  refresh(queries, [{ kind: 'work_order', id: 'one', version: 3 }])
  assert.deepEqual(
    [one, two, list, people].map((key) => isStale(queries, key)),
    [true, false, true, false],
  )
})

test('a kind this version does not know changes nothing', () => {
  const list = ['listWorkOrders', { query: {} }]
  const queries = loaded(list)
  refresh(queries, [{ kind: 'carrier_pigeon', id: 'one', version: 1 }])
  assert.equal(isStale(queries, list), false)
})
