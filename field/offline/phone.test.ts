import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDBKeyRange, IDBObjectStore as ObjectStore } from 'fake-indexeddb'
import type { Id } from '#core/kit/ids.ts'
import { openTestPhone, photoFile, sha256, type TestPhone } from '#test/support/phone.ts'
import { openDexieStore } from './dexie-store.ts'
import { dispatched, type Fault, type Hub, newTestId, openHub } from '#test/support/small-hub.ts'

const credentials = { email: 'ines@meridian.example', password: 'three tall ladders' }
const offline: Fault = async () => {
  throw new TypeError('fetch failed')
}

async function signedIn(): Promise<{ hub: Hub; phone: TestPhone; workOrder: Id; visit: Id }> {
  const hub = openHub()
  const { workOrder, visit } = dispatched(hub)
  const phone = openTestPhone({ fetch: hub.fetch })
  await phone.until('signed_out')
  assert.deepEqual(await phone.field.signIn(credentials), { state: 'signed_in' })
  await phone.sync()
  return { hub, phone, workOrder, visit }
}

const step = (phone: TestPhone, workOrder: Id, visit: Id, type: 'travel' | 'arrive' | 'leave') =>
  phone.phone().capture({ workOrder, command: { type, body: phone.phone().fact(visit) } })

const note = (phone: TestPhone, workOrder: Id, visit: Id, text: string) =>
  phone.phone().capture({
    workOrder,
    command: { type: 'note', body: { ...phone.phone().fact(visit), text, audience: 'crew' } },
  })

const notesShown = (phone: TestPhone, workOrder: Id) =>
  phone
    .phone()
    .workOrder(workOrder)
    .get()
    ?.order.work.notes.map((one) => one.text)

const photo = (phone: TestPhone, workOrder: Id, visit: Id, text = 'the burner') =>
  phone.phone().capturePhoto({
    workOrder,
    visit,
    file: photoFile(text),
    phase: 'after',
    caption: '',
    audience: 'customer',
    position: null,
  })

test('what was captured without a network is there after a kill, shows, and goes up once the network is back', async () => {
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
  })
})

test('a reply lost after commit is sent again and shows nothing twice', async () => {
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
  test(`a captive portal that answers with ${what} is no network, and the queue waits`, async () => {
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

test('an answer out of a cache on the way, to a question asked before, is no network', async () => {
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

test('the right words under another content type are not the server’s', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async (_path, answer) =>
    new Response(await (await answer()).text(), { headers: { 'content-type': 'text/html' } })
  await note(phone, workOrder, visit, 'Kept')
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'offline' })
  assert.equal(phone.phone().status.get().counts.on_phone, 1)
})

test('an expired session keeps the queue, asks for a sign-in, and work goes on meanwhile', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
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

test('what cannot be meant is refused with its code and nothing of it is kept', async () => {
  const { phone, workOrder, visit } = await signedIn()
  await step(phone, workOrder, visit, 'arrive')
  assert.deepEqual(await step(phone, workOrder, visit, 'arrive'), { refusal: { code: 'already_on_site' } })
  const capture = { workOrder, command: { type: 'arrive' as const, body: phone.phone().fact(visit) } }
  assert.deepEqual(phone.phone().whyNot(capture), { code: 'already_on_site' })
  assert.equal(phone.phone().outbox.get().counts.on_phone + phone.phone().outbox.get().counts.received, 1)
  assert.deepEqual(await note(phone, workOrder, newTestId(), 'Nowhere'), { refusal: { code: 'visit_unknown' } })
})

test('leaving here and travelling there are kept together or not at all', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const next = dispatched(hub, '2026-11-23T13:00:00.000Z')
  await phone.sync()
  const one = phone.phone()
  const together = () =>
    one.captureAll([
      { workOrder, command: { type: 'leave', body: one.fact(visit) } },
      { workOrder: next.workOrder, command: { type: 'travel', body: one.fact(next.visit) } },
    ])
  assert.deepEqual(await together(), { refusal: { code: 'nothing_running' } })
  assert.equal(one.workOrder(next.workOrder).get()?.visits[0]?.mine, 'none')
  await step(phone, workOrder, visit, 'arrive')
  assert.ok('facts' in (await together()))
  assert.equal(one.workOrder(next.workOrder).get()?.visits[0]?.mine, 'travelling')
  assert.equal(one.time().get().running?.workOrder?.id, next.workOrder)
})

test('two presses of one button at once keep one fact', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const both = await Promise.all([step(phone, workOrder, visit, 'arrive'), step(phone, workOrder, visit, 'arrive')])
  assert.equal(both.filter((done) => 'facts' in done).length, 1)
})

test('a write the disk rejects keeps nothing half and says so', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const restore = disk().breakWrites()
  const done = await note(phone, workOrder, visit, 'Never written')
  restore()
  assert.equal('refusal' in done && done.refusal.code, 'phone_full')
  assert.equal(phone.errors.length, 1)
  assert.deepEqual(notesShown(phone, workOrder), [])
  assert.ok('facts' in (await note(phone, workOrder, visit, 'Written')))
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Written'])
})

test('a photo is a fact only after its bytes were read back, and its bytes follow the fact', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.asked.length = 0
  const done = await photo(phone, workOrder, visit)
  assert.ok('facts' in done)
  await phone.sync()
  const first = (path: string) => hub.asked.findIndex((asked) => asked.startsWith(path))
  assert.ok(first('/api/sync/push') < first('/api/files/'))
  const work = phone.phone().workOrder(workOrder).get()?.order.work
  assert.equal(work?.photos[0]?.state, 'stored')
  assert.equal(
    phone
      .phone()
      .workOrder(workOrder)
      .get()
      ?.bytesOf(work?.photos[0]?.sha256 ?? ''),
    'stored',
  )
})

