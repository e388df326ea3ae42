import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsTable } from '#server/platform/config.ts'
import { missingPaths } from './documents.ts'
import { existsInRepository, sourcesOf } from './sources.ts'

const documents = await sourcesOf('.', ['.md'])

test('a document names no path that is not there', () => {
  const planted = { path: 'docs/a.md', text: 'See `core/kit/gone.ts`, `select`, [b](b.md) and [c](../README.md#top).' }
  assert.deepEqual(
    missingPaths([planted], (path) => path === 'README.md'),
    ['docs/a.md names core/kit/gone.ts', 'docs/a.md names docs/b.md'],
  )
  assert.deepEqual(missingPaths(documents, existsInRepository), [])
})

test('the README shows every setting as the server reads it', () => {
  const readme = documents.find(({ path }) => path === 'README.md')?.text ?? ''
  assert.ok(readme.includes(settingsTable()), `README.md must hold this table:\n\n${settingsTable()}\n`)
})
