import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  barrels,
  foreignRoutes,
  importingVocabularies,
  impure,
  screensInOffline,
  wrongWayInCore,
} from './boundaries.ts'
import { isTest, sourcesOf } from './sources.ts'

const core = await sourcesOf('core', ['.ts'])
const server = await sourcesOf('server', ['.ts'])
const offline = await sourcesOf('field/offline', ['.ts'])
const everywhere = await sourcesOf('.', ['.ts', '.tsx'])
const running = (sources: typeof core) => sources.filter((source) => !isTest(source))

test('a slice of core imports only itself and the slices before it', () => {
  assert.deepEqual(wrongWayInCore([planted('core/customers/a.ts', "import { x } from '../billing/price.ts'")]), [
    'core/customers/a.ts imports core/billing/price.ts',
  ])
  assert.equal(wrongWayInCore([planted('core/kit/a.ts', "import type { X } from '#core/sync/api.ts'")]).length, 1)
  assert.deepEqual(wrongWayInCore([planted('core/billing/a.ts', "import { x } from '../kit/money.ts'")]), [])
  assert.deepEqual(wrongWayInCore(running(core)), [])
})

test('the words everybody may import import nothing themselves', () => {
  assert.equal(importingVocabularies([planted('core/people/abilities.ts', "import { x } from './api.ts'")]).length, 1)
  assert.deepEqual(importingVocabularies(core), [])
})

test('a slice of the server never imports the routes of another', () => {
  assert.deepEqual(foreignRoutes([planted('server/people/a.ts', "import { x } from '../billing/routes.ts'")]), [
    'server/people/a.ts imports server/billing/routes.ts',
  ])
  assert.equal(foreignRoutes([planted('server/people/a.ts', "import('#server/billing/invoice-routes.ts')")]).length, 1)
  assert.deepEqual(foreignRoutes(running(server)), [])
})

test('no file only hands on what other files hold', () => {
  assert.equal(
    barrels([planted('core/kit/index.ts', ''), planted('ui/all.ts', "export * from './button.tsx'")]).length,
    2,
  )
  assert.deepEqual(barrels(everywhere), [])
})

test('core has no clock, no chance and no outside', () => {
  for (const line of ['Date.now()', 'new Date()', 'Math.random()', 'crypto.randomUUID()', 'console.log(1)']) {
    assert.equal(impure([planted('core/kit/a.ts', `const x = ${line}`)]).length, 1, line)
  }
  assert.deepEqual(impure([planted('core/kit/a.ts', "// Date.now\nconst x = new Date(at) // 'crypto'")]), [])
  assert.deepEqual(impure(running(core)), [])
})

test('the phone’s offline engine knows no screen', () => {
  assert.equal(screensInOffline([planted('field/offline/a.ts', "import { useState } from 'react'")]).length, 1)
  assert.deepEqual(screensInOffline(offline), [])
})

function planted(path: string, text: string) {
  return { path, text }
}
