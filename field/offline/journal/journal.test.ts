import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDBFactory } from 'fake-indexeddb'
import { credentials, foundOnSite, note, offline, photo, signedIn } from '#test/support/signed-in.ts'
import { openTestPhone, type TestPhone } from '#test/support/phone.ts'
import { newTestId } from '#test/support/small-hub.ts'
import { openMemoryStore } from '../memory-store.ts'
import { rarePoints } from '../points.ts'
import { firstMeta } from '../store.ts'
import { append, type Draft } from '../writes.ts'
import { comeBack } from './coming-back.ts'
import { type KeptCommand, openJournal } from './journal.ts'
import { openLog } from './log.ts'

/** The page is gone, and so is every database; the files beside them are there. */
async function loseDatabases(phone: TestPhone): Promise<TestPhone> {
  await written()
  const next = phone.again(new IDBFactory())
  await next.quiet(() => next.field.state.get().at !== 'opening')
  return next
}

/** The journal is written beside what the screen waits for. */
async function written(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

const waiting = (phone: TestPhone) => phone.phone().outbox.get().waiting
const textsWaiting = (phone: TestPhone) => waiting(phone).map(({ text }) => text)

test('S31: a phone whose databases were thrown away has every unsent fact again, under its id and number, and hands it in once', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  await note(phone, workOrder, visit, 'Handed in before')
  await phone.sync()
  hub.fault = offline
  for (const text of ['One', 'Two', 'Three']) await note(phone, workOrder, visit, text)
  const before = waiting(phone)
  const device = phone.phone().me.get().device
  const next = await loseDatabases(phone)
  assert.equal(next.field.state.get().at, 'ready')
  assert.equal(next.phone().me.get().device, device)
  assert.deepEqual(
    waiting(next).map(({ id, text, capturedAt }) => [id, text, capturedAt]),
    before.map(({ id, text, capturedAt }) => [id, text, capturedAt]),
  )
  assert.deepEqual(next.phone().status.get().cameBack, {
    at: '2026-11-23T08:00:00.000Z',
    commands: 3,
    withoutBytes: 0,
    damaged: 0,
  })
  await note(next, workOrder, visit, 'Nothing to write it on')
  hub.fault = null
  await next.sync()
  await note(next, workOrder, visit, 'After')
  await next.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Handed in before', 'One', 'Two', 'Three', 'After'],
  )
  assert.deepEqual(waiting(next), [])
  assert.equal(next.phone().status.get().isCopied, false)
  assert.deepEqual(next.errors, [])
})

test('S20: of a lost photo the fact and a thumbnail come back; the office sees that, and hears that the bytes are gone', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  // Larger than a piece: of a smaller one no thumbnail goes ahead.
  await photo(phone, workOrder, visit, 'the burner '.repeat(10_000))
  const [before] = waiting(phone)
  const next = await loseDatabases(phone)
  assert.ok(before?.bytes)
  const hash = before.bytes.sha256
  assert.equal(next.phone().status.get().cameBack?.withoutBytes, 1)
  assert.ok(await next.phone().photoUrl(hash, 'thumbnail'))
  const saved = await (await next.phone().exportUnsent()).text()
  assert.deepEqual(JSON.parse(saved).missing, [{ sha256: hash, fact: before.id, type: 'image/jpeg' }])
  hub.fault = null
  await next.sync()
  assert.deepEqual([...hub.thumbnails], [hash])
  assert.equal(hub.orders.get(workOrder)?.order.work.photos[0]?.state, 'awaited')
  assert.deepEqual(
    waiting(next).map(({ id, whole, bytes }) => [id, whole, bytes?.code]),
    [[before.id, 'refused', 'bytes_damaged']],
  )
  await next.sync()
  assert.deepEqual(JSON.parse(hub.lastBody).damaged, [hash])
  // Taken again, it is whole.
  await photo(next, workOrder, visit, 'the burner '.repeat(10_000))
  await next.sync()
  assert.ok(hub.stored.has(hash))
})

