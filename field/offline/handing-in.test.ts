import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '#core/kit/time.ts'
import { credentials, note, notesShown, offline, photo, signedIn, step } from '#test/support/signed-in.ts'
import { dispatched, problem } from '#test/support/small-hub.ts'

test('S25, S26: what was captured without a network is there after a kill, shows, and goes up once the network is back', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await step(phone, workOrder, visit, 'arrive')
  await note(phone, workOrder, visit, 'Pump is worn')
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Pump is worn'])
  assert.equal(reopened.phone().agenda.get().now[0]?.mine, 'on_site')
  assert.equal(reopened.phone().status.get().counts.on_phone, 2)
  hub.fault = null
  await reopened.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Pump is worn'],
  )
  assert.deepEqual(reopened.phone().status.get().counts, {
    on_phone: 0,
    received: 0,
    on_record: 2,
    held: 0,
    refused: 0,
    put_aside: 0,
  })
})

test('S6, S16: a reply lost after commit is sent again and shows nothing twice', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  let lost = 0
  hub.fault = async (path, answer) => {
    const response = await answer()
    if (path === '/api/sync/push' && lost++ === 0) throw new TypeError('the reply was lost')
    return response
  }
  await note(phone, workOrder, visit, 'Once')
  await phone.sync()
  await phone.pass(5_000)
  assert.equal(lost, 2)
  assert.deepEqual(notesShown(phone, workOrder), ['Once'])
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

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

test('S29: an expired session keeps the queue, asks for a sign-in, and work goes on meanwhile', async () => {
  const { hub, phone, workOrder, visit } = await signedIn({ keys: null })
  const problem = { type: 'about:blank', title: 'Unauthorized', status: 401, code: 'not_signed_in', detail: 'Sign in.' }
  hub.fault = async (path, answer) =>
    path.startsWith('/api/sync')
      ? new Response(JSON.stringify(problem), { status: 401, headers: { 'content-type': 'application/problem+json' } })
      : answer()
  await step(phone, workOrder, visit, 'arrive')
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
  assert.ok('facts' in (await note(phone, workOrder, visit, 'Still working')))
  assert.equal(phone.phone().status.get().counts.on_phone, 2)
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Still working'])
  hub.fault = null
  assert.deepEqual(await reopened.field.signIn(credentials), { state: 'signed_in' })
  await reopened.sync()
  assert.deepEqual(reopened.phone().status.get().connection, { at: 'online' })
  assert.equal(reopened.phone().status.get().counts.on_record, 2)
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

test('S2: what is captured during a long fetch is handed in before the next page', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  for (let n = 0; n < 4; n += 1) dispatched(hub, `2026-11-24T0${n}:00:00.000Z`)
  let isNoted = false
  hub.fault = async (path, answer) => {
    const reply = await answer()
    if (path === '/api/sync/pull' && hub.lastBody.includes('"held"') && !isNoted) {
      isNoted = true
      await note(phone, workOrder, visit, 'Meanwhile')
    }
    return reply
  }
  hub.asked.length = 0
  await phone.sync()
  // The first question is by digest, the second brings the first page of four.
  assert.equal(hub.asked.indexOf('/api/sync/push'), 2, hub.asked.join())
  assert.equal(phone.phone().agenda.get().later.length, 1)
  assert.deepEqual(notesShown(phone, workOrder), ['Meanwhile'])
})

test('S4: a command the server cannot even take holds up nothing but itself, and is never dropped', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (const text of ['First', 'Poison', 'Last']) await note(phone, workOrder, visit, text)
  const problem = { type: 'about:blank', title: 'Unprocessable', status: 422, code: 'invalid_body', detail: 'No.' }
  hub.fault = async (path, answer) => {
    if (path !== '/api/sync/push') return answer()
    return hub.lastBody.includes('Poison')
      ? new Response(JSON.stringify(problem), { status: 422, headers: { 'content-type': 'application/problem+json' } })
      : answer()
  }
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['First', 'Last'],
  )
  assert.deepEqual(
    phone
      .phone()
      .outbox.get()
      .waiting.map((item) => [item.text, item.state]),
    [['Poison', 'on_phone']],
  )
  assert.deepEqual(notesShown(phone, workOrder)?.toSorted(), ['First', 'Last', 'Poison'])
  hub.fault = null
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 3)
})

