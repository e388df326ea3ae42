import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from 'pg'
import type { Id } from '#core/kit/ids.ts'
import { checkBackups } from '#server/backup/check.ts'
import { dueBetween, none } from '#server/backup/due.ts'
import { keepNewest } from '#server/backup/keep.ts'
import { writeManifest } from '#server/backup/manifest.ts'
import type { OnRecord } from '#server/backup/on-record.ts'
import { poolFiles, sizeOf } from '#server/backup/pool.ts'
import { checkAll } from '#server/platform/files/checking.ts'
import { openCompany } from '#test/support/company.ts'
import { type House, openHouse } from '#test/support/house.ts'
import { hashOf, pictureBytes } from '#test/support/pictures.ts'
import { quickFolder } from '#test/support/places.ts'
import { backUp, codeIn, restore } from './commands.ts'

const folder = await quickFolder('damage')
const backups = join(folder, 'backups')
const live = join(folder, 'live')
const timeout = 240_000
const opened: House[] = []

async function open(dataDir: string): Promise<House> {
  const house = await openHouse(dataDir)
  opened.push(house)
  return house
}

after(async () => {
  for (const house of opened) await house.close()
  await rm(folder, { recursive: true, force: true })
})

const house = await open(live)
const company = await openCompany(house.server, 'Elder Roofing')
const ines = await company.technician('Ines Lind')
const orgId = company.organization.id
const workOrder = await company.raise()
const visit = await company.dispatch(workOrder, ines)
await ines.sync()
const pathOf = (sha256: string) => join(orgId, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
const inStore = (sha256: string, of = live) => join(of, 'files', pathOf(sha256))
const inBackup = (sha256: string) => join(backups, 'files', pathOf(sha256))
const isWhole = async (path: string) => path.endsWith(hashOf(await readFile(path).catch(() => Buffer.alloc(0))))

async function photo(): Promise<string> {
  const bytes = Buffer.concat([await pictureBytes(), randomBytes(64)])
  await ines.on(workOrder, visit).photo('after', 'Roof', { file: new Blob([bytes], { type: 'image/jpeg' }) })
  await ines.sync()
  return hashOf(bytes)
}

async function flipByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  const middle = bytes.byteLength >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(path, bytes)
}

/** A night passes in which the server looks at its files. */
const night = ({ server }: House) => checkAll(server.services, { query: async () => ({ rows: [{ org_id: orgId }] }) })

async function statesIn({ superuserUrl }: House, hashes: readonly string[]): Promise<string[]> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ sha256: string; state: string }>('select sha256, state from app.file')
    return hashes.map((sha256) => rows.find((row) => row.sha256 === sha256)?.state ?? '')
  } finally {
    await client.end()
  }
}

const stateOf = async (id: Id, sha256: string) =>
  (await company.record(id)).work.photos.find((one) => one.sha256 === sha256)?.state

test('what a backup once held whole stays restorable: lost, cut short or flipped on one side, it is healed from the other, and said', {
  timeout,
}, async () => {
  const [lost, short, flipped, pooled] = [await photo(), await photo(), await photo(), await photo()]
  const all = [lost, short, flipped, pooled]
  assert.equal((await backUp(live, backups)).exitCode, 0)
  await rm(inStore(lost))
  await night(house)
  assert.equal(await stateOf(workOrder, lost), 'awaited')
  await truncate(inStore(short), 100)
  await flipByte(inStore(flipped))
  await flipByte(inBackup(pooled))

  const told = await backUp(live, backups, '--keep', '1')
  assert.equal(told.exitCode, 0, told.said)
  for (const sha256 of all) {
    assert.ok(told.said.includes(sha256), `${sha256} in ${told.said}`)
    assert.ok(await isWhole(inStore(sha256)), `in the data folder: ${told.said}`)
    assert.ok(await isWhole(inBackup(sha256)), `in the backup: ${told.said}`)
  }
  assert.equal(await checkBackups(backups, () => undefined), true)

  // What it restores has the bytes also where the record still waits for them.
  const disaster = join(folder, 'disaster')
  const back = await restore(disaster, backups)
  assert.equal(back.exitCode, 0, back.said)
  for (const sha256 of all) assert.ok(await isWhole(inStore(sha256, disaster)), back.said)
  const again = await open(disaster)
  assert.deepEqual(await statesIn(again, all), ['announced', 'stored', 'stored', 'stored'])
  await asSuperuser(
    again,
    `update app.file set state = 'announced', stored_at = null, width = null, height = null, version = 1 where sha256 = '${short}'`,
  )
  await night(again)
  assert.deepEqual(await statesIn(again, all), ['stored', 'stored', 'stored', 'stored'])
  await again.close()

  await night(house)
  assert.equal(await stateOf(workOrder, lost), 'stored')
})