test('S28: on a shared phone everybody’s unsent work comes back under their own name, and opens for whom it did', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  await phone.field.signOut()
  hub.me.member = newTestId()
  const marcus = hub.me.member
  hub.fault = async (path, answer) => (path.startsWith('/api/auth') ? answer() : offline(path, answer))
  assert.deepEqual(await phone.field.signIn({ ...credentials, email: 'marcus@meridian.example' }), {
    state: 'signed_in',
  })
  await phone.sync()
  const workOrderOfMarcus = await raised(phone)
  const next = await loseDatabases(phone)
  assert.equal(next.phone().me.get().member, marcus)
  await next.quiet(() => next.field.others.get().length === 1)
  assert.deepEqual(
    next.field.others.get().map(({ member, items, isKeyed }) => [member, items, isKeyed]),
    [[ines, 1, true]],
  )
  hub.fault = null
  await next.pass(300_000)
  await next.quiet(() => next.field.others.get().length === 0)
  await next.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Of Ines'],
  )
  assert.ok(hub.orders.has(workOrderOfMarcus))
  assert.deepEqual([...new Set(hub.authors.values())].sort(), [ines, marcus].sort())
})

test('S28: a phone nobody is signed in on opens for nobody when its databases are gone, and hands in what is unsent', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Before signing out')
  await phone.field.signOut()
  const next = await loseDatabases(phone)
  assert.deepEqual(next.field.state.get(), { at: 'signed_out', refusal: null })
  hub.fault = null
  await next.pass(300_000)
  await next.quiet(() => hub.authors.size === 1 && next.field.others.get().length === 0)
  assert.deepEqual(await next.field.signIn(credentials), { state: 'signed_in' })
  await next.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  assert.equal(next.phone().status.get().isCopied, false)
})

for (const point of rarePoints)
  test(`S31: a page killed at ${point} of bringing back: the next one brings back the rest, everybody’s, once`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    await photo(phone, workOrder, visit, 'the burner '.repeat(10_000))
    await phone.field.signOut()
    hub.me.member = newTestId()
    hub.fault = async (path, answer) => (path.startsWith('/api/auth') ? answer() : offline(path, answer))
    const marcus = { ...credentials, email: 'marcus@meridian.example' }
    assert.deepEqual(await phone.field.signIn(marcus), { state: 'signed_in' })
    await phone.sync()
    hub.fault = offline
    const workOrderOfMarcus = await raised(phone)
    await written()
    // Of the one it opens for, of a colleague’s photo, of both.
    let page = phone.again(new IDBFactory())
    for (let kills = 0; kills < 2; kills += 1) {
      await Promise.race([page.killAt(point), written()])
      page = page.again()
    }
    await page.quiet(() => page.field.state.get().at !== 'opening')
    assert.equal(page.field.state.get().at, 'ready')
    await page.quiet(() => page.field.others.get().length === 1)
    assert.equal(page.field.others.get()[0]?.items, 1)
    hub.fault = null
    await page.pass(300_000)
    await page.sync()
    await page.quiet(() => page.field.others.get()[0]?.commands === 0 || page.field.others.get().length === 0)
    assert.ok(hub.orders.has(workOrderOfMarcus))
    assert.equal(hub.orders.get(workOrder)?.order.work.photos.length, 1)
    assert.equal(hub.thumbnails.size, 1)
    assert.deepEqual(page.errors, [])
  })

test('S7: what was handed in leaves the journal; a second loss brings back no more than was unsent, and no number twice', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  for (let n = 0; n < 3; n += 1) await note(phone, workOrder, visit, `Handed in ${n}`)
  await phone.sync()
  const empty = await loseDatabases(phone)
  assert.deepEqual(waiting(empty), [])
  assert.equal(empty.phone().status.get().cameBack, null)
  await empty.sync()
  hub.fault = offline
  await note(empty, workOrder, visit, 'After the first')
  const again = await loseDatabases(empty)
  assert.deepEqual(
    waiting(again).map((one) => one.text),
    ['After the first'],
  )
  hub.fault = null
  await again.sync()
  assert.equal(hub.ledger.size, 4)
  assert.deepEqual(hub.numbers, [1, 2, 3, 4])
})