test('S4, S9: a command under which the server breaks each time is passed over after a few tries, shown, and offered again', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 40; n += 1) await note(phone, workOrder, visit, n === 23 ? 'Poison' : `Note ${n}`)
  let pushes = 0
  hub.fault = async (path, answer) => {
    if (path !== '/api/sync/push') return answer()
    pushes += 1
    return hub.lastBody.includes('Poison') ? problem(500, 'unexpected') : answer()
  }
  // At first it is taken for the server's own trouble.
  for (let tries = 1; tries <= 3; tries += 1) {
    await phone.pass(300_000)
    assert.deepEqual([pushes, phone.phone().status.get().doing], [tries, 'waiting'])
  }
  await phone.pass(300_000)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 39)
  assert.deepEqual(
    phone
      .phone()
      .outbox.get()
      .waiting.map((item) => [item.text, item.state, item.code]),
    [['Poison', 'on_phone', 'unexpected']],
  )
  assert.deepEqual(phone.phone().status.get().connection, { at: 'online' })
  assert.equal(notesShown(phone, workOrder)?.length, 40)
  // What comes after it goes at once, and it costs little: again alone, no more waits.
  await note(phone, workOrder, visit, 'Later')
  const { status } = phone.phone()
  await phone.quiet(() => status.get().counts.on_record === 40 && status.get().doing === 'idle')
  pushes = 0
  await phone.pass(60_000)
  assert.equal(pushes, 1)
  hub.fault = null
  await phone.pass(60_000)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 41)
  assert.equal(phone.phone().status.get().counts.on_record, 41)
})

test('S4, S9: ten in a row under which the server breaks hold up what comes after them for minutes, not for ever', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 20; n += 1) await note(phone, workOrder, visit, n < 10 ? `Poison ${n}` : `Note ${n}`)
  hub.fault = async (path, answer) =>
    path === '/api/sync/push' && hub.lastBody.includes('Poison') ? problem(500, 'unexpected') : answer()
  for (let tries = 0; tries < 8; tries += 1) await phone.pass(300_000)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 10)
  assert.equal(phone.phone().status.get().counts.on_phone, 10)
  hub.fault = null
  await phone.sync()
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 20)
})

test('S9: a server that breaks under everything is asked a few times a try, and gets all in order when it is well', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 30; n += 1) await note(phone, workOrder, visit, `Note ${n}`)
  hub.fault = async () => problem(500, 'unexpected')
  const asked: number[] = []
  for (let tries = 0; tries < 20; tries += 1) {
    hub.asked.length = 0
    await phone.pass(300_000)
    asked.push(hub.asked.length)
  }
  assert.ok(Math.max(...asked) <= 12, asked.join())
  assert.equal(phone.phone().status.get().counts.on_phone, 30)
  hub.fault = null
  await phone.pass(300_000)
  await phone.pass(300_000)
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    Array.from({ length: 30 }, (_, n) => `Note ${n}`),
  )
})

for (const [what, answer] of [
  ['the server answers with a fault each time', () => problem(500, 'unexpected')],
  ['a proxy says that they are too large', () => new Response('', { status: 413 })],
] as const) {
  test(`S9: photos to which ${what} hold up no other, and are tried again`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    for (const text of ['one that breaks it', 'another that does', 'the burner']) {
      await photo(phone, workOrder, visit, text)
      phone.clock.now += 1_000
    }
    const breaking = phone
      .phone()
      .outbox.get()
      .waiting.slice(0, 2)
      .map((item) => item.bytes?.sha256 ?? assert.fail())
    hub.fault = async (path, good) => (breaking.some((sha256) => path.includes(sha256)) ? answer() : good())
    for (let tries = 0; tries < 3; tries += 1) await phone.pass(300_000)
    assert.equal(hub.stored.size, 1)
    assert.equal(phone.phone().status.get().filesOnPhone, 2)
    hub.fault = null
    await phone.pass(300_000)
    assert.equal(hub.stored.size, 3)
  })
}

