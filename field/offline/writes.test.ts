import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '#core/kit/time.ts'
import { openMemoryStore } from './memory-store.ts'
import { stateOf } from './states.ts'
import { type AnyPut, type BlobRow, firstMeta } from './store.ts'
import { append, declinedFor, type Draft, type Heard, pulled, pulledSame, received } from './writes.ts'

const id = (n: number) => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const organization = { name: 'Meridian', zone: 'Europe/Berlin', locale: 'en-GB', firstDayOfWeek: 1 }
const technician = id(4)
const open = () =>
  openMemoryStore(
    firstMeta(id(1), { orgId: id(2), memberId: id(3), technicianId: technician, name: 'Ines', organization }),
  )
const heard: Heard = { epoch: 'one', offset: 0, at: '2026-11-23T08:00:00.000Z', now: '2026-11-23T08:00:00.000Z' }

const day = (version: number, settled: number): AnyPut => ({
  kind: 'day',
  id: technician,
  version,
  body: { day: { id: technician, version, entries: [] }, settled },
})
const draft = (n: number): Draft => ({
  id: id(100 + n),
  stream: `day/${technician}`,
  streamKind: 'day',
  streamId: technician,
  type: 'end_activity',
  bytes: '{}',
  sha256: 'a'.repeat(64),
  capturedAt: '2026-11-23T08:00:00.000Z',
  outcome: null,
  first: null,
  code: null,
  params: null,
  number: null,
  acknowledgedAt: null,
  declined: null,
  settledAt: null,
})
const outcome = (n: number, what: 'applied' | 'superseded' | 'held' | 'refused' | 'id_conflict') => ({
  id: id(100 + n),
  outcome: what,
  first: null,
  code: null,
  params: null,
  number: null,
})
const states = async (store: ReturnType<typeof open>) => (await store.load()).commands.map(stateOf)

test('S15: an older version of a record that comes late changes nothing', async () => {
  const store = open()
  await store.change(pulled({ puts: [day(5, 0)], evict: [], more: false }, heard))
  await store.change(pulled({ puts: [day(4, 0)], evict: [], more: false }, heard))
  assert.equal((await store.load()).documents[0]?.version, 5)
})

test('S19: what a restored server does not want here at first, and gives back later in an older version, is taken', async () => {
  const store = open()
  await store.change(pulled({ puts: [day(5, 0)], evict: [], more: false }, heard))
  await store.change(append([draft(1)], []))
  const restored = { ...heard, epoch: 'two' }
  await store.change(pulled({ puts: [], evict: [['day', technician]], more: false }, restored))
  const parked = (await store.load()).documents[0]
  assert.equal(parked?.parked, true)
  await store.change(pulled({ puts: [day(4, 0)], evict: [], more: false }, restored))
  const [held] = (await store.load()).documents
  assert.deepEqual([held?.version, held?.parked], [4, false])
})

test('S19: a restored server may go back to an older version', async () => {
  const store = open()
  await store.change(pulled({ puts: [day(5, 0)], evict: [], more: false }, heard))
  await store.change(pulled({ puts: [day(4, 0)], evict: [], more: false }, { ...heard, epoch: 'two' }))
  assert.equal((await store.load()).documents[0]?.version, 4)
})

test('S26: what was captured is on this phone, then received, then on record, and never on record by a reply alone', async () => {
  const store = open()
  await store.change(append([draft(1), draft(2)], []))
  assert.deepEqual(await states(store), ['on_phone', 'on_phone'])
  await store.change(received([outcome(1, 'applied'), outcome(2, 'superseded')], heard))
  assert.deepEqual(await states(store), ['received', 'received'])
  await store.change(pulled({ puts: [day(1, 1)], evict: [], more: true }, heard))
  assert.deepEqual(await states(store), ['on_record', 'received'])
  // What had no visible effect changes no version: a complete pull settles it.
  await store.change(pulledSame(heard))
  assert.deepEqual(await states(store), ['on_record', 'on_record'])
})

test('S16: a pull that already holds a fact whose reply was lost calls it received, and it is still handed in again', async () => {
  const store = open()
  await store.change(append([draft(1)], []))
  await store.change(pulled({ puts: [day(1, 1)], evict: [], more: false }, heard))
  assert.deepEqual(await states(store), ['received'])
  assert.equal((await store.load()).commands[0]?.outcome, null)
})

test('S16: what was passed over and then taken is shown over documents that are settled past it, until a pull has it', async () => {
  const store = open()
  await store.change(append([draft(1), draft(2)], []))
  await store.change(declinedFor(id(101), 'too_large'))
  await store.change(received([outcome(2, 'applied')], heard))
  await store.change(pulled({ puts: [day(1, 2)], evict: [], more: false }, heard))
  await store.change(received([outcome(1, 'applied')], heard))
  const marks = async () => (await store.load()).commands.map((row) => row.declined)
  assert.deepEqual(
    [await states(store), await marks()],
    [
      ['received', 'on_record'],
      ['too_large', null],
    ],
  )
  await store.change(pulled({ puts: [day(2, 2)], evict: [], more: false }, heard))
  assert.deepEqual(
    [await states(store), await marks()],
    [
      ['on_record', 'on_record'],
      [null, null],
    ],
  )
})

