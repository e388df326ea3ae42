import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { problemBody } from '#core/kit/contract.ts'
import { chunkHeaders, chunkPath, pieceSize } from '#core/sync/chunks.ts'
import { testServer } from '#test/support/server.ts'

/** Each is closed after 8, 15 or 5 seconds; how long it really was is printed. Without a clock it would be minutes. */
const closedWithin = 40_000
const each = 40

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const port = Number(new URL(server.origin).port)

/** One that sends a byte a second for as long as it may: how long that was, and what it was told. */
type Ended = { kind: string; after: number; status: number; code: string | null }

const host = `Host: 127.0.0.1:${port}\r\nOrigin: ${server.origin}\r\n`
const { cookie } = north.technician
const sha256 = 'a'.repeat(64)
const json = 'Content-Type: application/json\r\nContent-Length: 5000\r\n'
const signedIn = `${host}Cookie: ${cookie}\r\n`
const kinds: Record<string, { begin: string; codes: string[] }> = {
  headers: { begin: `GET /api/me HTTP/1.1\r\n${host}X-Slow: `, codes: ['too_slow'] },
  'a body': { begin: `POST /api/sync/push HTTP/1.1\r\n${signedIn}${json}\r\n{`, codes: ['too_slow'] },
  'a sign-in': { begin: `POST /api/auth/office/sign-in HTTP/1.1\r\n${host}${json}\r\n{`, codes: ['too_slow'] },
  'a body nobody asked for': { begin: `POST /api/sync/push HTTP/1.1\r\n${host}${json}\r\n{`, codes: ['not_signed_in'] },
  'a body beyond its limit': {
    begin: `POST /api/sync/push HTTP/1.1\r\n${signedIn}Content-Type: application/json\r\nContent-Length: 900000000\r\n\r\n{`,
    codes: ['too_large'],
  },
  'a body where none is read': {
    begin: `GET /api/me HTTP/1.1\r\n${signedIn}Content-Length: 5000\r\n\r\n{`,
    codes: [],
  },
  'a piece of a photo': {
    begin: `PUT ${chunkPath(sha256, 0)} HTTP/1.1\r\n${signedIn}${chunkHeaders.size}: ${pieceSize}\r\n${chunkHeaders.hash}: ${sha256}\r\nContent-Length: ${pieceSize}\r\n\r\n0`,
    codes: ['too_slow'],
  },
  'a whole photo': {
    begin: `PUT /api/files/${sha256} HTTP/1.1\r\n${signedIn}Content-Length: ${pieceSize}\r\n\r\n0`,
    codes: ['too_slow'],
  },
}

function drip(kind: string, begin: string): Promise<Ended> {
  const begun = performance.now()
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(begin))
    const dripping = setInterval(() => socket.writable && socket.write('1'), 1_000)
    let said = ''
    socket.on('data', (chunk: Buffer) => void (said += chunk.toString()))
    // A server that ends the connection while we still send is heard as an error too.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(dripping)
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0)
      const body = said.slice(said.indexOf('\r\n\r\n') + 4)
      const problem = problemBody.safeParse(status >= 400 ? JSON.parse(body) : null)
      resolve({ kind, after: performance.now() - begun, status, code: problem.data?.code ?? null })
    })
  })
}

test('hundreds that send a byte a second are closed with a reason, and nobody else notices them', async (t) => {
  const ended: Ended[] = []
  const slow = Object.entries(kinds).flatMap(([kind, { begin }]) =>
    Array.from({ length: each }, () => drip(kind, begin).then((one) => ended.push(one))),
  )
  const all = Promise.all(slow)
  let isOver = false
  void all.then(() => (isOver = true))
  const took: number[] = []
  const until = performance.now() + closedWithin
  while (!isOver && performance.now() < until) {
    const begun = performance.now()
    assert.equal((await server.as(north.owner).fetch('/api/me')).status, 200)
    took.push(performance.now() - begun)
    await sleep(100)
  }
  const p95 = took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? 0
  for (const kind of Object.keys(kinds)) {
    const own = ended.filter((one) => one.kind === kind)
    const slowest = Math.max(0, ...own.map((one) => one.after))
    t.diagnostic(
      `${kind}: ${own.length} closed, the last after ${(slowest / 1000).toFixed(1)} s, ${own[0]?.status} ${own[0]?.code}`,
    )
  }
  t.diagnostic(`others meanwhile: ${took.length} requests, p95 ${p95.toFixed(0)} ms`)
  assert.equal(ended.length, slow.length, 'all are closed in time')
  for (const { kind, code } of ended) if (code) assert.ok(kinds[kind]?.codes.includes(code), `${kind}: ${code}`)
})