test('S9: a busy server is left alone for as long as it asks, except by a tap', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => problem(503, 'busy', { 'retry-after': '120' })
  await phone.sync()
  hub.asked.length = 0
  hub.fault = null
  await note(phone, workOrder, visit, 'Later')
  phone.wake('online')
  await phone.pass(60_000)
  assert.equal(hub.asked.length, 0)
  await phone.pass(61_000)
  assert.ok(hub.asked.includes('/api/sync/push'))
})

for (const status of [401, 403]) {
  test(`S9: a ${status} to facts and to bytes touches nothing that waits`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    await note(phone, workOrder, visit, 'Kept')
    await photo(phone, workOrder, visit)
    const before = phone.phone().outbox.get().waiting
    hub.fault = async () => problem(status, 'device_unknown')
    for (let tries = 0; tries < 5; tries += 1) await phone.pass(300_000)
    assert.deepEqual(phone.phone().outbox.get().waiting, before)
    assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
    // Facts go, bytes do not: the same for them alone.
    hub.fault = async (path, answer) => (path.startsWith('/api/files/') ? problem(status, 'not_allowed') : answer())
    await phone.sync()
    assert.equal(phone.phone().status.get().filesOnPhone, 1)
    hub.fault = null
    await phone.sync()
    assert.equal(phone.phone().status.get().counts.on_record, 2)
    assert.equal(hub.stored.size, 1)
  })
}

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

test('S9: a server that asks to be left alone for an hour is asked again after five minutes, and at once by who signs in', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => problem(503, 'busy', { 'retry-after': '3600' })
  await note(phone, workOrder, visit, 'Kept')
  await phone.sync()
  hub.fault = null
  await phone.pass(300_000)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
  hub.fault = async () => problem(503, 'busy', { 'retry-after': '3600' })
  await note(phone, workOrder, visit, 'Kept too')
  await phone.sync()
  hub.fault = null
  await phone.field.signIn(credentials)
  await phone.quiet(() => phone.phone().status.get().counts.on_record === 2)
})

test('S9: a 429 with Retry-After is kept to by everything but a tap', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => problem(429, 'too_many_attempts', { 'retry-after': '90' })
  await phone.sync()
  hub.asked.length = 0
  hub.fault = null
  await note(phone, workOrder, visit, 'Later')
  for (const reason of ['online', 'visible', 'live', 'capture'] as const) phone.wake(reason)
  await phone.pass(30_000)
  assert.deepEqual(hub.asked, [])
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

for (const reason of ['online', 'visible', 'tap'] as const) {
  test(`S9: ${reason} ends the wait for the next try`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    await note(phone, workOrder, visit, 'Waits')
    for (let tries = 0; tries < 10; tries += 1) await phone.pass(300_000)
    assert.equal(phone.phone().status.get().doing, 'waiting')
    hub.fault = null
    if (reason === 'tap') phone.phone().syncNow()
    else phone.wake(reason)
    await phone.quiet(() => phone.phone().status.get().counts.on_record === 1)
  })
}

for (const reason of ['online', 'visible', 'tap'] as const) {
  test(`S9: ${reason} in the middle of a request that fails is not forgotten for a note after it`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    let fails = () => {}
    const asked = new Promise<void>((resolve) => {
      hub.fault = () => {
        resolve()
        return new Promise((_, reject) => {
          fails = () => reject(new TypeError('the line broke'))
        })
      }
    })
    await note(phone, workOrder, visit, 'On its way')
    await asked
    hub.fault = null
    if (reason === 'tap') phone.phone().syncNow()
    else phone.wake(reason)
    await note(phone, workOrder, visit, 'Written then')
    fails()
    await phone.quiet(() => phone.phone().status.get().counts.on_record === 2)
  })
}

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