test('S5: held, refused and conflicting commands keep their state whatever a pull says is settled', async () => {
  const store = open()
  await store.change(append([draft(1), draft(2), draft(3)], []))
  await store.change(received([outcome(1, 'held'), outcome(2, 'refused'), outcome(3, 'id_conflict')], heard))
  await store.change(pulled({ puts: [day(1, 3)], evict: [], more: false }, heard))
  assert.deepEqual(await states(store), ['held', 'refused', 'held'])
})

test('S19: what is settled is forgotten after 30 days; what is held or unsent never is', async () => {
  const store = open()
  await store.change(append([draft(1), draft(2), draft(3)], []))
  await store.change(received([outcome(1, 'applied'), outcome(2, 'held')], heard))
  await store.change(pulled({ puts: [day(1, 2)], evict: [], more: false }, heard))
  await store.change(pulledSame({ ...heard, now: '2026-12-22T08:00:00.000Z' }))
  assert.equal((await store.load()).commands.length, 3)
  await store.change(pulledSame({ ...heard, now: '2026-12-24T08:00:00.000Z' }))
  assert.deepEqual(await states(store), ['held', 'on_phone'])
})

test('S4: what the office made of something held is said for 14 days of the server’s at least, then forgotten', async () => {
  const store = open()
  await store.change(append([draft(1)], []))
  await store.change(received([outcome(1, 'held')], heard))
  const settled = [
    { id: id(101), sha256: draft(1).sha256, as: 'put_aside', number: null, reason: 'Belongs to nobody' } as const,
  ]
  const page = { puts: [], evict: [], more: false, settled }
  await store.change(pulled(page, { ...heard, now: '2026-12-20T08:00:00.000Z' }))
  const after = async (now: string) => {
    await store.change(pulledSame({ ...heard, now }))
    return states(store)
  }
  assert.deepEqual(await after('2027-01-02T08:00:00.000Z'), ['put_aside'])
  assert.deepEqual(await after('2027-01-03T08:00:00.000Z'), [])
})

test('S19: what an earlier version kept without a moment of the server’s is kept for 30 days from when it has one', async () => {
  const store = open()
  await store.change(append([draft(1)], []))
  await store.change(received([outcome(1, 'applied')], heard))
  await store.change(pulled({ puts: [day(1, 1)], evict: [], more: false }, heard))
  await store.change(async (rows) => ({
    commands: (await rows.commands()).map((row) => ({ ...row, acknowledgedAt: undefined })),
  }))
  const kept = async () => (await store.load()).commands.length
  await store.change(pulledSame({ ...heard, now: '2027-03-01T08:00:00.000Z' }))
  assert.equal(await kept(), 1)
  await store.change(pulledSame({ ...heard, now: '2027-03-30T08:00:00.000Z' }))
  assert.equal(await kept(), 1)
  await store.change(pulledSame({ ...heard, now: '2027-03-31T08:00:00.000Z' }))
  assert.equal(await kept(), 0)
})

test('S4, S22: with what the office settled its received bytes go at last; those that are only here, and what still waits, stay', async () => {
  const store = open()
  await store.change(append([draft(1), draft(2), draft(3)], []))
  const bytes = (n: number, state: BlobRow['state']): BlobRow => ({
    sha256: String(n).repeat(64),
    size: 1,
    mediaType: 'image/jpeg',
    fact: id(100 + n),
    stream: `day/${technician}`,
    capturedAt: heard.at,
    state,
    code: null,
    kept: true,
  })
  const blobs = [bytes(1, 'received'), bytes(2, 'on_phone'), bytes(3, 'received')]
  await store.change(async () => ({ blobs }))
  await store.change(received([outcome(1, 'held'), outcome(2, 'held'), outcome(3, 'held')], heard))
  const putAside = (n: number, sha256 = draft(n).sha256) =>
    ({ id: id(100 + n), sha256, as: 'put_aside', number: null, reason: 'Wrong house' }) as const
  const later = (days: number) => ({ ...heard, now: instantFrom(Date.parse(heard.now) + days * 86_400_000) })
  await store.change(pulledSame(later(40), [putAside(1), putAside(2), putAside(3, 'of other bytes under its id')]))
  assert.deepEqual(await states(store), ['put_aside', 'put_aside', 'held'], 'shown, however long it had waited')
  await store.change(pulledSame(later(55)))
  const left = await store.load()
  assert.deepEqual(await states(store), ['held'])
  assert.deepEqual(
    left.blobs.map((blob) => blob.fact),
    [id(102), id(103)],
  )
})
