import assert from 'node:assert/strict'
import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { canEnter } from '#server/platform/postgres/account.ts'
import { freePort, root, running, type Started, startProcess, stopStarted } from './started.ts'

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }
const folder = await mkdtemp(join(tmpdir(), 'roundtrip-anybody-'))

after(async () => {
  await stopStarted()
  await rm(folder, { recursive: true, force: true })
})

/** Clean but for what a shell of that user would have. */
async function environment(home: string): Promise<{ env: Record<string, string>; origin: string }> {
  const port = String(await freePort())
  const path = [join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(':')
  return {
    env: { PATH: path, HOME: home, PORT: port, DATA_DIR: join(home, 'data'), DEMO: 'off' },
    origin: `http://127.0.0.1:${port}`,
  }
}

async function answersAndEnds(server: Started, origin: string): Promise<void> {
  await running(server)
  assert.equal((await fetch(`${origin}/healthz`)).status, 200)
  assert.match(server.said(), /first-owner#\S+/)
  server.child.kill('SIGINT')
  assert.equal(await server.ended, 0, server.said())
  await assert.rejects(fetch(`${origin}/healthz`))
}

const tooFar = isRoot && !(await canEnter(root, nobody))

test('somebody who is not root starts it, and all that it keeps is theirs', {
  timeout: 110_000,
  skip: tooFar && 'this checkout lies where only root may enter',
}, async () => {
  const home = join(folder, 'home')
  await mkdir(home)
  await chmod(folder, 0o755)
  const account = isRoot ? nobody : {}
  if (isRoot) await chown(home, nobody.uid, nobody.gid)
  const { env, origin } = await environment(home)
  // The pre script has run: it belongs to whoever installed.
  const server = startProcess('npm', ['start', '--ignore-scripts'], { cwd: root, env, ...account })
  await answersAndEnds(server, origin)
  const owner = isRoot ? nobody.uid : process.getuid?.()
  for (const kept of ['data/secret', 'data/postgres/cluster/PG_VERSION'])
    assert.equal((await stat(join(home, kept))).uid, owner, kept)
})

test('root starts it below a folder that nobody else may enter, where the database’s own user cannot reach its program', {
  timeout: 110_000,
  skip: isRoot
    ? process.platform !== 'linux' && 'only Linux starts a database there'
    : 'only root can have such a folder',
}, async () => {
  const closed = join(folder, 'closed')
  const checkout = join(closed, 'checkout')
  await mkdir(checkout, { recursive: true })
  await chmod(closed, 0o700)
  // Every path the server knows then begins in the closed folder, packages included.
  for (const name of ['core', 'server', 'dist', 'node_modules', 'package.json'])
    await symlink(join(root, name), join(checkout, name))
  assert.equal(await canEnter(join(checkout, 'node_modules'), nobody), false)
  const { env, origin } = await environment(closed)
  const server = startProcess(
    join(root, 'node_modules/.bin/node'),
    ['--preserve-symlinks', '--preserve-symlinks-main', join(checkout, 'server/main.ts')],
    { cwd: checkout, env },
  )
  await answersAndEnds(server, origin)
  assert.equal((await stat(join(closed, 'data/postgres/cluster/PG_VERSION'))).uid, nobody.uid)
})