test('bytes that do not read back as they were written make no photo', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const restore = disk().damageBytes()
  const done = await photo(phone, workOrder, visit)
  restore()
  assert.equal('refusal' in done && done.refusal.code, 'not_saved')
  assert.deepEqual(phone.phone().workOrder(workOrder).get()?.order.work.photos, [])
})

test('bytes stay on the phone until the record has held them for 14 days', async () => {
  const { phone, workOrder, visit } = await signedIn()
  await photo(phone, workOrder, visit)
  await phone.sync()
  const sha256 = phone.phone().workOrder(workOrder).get()?.order.work.photos[0]?.sha256 ?? ''
  const own = async () => (await phone.phone().photoUrl(sha256, 'full'))?.startsWith('blob:')
  await phone.pass(13 * 24 * 3600_000)
  assert.equal(await own(), true)
  await phone.pass(2 * 24 * 3600_000)
  const reopened = await phone.kill()
  assert.notEqual((await reopened.phone().photoUrl(sha256, 'full'))?.startsWith('blob:'), true)
})

test('bytes of a photo whose fact was never kept are let go of, not those of one being taken', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const full = disk().breakFacts()
  const lost = await photo(phone, workOrder, visit, 'never kept')
  full()
  assert.ok('refusal' in lost)
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'kept')))
  const bytesOf = async (text: string) => {
    const store = await openDexieStore(phone.database(), null, { indexedDB: phone.disk, IDBKeyRange })
    const found = await store.readBytes(sha256(`photo of ${text}`))
    store.close()
    return found !== null
  }
  await phone.sync()
  assert.deepEqual([await bytesOf('never kept'), await bytesOf('kept')], [true, true])
  for (const minutes of [11, 11]) {
    await phone.pass(minutes * 60_000)
    await phone.sync()
  }
  assert.deepEqual([await bytesOf('never kept'), await bytesOf('kept')], [false, true])
})

test('a work order taken off the list stays while something on it is being handed in, then goes', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  // The push is cut while pulls pass: the list changes under unsent work.
  hub.fault = async (path, answer) =>
    path === '/api/files/' || path.startsWith('/api/files/') ? offline(path, answer) : answer()
  await step(phone, workOrder, visit, 'arrive')
  await photo(phone, workOrder, visit)
  hub.scope.delete(workOrder)
  await phone.sync()
  const view = phone.phone().workOrder(workOrder).get()
  assert.equal(view?.parked, 1)
  assert.equal(view?.order.work.photos.length, 1)
  assert.deepEqual(
    phone
      .phone()
      .agenda.get()
      .others.map((card) => [card.workOrder, card.parked, card.unsent]),
    [[workOrder, true, 1]],
  )
  // What is parked is no part of what the phone says it holds: one question is enough.
  hub.asked.length = 0
  await phone.sync()
  assert.equal(hub.asked.filter((path) => path === '/api/sync/pull').length, 1)
  hub.fault = null
  await phone.sync()
  assert.equal(phone.phone().workOrder(workOrder).get(), null)
  assert.equal(hub.stored.size, 1)
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
})