test('S28: what turns up when its member has signed in as another device since is handed in beside it, by its own key', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Before the loss')
  const [before] = waiting(phone)
  const { device } = phone.phone().me.get()
  await written()
  phone.files?.cutPower()
  hub.fault = null
  const disk = new IDBFactory()
  const anew = openTestPhone({ fetch: hub.fetch, disk, files: null })
  await anew.until('signed_out')
  await anew.field.signIn(credentials)
  await anew.sync()
  await note(anew, workOrder, visit, 'As another device')
  await anew.sync()
  const keys = new Set<string | null>()
  const heard: typeof fetch = (input, init) => {
    if (String(input).includes('/push')) keys.add(new Headers(init?.headers).get('authorization'))
    return hub.fetch(input, init)
  }
  const next = openTestPhone({ fetch: heard, disk, files: phone.files })
  await next.until('ready')
  await next.quiet(() => hub.ledger.size === 2 && next.field.others.get().length === 0)
  assert.ok(before && hub.ledger.has(before.id))
  assert.deepEqual([...keys], [`Device ${device}.key-of-${device}`])
  assert.notEqual(next.phone().me.get().device, device)
  await note(next, workOrder, visit, 'Going on')
  await next.sync()
  assert.equal(next.phone().status.get().isCopied, false)
})

/** The second page opened before the first had let go of its files, and captured: the journal lies in two tabs’ files. */
async function capturedTooSoon() {
  const { hub, phone, workOrder, visit } = await signedIn()
  await written()
  hub.fault = offline
  const second = phone.againTooSoon()
  await second.next.until('ready')
  await note(second.next, workOrder, visit, 'On the second page')
  await written()
  second.letGo()
  return { hub, workOrder, page: second.next }
}

test('S31: what a page that was still ending had in its files is there when the phone opens, as soon as they are free', async () => {
  const { hub, workOrder, page } = await capturedTooSoon()
  const { next, letGo } = page.againTooSoon(new IDBFactory())
  await written()
  assert.equal(next.field.state.get().at, 'opening')
  letGo()
  await next.tick(1_000)
  await next.until('ready')
  assert.deepEqual(textsWaiting(next), ['On the second page'])
  assert.equal(next.phone().status.get().cameBack?.commands, 1)
  hub.fault = null
  await next.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  assert.deepEqual(next.errors, [])
})

test('S31: a phone that opened without what another tab had in its files brings it back while it is open, and hands it in', async () => {
  const { hub, workOrder, page } = await capturedTooSoon()
  hub.fault = null
  const { next, letGo } = page.againTooSoon(new IDBFactory())
  await written()
  await next.tick(5_000)
  await next.until('ready')
  await next.sync()
  assert.deepEqual(textsWaiting(next), [])
  letGo()
  await next.pass(1_000)
  await next.quiet(() => hub.orders.get(workOrder)?.order.work.notes.length === 1)
  assert.equal(next.phone().status.get().cameBack?.commands, 1)
  // And is gone from the journal, wherever it lay: a second loss brings back nothing.
  const empty = await loseDatabases(next)
  assert.equal(empty.field.state.get().at, 'ready')
  assert.equal(empty.phone().status.get().cameBack, null)
  assert.deepEqual([...next.errors, ...empty.errors], [])
})

test('S28: a phone that knows nobody while a page that is still ending has its only files opens for whom it did once they are free', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Before the loss')
  await written()
  const { next, letGo } = phone.againTooSoon(new IDBFactory())
  await written()
  await next.tick(5_000)
  assert.deepEqual(next.field.state.get(), { at: 'signed_out', refusal: null })
  letGo()
  await next.tick(60_000)
  await next.until('ready')
  await next.quiet(() => waiting(next).length === 1)
  assert.deepEqual(textsWaiting(next), ['Before the loss'])
  hub.fault = null
  await next.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  assert.deepEqual(next.errors, [])
})

test('S28: whoever signed in meanwhile stays the one who is; what turns up of a colleague is handed in under their own name', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  await written()
  const { next, letGo } = phone.againTooSoon(new IDBFactory())
  await written()
  await next.tick(5_000)
  hub.me.member = newTestId()
  hub.fault = null
  assert.deepEqual(await next.field.signIn({ ...credentials, email: 'marcus@meridian.example' }), {
    state: 'signed_in',
  })
  await next.sync()
  letGo()
  await next.pass(60_000)
  await next.quiet(() => hub.authors.size === 1 && next.field.others.get().length === 0)
  assert.deepEqual([...hub.authors.values()], [ines])
  assert.equal(next.phone().me.get().member, hub.me.member)
  // Nor does it open for them when Marcus has gone.
  await next.field.signOut()
  await written()
  const later = next.again()
  await later.quiet(() => later.field.state.get().at !== 'opening')
  assert.equal(later.field.state.get().at, 'signed_out')
  assert.deepEqual([...next.errors, ...later.errors], [])
})

