import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { addresses, ranges, undecidedInstallScripts } from './packages.ts'
import { root } from './sources.ts'

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
const lockFile = await readFile(join(root, 'package-lock.json'), 'utf8')

test('every package is pinned to one version', () => {
  assert.deepEqual(ranges({ dependencies: { a: '^1.0.0', b: '1.0.0', c: '*' }, devDependencies: { d: '~2.1.0' } }), [
    'a ^1.0.0',
    'c *',
    'd ~2.1.0',
  ])
  assert.deepEqual(ranges(manifest), [])
})

test('the lock file names no server to fetch from', () => {
  assert.equal(addresses('"resolved": "https://npm.example.com/a/-/a-1.0.0.tgz",').length, 1)
  assert.deepEqual(addresses(lockFile), [])
})

test('no package runs a program at install that nobody decided about', () => {
  const planted = { packages: { 'node_modules/x/node_modules/@a/b': { hasInstallScript: true } } }
  assert.deepEqual(undecidedInstallScripts(planted, {}), ['@a/b'])
  assert.deepEqual(undecidedInstallScripts(JSON.parse(lockFile), manifest.allowScripts), [])
})
