import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathTo, type Route, routeOf } from './paths.ts'

const workOrder = '01a2082c-e24d-7b3f-9721-7842c92f52cd'
const visit = '01a2082c-e24d-7d30-8a55-d1a2c162817c'

test('every page has an address that leads back to it', () => {
  const routes: Route[] = [
    ...(['today', 'search', 'make', 'time', 'outbox', 'settings'] as const).map((page) => ({ page })),
    { page: 'order', workOrder },
    { page: 'visit', workOrder, visit },
    { page: 'sign-off', workOrder, visit },
  ]
  for (const route of routes) assert.deepEqual(routeOf(pathTo(route)), route)
})

test('an address that names nothing leads to today', () => {
  for (const path of ['/field', '/field/elsewhere', '/field/order/12', `/field/visit/${workOrder}`, '/field/visit//'])
    assert.deepEqual(routeOf(path), { page: 'today' })
})