test('a body too large is halved until it goes', async () => {
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

test('a command the server cannot even take holds up nothing but itself, and is never dropped', async () => {
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

test('a busy server is left alone for as long as it asks, except by a tap', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => new Response('', { status: 503, headers: { 'retry-after': '120' } })
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

test('without a network it is tried again by time alone, between one second and five minutes apart', async () => {
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
    pauses.every((pause) => pause >= 500 && pause <= 300_000),
    String(pauses),
  )
  assert.ok((pauses.at(-1) ?? 0) >= 150_000, String(pauses))
  hub.fault = null
  await phone.pass(300_000)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

test('a restored server is offered again what it had acknowledged', async () => {
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

test('the office moving and taking back a visit is told, and the first list is not news', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  assert.deepEqual(phone.phone().notices.get().notices, [])
  hub.office(workOrder, {
    type: 'reschedule_visit',
    body: { visit, start: '2026-11-24T09:00:00.000Z', minutes: 60, window: null },
  })
  await phone.sync()
  const fresh = dispatched(hub, '2026-11-25T09:00:00.000Z')
  await phone.sync()
  hub.office(workOrder, { type: 'recall_visit', body: { visit, reason: 'Parts' } })
  await phone.sync()
  const { notices, unread } = phone.phone().notices.get()
  assert.deepEqual(notices.map((notice) => notice.kind).sort(), ['moved', 'new', 'recalled'])
  assert.equal(notices.find((notice) => notice.kind === 'new')?.visit, fresh.visit)
  assert.equal(notices.find((notice) => notice.kind === 'moved')?.before, '2026-11-23T09:00:00.000Z')
  assert.equal(unread, 3)
  await phone.phone().readNotices(notices.map((notice) => notice.id))
  assert.equal(phone.phone().notices.get().unread, 0)
})

test('a work order made without a network has a reference at once and its number once the server has it', async () => {
  const { hub, phone } = await signedIn()
  hub.fault = offline
  const raised = await phone.phone().raise({
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: null,
      kind: 'reactive',
      priority: 'P2',
      title: 'Drip in the kitchen',
      description: '',
      jobType: null,
      requestedAt: phone.phone().now(),
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: {
      customer: 'Frau Yıldız',
      site: 'Next door',
      contact: 'Frau Yıldız',
      phone: '030 901820',
      zone: 'Europe/Berlin',
    },
    zone: 'Europe/Berlin',
    tasks: [],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    visit: true,
  })
  assert.ok('workOrder' in raised && raised.visit)
  const reopened = await phone.kill()
  const view = () => reopened.phone().workOrder(raised.workOrder).get()
  assert.match(view()?.reference ?? '', /^P\w{3}-0001$/)
  assert.equal(view()?.customerName, 'Frau Yıldız')
  assert.ok('facts' in (await step(reopened, raised.workOrder, raised.visit, 'arrive')))
  assert.deepEqual(
    reopened
      .phone()
      .search('yildiz')
      .get()
      .map((hit) => hit.id),
    [raised.workOrder],
  )
  assert.deepEqual(
    reopened
      .phone()
      .search('0049 30 9018')
      .get()
      .map((hit) => hit.id),
    [raised.workOrder],
  )
  hub.fault = null
  hub.scope.add(raised.workOrder)
  await reopened.sync()
  assert.equal(view()?.reference, 'WO-1001')
  assert.equal(view()?.order.work.visits[0]?.steps.length, 1)
})

test('another member on the same phone has a disk of their own, and the first one’s work waits on theirs', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  hub.fault = null
  await phone.field.signOut()
  const ines = hub.me.member
  hub.me.member = newTestId()
  assert.deepEqual(await phone.field.signIn({ ...credentials, email: 'marcus@meridian.example' }), {
    state: 'signed_in',
  })
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 0)
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
  await phone.field.signOut()
  hub.me.member = ines
  await phone.field.signIn(credentials)
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Of Ines'],
  )
})

type Disk = { breakWrites: () => () => void; breakFacts: () => () => void; damageBytes: () => () => void }

/** Breaks the object stores every phone of this process writes to, as a full or failing disk does. */
function disk(): Disk {
  const store = ObjectStore.prototype
  const { put, add } = store
  return {
    breakWrites() {
      const full = function (): IDBRequest {
        throw new DOMException('The disk is full', 'QuotaExceededError')
      }
      store.put = full
      store.add = full
      return () => Object.assign(store, { put, add })
    },
    breakFacts() {
      store.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        if (this.name === 'commands') throw new DOMException('The disk is full', 'QuotaExceededError')
        return put.call(this, value, key)
      }
      return () => Object.assign(store, { put })
    },
    damageBytes() {
      store.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        const damaged = isPiece(value) ? { ...value, bytes: value.bytes.slice(1) } : value
        return put.call(this, damaged, key)
      }
      return () => Object.assign(store, { put })
    },
  }
}

function isPiece(value: unknown): value is { bytes: ArrayBuffer } {
  return typeof value === 'object' && value !== null && 'bytes' in value && 'n' in value
}
