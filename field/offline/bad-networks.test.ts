import assert from 'node:assert/strict'
import { test } from 'node:test'
import { note, offline, photo, signedIn } from '#test/support/signed-in.ts'

for (const [what, reply] of [
  [
    'a page of its own',
    () => new Response('<html>Welcome to Hotel Wifi</html>', { headers: { 'content-type': 'text/html' } }),
  ],
  ['JSON of its own', () => Response.json({ ok: true })],
  [
    'a 403 page',
    () => new Response('Sign in to the guest network', { status: 403, headers: { 'content-type': 'text/html' } }),
  ],
] as const) {
  test(`S9: a captive portal that answers with ${what} is no network, and the queue waits`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = async () => reply()
    await note(phone, workOrder, visit, 'Kept')
    await phone.sync()
    const status = phone.phone().status.get()
    assert.deepEqual(status.connection, { at: 'offline' })
    assert.equal(status.counts.on_phone, 1)
    hub.fault = null
    await phone.sync()
    assert.equal(phone.phone().status.get().counts.on_record, 1)
  })
}

test('S9: an answer out of a cache on the way, to a question asked before, is no network', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const cache = new Map<string, string>()
  hub.fault = async (path, answer) => {
    const response = await answer()
    cache.set(path, await response.clone().text())
    return response
  }
  await note(phone, workOrder, visit, 'Answered')
  await phone.sync()
  hub.fault = async (path) => new Response(cache.get(path), { headers: { 'content-type': 'application/json' } })
  hub.asked.length = 0
  await note(phone, workOrder, visit, 'Not answered')
  await phone.sync()
  // Nothing was built on it: the first question is asked again before the second.
  assert.deepEqual(new Set(hub.asked), new Set(['/api/sync/push']))
  assert.deepEqual(phone.phone().status.get().connection, { at: 'offline' })
  assert.equal(phone.phone().status.get().counts.on_phone, 1)
})

test('S9: the right words under another content type are not the server’s', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async (_path, answer) =>
    new Response(await (await answer()).text(), { headers: { 'content-type': 'text/html' } })
  await note(phone, workOrder, visit, 'Kept')
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'offline' })
  assert.equal(phone.phone().status.get().counts.on_phone, 1)
})

test('S9: a body too large is halved until it goes', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const sizes: number[] = []
  hub.fault = offline
  for (let n = 0; n < 6; n++) await note(phone, workOrder, visit, `Note ${n}`)
  hub.fault = async (path, answer) => {
    if (path !== '/api/sync/push') return answer()
    const response = await answer()
    const { outcomes }: { outcomes: unknown[] } = await response.clone().json()
    sizes.push(outcomes.length)
    return outcomes.length > 2 ? new Response('', { status: 413 }) : response
  }
  await phone.sync()
  assert.deepEqual(sizes.slice(0, 4), [6, 3, 2, 4])
  assert.equal(phone.phone().status.get().counts.on_record, 6)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 6)
})

test('S9: a line that breaks under much is given little, until a day of notes is through', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 60; n += 1) await note(phone, workOrder, visit, `Note ${n}: ${'word '.repeat(400)}`)
  hub.fault = async (path, answer) =>
    path === '/api/sync/push' && hub.lastBody.length > 40_000 ? offline(path, answer) : answer()
  for (let tries = 0; tries < 8; tries += 1) await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 60)
})

for (const status of [429, 503]) {
  test(`S9: a portal’s own ${status} is no network, and asks for no pause`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    const headers = { 'content-type': 'text/html', 'retry-after': '3600' }
    hub.fault = async () => new Response('<html>Too many guests</html>', { status, headers })
    await note(phone, workOrder, visit, 'Kept')
    await phone.sync()
    assert.deepEqual(phone.phone().status.get().connection, { at: 'offline' })
    assert.equal(phone.phone().status.get().isBusy, false)
    hub.fault = null
    phone.wake('online')
    await phone.quiet(() => phone.phone().status.get().counts.on_record === 1)
  })
}

test('S9: what says that it is a problem and is none of ours is no network either', async () => {
  const { hub, phone } = await signedIn()
  const headers = { 'content-type': 'application/problem+json', 'retry-after': '3600' }
  hub.fault = async () => new Response('{"error":"quota"}', { status: 429, headers })
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'offline' })
})

test('S9: a portal that says everything is well to every address lets no fact and no byte go', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Kept')
  await photo(phone, workOrder, visit)
  const replies = [
    () => new Response(null, { status: 204 }),
    () => new Response('', { status: 200 }),
    () => Response.json({ nonce: 'another', epoch: 'one', now: '2026-11-23T08:00:00.000Z', outcomes: [] }),
    () => Response.json({ state: 'stored', sha256: 'f'.repeat(64), size: 1, have: [] }),
  ]
  const standing = () => {
    const { connection, counts, filesOnPhone } = phone.phone().status.get()
    return [connection.at, counts.on_phone, filesOnPhone]
  }
  for (const reply of replies) {
    hub.fault = async () => reply()
    await phone.sync()
    assert.deepEqual(standing(), ['offline', 2, 1])
  }
  for (const reply of replies) {
    hub.fault = async (path, answer) => (path.startsWith('/api/files/') ? reply() : answer())
    await phone.sync()
    assert.deepEqual(standing(), ['offline', 0, 1])
  }
})