test('S17: a document the phone’s disk lost is noticed by its own count, and fetched again', async () => {
  const { hub, phone, workOrder } = await signedIn()
  await phone.loseDocuments()
  const reopened = await phone.kill()
  hub.asked.length = 0
  await reopened.sync()
  assert.ok(reopened.phone().workOrder(workOrder).get())
  // And what it holds it computes anew each time: the server’s word for it is never asked.
  assert.doesNotMatch(hub.lastBody, /"digest":null/)
})

test('S9: without a network it is tried again by time alone, between one second and five minutes apart', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Waiting')
  await phone.sync()
  const pauses: number[] = []
  for (let n = 0; n < 14; n++) {
    const { nextTry } = phone.phone().status.get()
    const pause = Date.parse(nextTry ?? '') - phone.clock.now
    pauses.push(pause)
    await phone.pass(pause)
  }
  assert.ok(
    pauses.every((pause) => pause >= 1_000 && pause <= 300_000),
    String(pauses),
  )
  assert.ok((pauses.at(-1) ?? 0) >= 150_000, String(pauses))
  hub.fault = null
  await phone.pass(300_000)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

test('S19: after a restore what was acknowledged in the last 30 days is offered again, and nothing older', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.now = () => instantFrom(phone.clock.now)
  await note(phone, workOrder, visit, 'Five weeks ago')
  await phone.sync()
  phone.clock.now += 34 * 24 * 3600_000
  await note(phone, workOrder, visit, 'This week')
  await phone.sync()
  hub.epoch = 'two'
  hub.authors.clear()
  await phone.sync()
  await phone.sync()
  assert.equal(hub.authors.size, 1)
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
})

test('S12, S19, S22: a phone’s clock 400 days off for one pull takes nothing a restored server has to be offered', async () => {
  for (const off of [400, -400].map((days) => days * 24 * 3600_000)) {
    const { hub, phone, workOrder, visit } = await signedIn()
    const backup = hub.orders.get(workOrder) ?? assert.fail()
    await note(phone, workOrder, visit, 'Written after the backup')
    await photo(phone, workOrder, visit)
    await phone.sync()
    phone.clock.now += off
    await phone.sync()
    await photo(phone, workOrder, visit, 'captured meanwhile')
    await phone.sync()
    phone.clock.now -= off
    await phone.sync()
    hub.epoch = 'two'
    hub.orders.set(workOrder, backup)
    hub.ledger.clear()
    hub.stored.clear()
    await phone.sync()
    await phone.sync()
    assert.deepEqual([hub.ledger.size, hub.stored.size], [3, 2])
  }
})

test('S19: a restored server is offered again what it had acknowledged', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const backup = hub.orders.get(workOrder) ?? assert.fail()
  await note(phone, workOrder, visit, 'Written after the backup')
  await photo(phone, workOrder, visit)
  await phone.sync()
  hub.epoch = 'two'
  hub.orders.set(workOrder, backup)
  hub.ledger.clear()
  hub.stored.clear()
  await phone.sync()
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Written after the backup'],
  )
  assert.equal(hub.stored.size, 1)
  assert.deepEqual(notesShown(phone, workOrder), ['Written after the backup'])
})

test('S26: until the first answer a phone that opens says neither online nor offline', async () => {
  const { hub, phone } = await signedIn()
  let answer = () => {}
  const asked = new Promise<void>((resolve) => {
    hub.fault = (_path, reply) => {
      resolve()
      return new Promise((answered) => {
        answer = () => answered(reply())
      })
    }
  })
  const reopened = await phone.kill()
  await asked
  assert.deepEqual(reopened.phone().status.get().connection, { at: 'unasked' })
  hub.fault = null
  answer()
  await reopened.sync()
  assert.deepEqual(reopened.phone().status.get().connection, { at: 'online' })
  hub.fault = offline
  const away = await reopened.kill()
  await away.sync()
  assert.deepEqual(away.phone().status.get().connection, { at: 'offline' })
})
