import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Dexie } from 'dexie'
import { IDBDatabase as OpenDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { disk } from '#test/support/signed-in.ts'
import { dispatched, openHub } from '#test/support/small-hub.ts'
import { openDexieStore } from './dexie-store.ts'
import { openMemoryStore } from './memory-store.ts'
import { isOutOfSpace } from './out-of-space.ts'
import { reserveParts } from './reserve.ts'
import { type BlobRow, type DocumentRow, firstMeta, type Meta, type Store } from './store.ts'
import { append, bytesSent, type Draft, pulled, pulledSame, received, takeProvisional } from './writes.ts'

const id = (n: number) => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const organization = { name: 'Meridian', zone: 'Europe/Berlin', locale: 'en-GB', firstDayOfWeek: 1 }
const meta: Meta = firstMeta(id(1), { orgId: id(2), memberId: id(3), technicianId: id(4), name: 'Ines', organization })

const draft = (n: number): Draft => ({
  id: id(100 + n),
  stream: `work_order/${id(9)}`,
  streamKind: 'work_order',
  streamId: id(9),
  type: 'note',
  bytes: `{"n":${n}}`,
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
const blob: BlobRow = {
  sha256: 'b'.repeat(64),
  size: 3,
  mediaType: 'image/jpeg',
  fact: id(100),
  stream: `work_order/${id(9)}`,
  capturedAt: '2026-11-23T08:00:00.000Z',
  state: 'on_phone',
  code: null,
  recordedAt: null,
  kept: true,
}

/** A photo on a work order; all name the same bytes. */
const photoOf = (n: number, workOrder: string): Draft => ({
  ...draft(n),
  type: 'photo',
  stream: `work_order/${workOrder}`,
  streamId: workOrder,
  bytes: JSON.stringify({ body: { sha256: blob.sha256 } }),
})
/** A dispatched work order as a pull brings it. */
function pulledWork(): DocumentRow {
  const hub = openHub()
  const { workOrder } = dispatched(hub)
  const { work } = hub.orders.get(workOrder)?.order ?? assert.fail('it was raised')
  const body = { work, settled: 0, customerName: 'Bakery', siteName: 'Shop', technicians: {} }
  return { kind: 'work_order', id: workOrder, version: work.version, body, parked: false }
}
const noOutcome = { outcome: 'applied' as const, first: null, code: null, params: null, number: null }

const stores: [string, (room?: number) => Promise<Store>][] = [
  ['in memory', async (room) => openMemoryStore(meta, room)],
  ['on the disk', () => openDexieStore('phone', meta, { indexedDB: new IDBFactory(), IDBKeyRange })],
]

for (const [where, open] of stores) {
  test(`${where}: a thumbnail is kept without its bytes, and goes with the row that names it`, async () => {
    const store = await open()
    await store.putThumbnail(blob.sha256, new Uint8Array([7]).buffer)
    assert.deepEqual(await store.keptBytes(), [])
    assert.equal(await store.readBytes(blob.sha256), null)
    assert.deepEqual(
      new Uint8Array((await store.readThumbnail(blob.sha256)) ?? assert.fail('it is kept')),
      new Uint8Array([7]),
    )
    await store.dropBytes([blob.sha256])
    assert.equal(await store.readThumbnail(blob.sha256), null)
  })

  test(`${where}: S7: commands get numbers without a gap, also when many are captured at once`, async () => {
    const store = await open()
    await Promise.all([1, 2, 3, 4, 5].map((n) => store.change(append([draft(2 * n), draft(2 * n + 1)], []))))
    const { commands } = await store.load()
    assert.deepEqual(
      commands.map((row) => row.dseq),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    )
    // Those captured together follow each other.
    for (let n = 0; n < commands.length; n += 2) {
      assert.equal(Number(commands[n + 1]?.bytes.slice(5, -1)), Number(commands[n]?.bytes.slice(5, -1)) + 1)
    }
  })

  test(`${where}: S25: a change that fails keeps nothing of it, and takes no number`, async () => {
    const store = await open()
    const broken = store.change(async (rows) => {
      const change = await append([draft(1)], [])(rows)
      throw new Error(`the disk failed before ${change.commands?.length} was written`)
    })
    await assert.rejects(broken, /the disk failed/)
    await store.change(append([draft(2)], []))
    const rows = await store.load()
    assert.deepEqual(
      rows.commands.map((row) => [row.dseq, row.id]),
      [[1, id(102)]],
    )
    assert.deepEqual(rows.blobs, [])
  })

  test(`${where}: S20: bytes of any size come back as they were written, and are gone when let go`, async () => {
    const store = await open()
    const large = new Uint8Array(600_001).map((_, n) => n % 251).buffer
    await store.putBytes('c'.repeat(64), large, new Uint8Array([1, 2]).buffer)
    await store.putBytes('d'.repeat(64), new Uint8Array([9]).buffer, null)
    assert.deepEqual(await store.readBytes('c'.repeat(64)), large)
    assert.deepEqual(await store.readThumbnail('c'.repeat(64)), new Uint8Array([1, 2]).buffer)
    await store.dropBytes(['c'.repeat(64)])
    assert.equal(await store.readBytes('c'.repeat(64)), null)
    assert.equal(await store.readThumbnail('c'.repeat(64)), null)
    assert.deepEqual(await store.keptBytes(), ['d'.repeat(64)])
  })

  test(`${where}: S22: letting a copy go leaves the bytes of work captured here, also of the same file`, async () => {
    const store = await open()
    const bytes = new Uint8Array(600_000).map((_, n) => n % 241).buffer
    const copy = { sha256: 'c'.repeat(64), size: 600_000, mediaType: 'application/pdf', copiedAt: draft(1).capturedAt }
    await store.putBytes(copy.sha256, bytes, null)
    await store.putCopy(copy, bytes)
    await store.putCopy({ ...copy, sha256: 'd'.repeat(64), size: 1 }, new Uint8Array([7]).buffer)
    assert.deepEqual(await store.readCopy(copy.sha256), bytes)
    assert.deepEqual(await store.keptBytes(), [copy.sha256])
    await store.dropCopies([copy.sha256])
    assert.equal(await store.readCopy(copy.sha256), null)
    assert.deepEqual(await store.readBytes(copy.sha256), bytes)
    assert.deepEqual(
      (await store.load()).copies.map((row) => row.sha256),
      ['d'.repeat(64)],
    )
  })

  test(`${where}: S20: a fact is not kept without its bytes, and bytes a fact keeps are never let go of`, async () => {
    const store = await open()
    await assert.rejects(store.change(append([draft(1)], [blob])), /bytes/)
    assert.deepEqual((await store.load()).commands, [])
    await store.putBytes(blob.sha256, new Uint8Array([1, 2, 3]).buffer, null)
    await store.change(append([draft(1)], [blob]))
    await store.dropBytes([blob.sha256])
    assert.deepEqual(await store.readBytes(blob.sha256), new Uint8Array([1, 2, 3]).buffer)
    await store.change(async () => ({ blobs: [{ ...blob, kept: false }] }))
    await store.dropBytes([blob.sha256])
    assert.equal(await store.readBytes(blob.sha256), null)
  })

  test(`${where}: S20: good bytes put a picture that was refused or damaged back among those to hand in, and no other`, async () => {
    const store = await open()
    await store.putBytes(blob.sha256, new Uint8Array([1, 2, 3]).buffer, null)
    await store.change(append([photoOf(1, id(9))], [{ ...blob, fact: id(101) }]))
    const row = async () => (await store.load()).blobs.map(({ state, code, fact }) => [state, code, fact])
    await store.change(append([photoOf(2, id(9))], [{ ...blob, fact: id(102) }]))
    assert.deepEqual(await row(), [['on_phone', null, id(101)]])
    await store.change(bytesSent(blob.sha256, 'refused', 'bytes_damaged', blob.capturedAt))
    await store.change(append([photoOf(3, id(9))], [{ ...blob, fact: id(103) }]))
    assert.deepEqual(await row(), [['on_phone', null, id(103)]])
    await store.change(bytesSent(blob.sha256, 'received', null, blob.capturedAt))
    await store.change(append([photoOf(4, id(9))], [{ ...blob, fact: id(104) }]))
    assert.deepEqual(await row(), [['received', null, id(103)]])
  })

  test(`${where}: S15: work orders taken off the list stay while a picture both name is only here, and go with it`, async () => {
    const store = await open()
    await store.putBytes(blob.sha256, new Uint8Array([1, 2, 3]).buffer, null)
    const documents = [pulledWork(), pulledWork()]
    const [one = '', other = ''] = documents.map((row) => row.id)
    await store.change(async () => ({ documents }))
    await store.change(append([photoOf(1, one)], [{ ...blob, fact: id(101) }]))
    await store.change(append([photoOf(2, other)], [{ ...blob, fact: id(102) }]))
    const moment = '2026-11-23T08:05:00.000Z'
    const heard = { epoch: 'one', offset: 0, at: moment, now: moment }
    const applied = [101, 102].map((n) => ({ ...noOutcome, id: id(n) }))
    await store.change(received(applied, heard))
    const evict = [one, other].map((each) => ['work_order' as const, each] as const)
    await store.change(pulled({ puts: [], evict, more: false }, heard))
    const held = async () => (await store.load()).documents.map((row) => [row.id, row.parked])
    assert.deepEqual(await held(), [
      [one, true],
      [other, true],
    ])
    await store.change(bytesSent(blob.sha256, 'received', null, heard.at))
    assert.deepEqual(await held(), [])
  })

  test(`${where}: S26: a photo is not forgotten while its bytes are only here`, async () => {
    const store = await open()
    await store.putBytes(blob.sha256, new Uint8Array([1, 2, 3]).buffer, null)
    await store.change(append([photoOf(1, id(9)), draft(2)], [{ ...blob, fact: id(101) }]))
    const moment = '2026-11-23T08:05:00.000Z'
    const early = { epoch: 'one', offset: 0, at: moment, now: moment }
    const late = { ...early, now: '2027-01-23T08:05:00.000Z' }
    await store.change(
      received(
        [101, 102].map((n) => ({ ...noOutcome, id: id(n) })),
        early,
      ),
    )
    await store.change(async (rows) => ({
      commands: (await rows.commands()).map((row) => ({ ...row, settledAt: early.at })),
    }))
    await store.change(pulledSame(late))
    const kept = async () => (await store.load()).commands.map((row) => row.id)
    assert.deepEqual(await kept(), [id(101)])
    await store.change(bytesSent(blob.sha256, 'received', null, late.at))
    await store.change(pulledSame(late))
    assert.deepEqual(await kept(), [])
  })

  test(`${where}: S27: whose turn it is to hand in stands beside what is handed in, and is no part of it`, async () => {
    const store = await open()
    const turn = async () => {
      let found = { n: -1, beat: -1 }
      await store.change(async (rows) => {
        found = await rows.turn()
        return {}
      })
      return found
    }
    assert.deepEqual(await turn(), { n: 0, beat: 0 })
    await store.change(async () => ({ turn: { n: 3, beat: 1 } }))
    assert.deepEqual(await turn(), { n: 3, beat: 1 })
    assert.deepEqual((await store.load()).meta, meta)
  })

  test(`${where}: S31: on a full phone a fact finds room once a part of the reserve went, which is made again later`, async (t) => {
    const whole = reserveParts * 1024 * 1024
    const store = await open(whole + 10)
    assert.equal(await store.reserve.make(), true)
    // The store without a disk is as large as it was made; the disk is full until something of the reserve goes.
    if (where === 'on the disk') t.after(disk().fillUntilFreed('commands', 'reserve'))
    const large = { ...draft(1), bytes: JSON.stringify({ text: 'x'.repeat(100) }) }
    await assert.rejects(store.change(append([large], [])), isOutOfSpace)
    assert.equal(await store.reserve.release(), true)
    await store.change(append([large], []))
    assert.deepEqual(
      (await store.load()).commands.map((row) => row.dseq),
      [1],
    )
    const restore = where === 'on the disk' ? disk().breakWrites() : () => {}
    assert.equal(await store.reserve.make(), false)
    assert.equal(await store.reserve.release(reserveParts - 1), false)
    for (let part = 1; part < reserveParts; part++) assert.equal(await store.reserve.release(), true)
    assert.equal(await store.reserve.release(), false)
    restore()
    if (where === 'on the disk') assert.equal(await store.reserve.make(), true)
  })

  test(`${where}: a document replaces its former self and goes when it is forgotten`, async () => {
    const store = await open()
    const people = { kind: 'people' as const, id: id(7), parked: false }
    await store.change(async () => ({ documents: [{ ...people, version: 1, body: { items: [] } }] }))
    await store.change(async () => ({
      documents: [{ ...people, version: 2, body: { items: [{ id: id(4), name: 'Ines', code: 'T7' }] } }],
    }))
    assert.deepEqual(
      (await store.load()).documents.map((row) => row.version),
      [2],
    )
    await store.change(async () => ({ forgetDocuments: [['people', id(7)]] }))
    assert.deepEqual((await store.load()).documents, [])
  })

  test(`${where}: provisional numbers are never given twice`, async () => {
    const store = await open()
    const changes = await Promise.all([1, 2, 3].map(() => store.change(takeProvisional)))
    assert.deepEqual(
      changes.map((change) => change.meta?.nextProvisional),
      [2, 3, 4],
    )
  })
}

test('S25: a phone killed and opened again has everything that was on its disk, and its first owner', async () => {
  const indexedDb = { indexedDB: new IDBFactory(), IDBKeyRange }
  const before = await openDexieStore('phone', meta, indexedDb)
  await before.putBytes(blob.sha256, new Uint8Array([1, 2, 3]).buffer, null)
  await before.change(append([draft(1)], [blob]))
  // No orderly close: a killed page has none either.
  const after = await openDexieStore('phone', { ...meta, device: id(99) }, indexedDb)
  const rows = await after.load()
  assert.equal(rows.commands[0]?.bytes, '{"n":1}')
  assert.equal(rows.meta.device, meta.device)
  assert.equal(rows.meta.nextDseq, 2)
  assert.deepEqual(await after.readBytes(blob.sha256), new Uint8Array([1, 2, 3]).buffer)
})

test('S7, S27: two tabs on one phone number their commands in one line', async () => {
  const indexedDb = { indexedDB: new IDBFactory(), IDBKeyRange }
  const [one, two] = [await openDexieStore('phone', meta, indexedDb), await openDexieStore('phone', meta, indexedDb)]
  await Promise.all(
    [1, 2, 3, 4].flatMap((n) => [one.change(append([draft(n)], [])), two.change(append([draft(n + 10)], []))]),
  )
  const { commands } = await one.load()
  assert.deepEqual(
    commands.map((row) => row.dseq),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
})

test('S25: every write waits for the disk, not for the page’s memory of it', async () => {
  const written: (IDBTransactionDurability | undefined)[] = []
  const database = OpenDatabase.prototype
  const { transaction } = database
  database.transaction = function (this: IDBDatabase, stores, mode, options) {
    if (mode === 'readwrite') written.push(options?.durability)
    return transaction.call(this, stores, mode, options)
  }
  try {
    const store = await openDexieStore('phone', meta, { indexedDB: new IDBFactory(), IDBKeyRange })
    await store.putBytes(blob.sha256, new Uint8Array([1]).buffer, null)
    await store.change(append([draft(1)], [blob]))
  } finally {
    Object.assign(database, { transaction })
  }
  assert.deepEqual(new Set(written), new Set(['strict']))
  assert.ok(written.length >= 3)
})

test('S20: bytes lie on the disk in pieces of 64 KiB, and those an earlier version kept are read as they are', async () => {
  const indexedDb = { indexedDB: new IDBFactory(), IDBKeyRange }
  const bytes = new Uint8Array(600_001).map((_, n) => n % 253).buffer
  const earlier = new Dexie('phone', indexedDb)
  earlier.version(1).stores({
    documents: '[kind+id]',
    commands: 'dseq, &id, stream',
    blobs: 'sha256',
    notices: 'id',
    meta: 'key',
    pieces: '[sha256+n]',
    thumbnails: 'sha256',
  })
  earlier.version(2).stores({ copies: 'sha256', copyPieces: '[sha256+n]' })
  await earlier.open()
  const large = 256 * 1024
  for (const n of [0, 1, 2])
    await earlier.table('pieces').put({ sha256: blob.sha256, n, bytes: bytes.slice(n * large, (n + 1) * large) })
  await earlier.table('blobs').put({ ...blob, size: 600_001 })
  await earlier.table('commands').put({ ...draft(1), dseq: 1 })
  await earlier.table('meta').put({ key: 'meta', value: { ...meta, nextDseq: 2 } })
  earlier.close()

  const store = await openDexieStore('phone', null, indexedDb)
  assert.deepEqual(await store.readBytes(blob.sha256), bytes)
  assert.equal((await store.load()).commands[0]?.bytes, '{"n":1}')
  // The same picture kept once more lies over the large pieces, and none of those is left between.
  await store.putBytes(blob.sha256, bytes, null)
  assert.deepEqual(await store.readBytes(blob.sha256), bytes)
  store.close()
  const look = new Dexie('phone', indexedDb)
  await look.open()
  const kept: { bytes: ArrayBuffer }[] = await look.table('pieces').toArray()
  look.close()
  assert.deepEqual(
    kept.map((piece) => piece.bytes.byteLength),
    [...Array.from({ length: 9 }, () => 65_536), 600_001 - 9 * 65_536],
  )
})