async function asSuperuser({ superuserUrl }: House, text: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

test('what a check finds damaged the next backup heals; what no side has whole it says every time, and keeps as it is', {
  timeout,
}, async () => {
  const [healed, damaged, gone] = [await photo(), await photo(), await photo()]
  assert.equal((await backUp(live, backups)).exitCode, 0)
  await flipByte(inBackup(healed))
  await flipByte(inBackup(damaged))
  await flipByte(inStore(damaged))
  await rm(inBackup(gone))
  await rm(inStore(gone))
  assert.equal(await checkBackups(backups, () => undefined), false)
  for (const [time, said] of [
    ['at first', [healed, damaged, gone]],
    ['and again', [damaged, gone]],
  ] as const) {
    const told = await backUp(live, backups, '--keep', '1')
    assert.equal(told.exitCode, 2, `${time}: ${told.said}`)
    const named = [healed, damaged, gone].filter((sha256) => told.said.includes(sha256))
    assert.deepEqual(named, said, `${time}: ${told.said}`)
  }
  assert.ok(await isWhole(inBackup(healed)))
  assert.equal((await readFile(inBackup(damaged))).byteLength, (await readFile(inStore(damaged))).byteLength)
  assert.equal(await checkBackups(backups, () => undefined), true, 'the new backup promises what it has')
  await flipByte(inBackup(healed))
  const elsewhere = join(folder, 'elsewhere')
  const refused = await restore(elsewhere, backups)
  assert.equal(codeIn(refused), 'backup_damaged')
  assert.match(refused.said, /--without-damaged/)
  const back = await restore(elsewhere, backups, '--without-damaged')
  assert.equal(back.exitCode, 0, back.said)
  assert.ok(back.said.includes(healed), back.said)
  assert.equal(await sizeOf(inStore(healed, elsewhere)), null)
  for (const sha256 of [damaged, gone]) assert.ok(back.said.includes(sha256), back.said)
})

test('of old backups nothing goes that a kept one or the record names, or one may name that cannot be read', async () => {
  const target = join(folder, 'kept')
  const [store, nowhere] = [join(folder, 'small'), { onRecord: [], isDue: none, vouched: null }]
  const make = async (name: string) => {
    const bytes = randomBytes(500)
    const path = pathOf(hashOf(bytes))
    await mkdir(dirname(join(store, path)), { recursive: true })
    await writeFile(join(store, path), bytes)
    const { files } = await poolFiles(store, target, nowhere)
    await rm(join(store, path))
    await mkdir(join(target, name))
    await writeManifest(join(target, name), {
      format: 1,
      version: '1',
      migrations: [],
      begunAt: name,
      endedAt: name,
      database: { kind: 'rows' },
      pieces: [],
      files: [...files],
      counts: {},
      feeds: {},
    })
    return path
  }
  const [first, second] = [await make('2026-11-01T00-00-00Z'), await make('2026-11-02T00-00-00Z')]
  await make('2026-11-03T00-00-00Z')
  const isThere = async (path: string) => (await sizeOf(join(target, 'files', path))) !== null
  const unreadable = join(target, '2026-10-31T00-00-00Z')
  await mkdir(unreadable)
  await writeFile(join(unreadable, 'manifest'), 'damaged')
  const said: string[] = []
  await keepNewest(target, 2, (sentence) => said.push(sentence))
  assert.ok(await isThere(first), 'it may need it')
  assert.match(said.join(), /2026-10-31/)

  await rm(unreadable, { recursive: true })
  const last = await make('2026-11-04T00-00-00Z')
  await keepNewest(target, 1, () => undefined, new Set([second]))
  assert.deepEqual(await Promise.all([first, second, last].map(isThere)), [false, true, true])
})

test('a data folder whose disk is away is not filled from the backup', async () => {
  const [store, target] = [join(folder, 'mounted'), join(folder, 'whole')]
  const onRecord: OnRecord[] = []
  for (let n = 0; n < 30; n++) {
    const bytes = randomBytes(100)
    const path = pathOf(hashOf(bytes))
    await mkdir(dirname(join(store, path)), { recursive: true })
    await writeFile(join(store, path), bytes)
    onRecord.push({ path, size: 100, state: 'stored' })
  }
  const looked = { onRecord, isDue: none, vouched: null }
  assert.equal((await poolFiles(store, target, looked)).copied, 30)
  await rm(store, { recursive: true })
  await mkdir(store)
  const found = await poolFiles(store, target, looked)
  assert.deepEqual([found.files.size, found.away, found.healed], [30, 30, []])
  assert.deepEqual(await readdir(store), [])
})

test('every pooled file is read again within 28 days, whenever backups are made, and none twice on a day', () => {
  const hashes = Array.from({ length: 400 }, () => randomBytes(32).toString('hex'))
  const at = (day: number, hour = 3) => new Date(Date.UTC(2026, 10, 24 + day, hour))
  const read = new Map<string, number>()
  for (let day = 1; day <= 28; day++) {
    const isDue = dueBetween(at(day - 1), at(day))
    const due = hashes.filter(isDue)
    assert.ok(due.length < hashes.length / 8, `${due.length} on one day`)
    for (const sha256 of due) read.set(sha256, (read.get(sha256) ?? 0) + 1)
    assert.equal(hashes.some(dueBetween(at(day), at(day, 22))), false, 'a second one on the same day reads none')
  }
  assert.deepEqual([read.size, new Set(read.values())], [hashes.length, new Set([1])])
  assert.ok(hashes.every(dueBetween(at(0), at(28))), 'after a month without one all are')
  assert.ok(hashes.every(dueBetween(null, at(0))), 'and where there was none')
})