test('S31: what turns up of a colleague while the phone is open is handed in, also where nothing of theirs was left before', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  await written()
  hub.fault = offline
  const second = phone.againTooSoon()
  await second.next.until('ready')
  await note(second.next, workOrder, visit, 'Of Ines, on the second page')
  await second.next.field.signOut()
  await written()
  second.letGo()
  const { next, letGo } = second.next.againTooSoon(new IDBFactory())
  await written()
  await next.tick(5_000)
  hub.me.member = newTestId()
  hub.fault = null
  assert.deepEqual(await next.field.signIn({ ...credentials, email: 'marcus@meridian.example' }), {
    state: 'signed_in',
  })
  await next.sync()
  assert.equal(hub.authors.size, 0)
  letGo()
  await next.pass(60_000)
  await next.quiet(() => hub.authors.size === 1 && next.field.others.get().length === 0)
  assert.deepEqual([...hub.authors.values()], [ines])
  assert.deepEqual(next.errors, [])
})

test('a number given anew stays with what has it: what comes back under it takes the next, and nothing is written over', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (const text of ['One', 'Two']) await note(phone, workOrder, visit, text)
  const store = openMemoryStore(firstMeta(phone.phone().me.get().device, { ...account(phone), name: 'Ines' }))
  const held = (await openJournalOf(phone)).of(phone.phone().me.get().device) ?? assert.fail('it is in the journal')
  const [one, two] = [...held.commands.values()]
  assert.ok(one && two)
  const lost = { commands: [one, two], bytes: [], damaged: 0 }
  await store.change(append([{ ...draftOf(one), id: newTestId() }], []))
  for (let n = 0; n < 2; n += 1) await store.change(comeBack(lost, '2026-11-23T08:00:00.000Z'))
  const { commands, meta } = await store.load()
  assert.deepEqual(
    commands.map(({ id, dseq }) => [commands[0]?.id === id ? 'new' : id, dseq]),
    [
      ['new', 1],
      [two.id, 2],
      [one.id, 3],
    ],
  )
  assert.equal(meta.nextDseq, 4)
  assert.equal(meta.cameBack?.commands, 2)
})

test('a phone whose browser has no files of the app, or none left, works as it did', async () => {
  const { hub, phone, workOrder, visit } = await signedIn({ files: null })
  hub.fault = offline
  await note(phone, workOrder, visit, 'Kept')
  const next = phone.again(new IDBFactory())
  await next.quiet(() => next.field.state.get().at !== 'opening')
  assert.equal(next.field.state.get().at, 'signed_out')
  const full = await signedIn()
  if (full.phone.files) full.phone.files.room = 0
  full.hub.fault = offline
  for (let n = 0; n < 150; n += 1) await note(full.phone, full.workOrder, full.visit, `${n} ${'long '.repeat(780)}`)
  await written()
  assert.equal(waiting(full.phone).length, 150)
  assert.deepEqual(full.phone.errors, [])
})

const account = (phone: TestPhone) => {
  const { member, technician, name, organization } = phone.phone().me.get()
  return { orgId: organization.id, memberId: member, technicianId: technician, name, organization }
}

async function openJournalOf(phone: TestPhone) {
  await written()
  phone.files?.cutPower()
  const log = await openLog(phone.files?.folderOf(Symbol('page')) ?? assert.fail('it has files'))
  return openJournal(log, { later: () => () => {}, report: assert.ifError })
}

function draftOf(command: KeptCommand): Draft {
  const unanswered = { outcome: null, first: null, code: null, params: null, number: null, acknowledgedAt: null }
  return { ...command, ...unanswered, declined: null, settledAt: null }
}

async function raised(phone: TestPhone): Promise<string> {
  const done = await phone.phone().raise({ ...foundOnSite, visit: false })
  return 'workOrder' in done ? done.workOrder : assert.fail('it was raised')
}
