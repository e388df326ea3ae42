import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freePort, main, running, type Started, startProcess, stopStarted } from './started.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-start-'))
const port = await freePort()
const origin = `http://127.0.0.1:${port}`

after(async () => {
  await stopStarted()
  await rm(dataDir, { recursive: true, force: true })
})

function start(settings: Record<string, string> = {}): Started {
  return startProcess(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: String(port), DATA_DIR: dataDir, DEMO: 'off', ...settings },
  })
}

async function makeOwner(link: string): Promise<string> {
  const response = await fetch(`${origin}/api/auth/first-owner`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({
      token: link.split('#')[1],
      organization: { name: 'North Heating', zone: 'Europe/Berlin', currency: 'EUR', locale: 'de-DE' },
      name: 'Olive',
      email: 'olive@example.com',
      password: 'three tall ladders',
    }),
  })
  assert.equal(response.status, 200)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

test('a start on an empty folder offers the first owner a link; killed at once it starts again with everything there', async () => {
  const first = start()
  await running(first)
  const link = /http:\S+#\S+/.exec(first.said())?.[0] ?? ''
  const cookie = await makeOwner(link)

  const samePort = start({ DATA_DIR: `${dataDir}-other` })
  assert.notEqual(await samePort.ended, 0)
  assert.match(samePort.said(), new RegExp(`^Port ${port} is taken`))

  const sameFolder = start({ PORT: String(await freePort()) })
  assert.notEqual(await sameFolder.ended, 0)
  assert.equal(sameFolder.said().trim().split('\n').length, 1, sameFolder.said())

  first.child.kill('SIGKILL')
  await first.ended
  const second = start()
  await running(second)
  assert.ok(!second.said().includes('first owner'))
  const me = await fetch(`${origin}/api/me`, { headers: { Cookie: cookie } })
  assert.equal(me.status, 200)

  second.child.kill('SIGINT')
  assert.equal(await second.ended, 0)
  await assert.rejects(fetch(`${origin}/healthz`))
})

test('wrong settings are answered with a sentence each and nothing is started', async () => {
  const wrong = start({ PORT: 'x', DEMO: 'maybe' })
  assert.notEqual(await wrong.ended, 0)
  assert.match(wrong.said(), /PORT must be/)
  assert.match(wrong.said(), /DEMO must be/)
})
