import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from 'pg'
import type { Id } from '#core/kit/ids.ts'
import { chunksPath, pieceSize, type UploadState, uploadState } from '#core/sync/chunks.ts'
import { checkBackups } from '#server/backup/check.ts'
import { choose } from '#server/backup/choose.ts'
import { BackupProblem } from '#server/backup/problem.ts'
import { restoreInto } from '#server/backup/restored.ts'
import { readConfig } from '#server/platform/config.ts'
import { keepNewest } from '#server/backup/keep.ts'
import { backupsIn, type Found, type Manifest, writeManifest } from '#server/backup/manifest.ts'
import { describeCluster, runningServer } from '#server/platform/postgres/cluster.ts'
import { socketUrl } from '#server/platform/postgres/session.ts'
import { eventually, openCompany } from '#test/support/company.ts'
import { type House, openHouse } from '#test/support/house.ts'
import { hashOf, pictureBytes } from '#test/support/pictures.ts'
import { compiledOnce, quickFolder } from '#test/support/places.ts'
import { apiOf, testPassword, type TestServer } from '#test/support/server.ts'
import type { Technician } from '#test/support/technician.ts'
import { main, running, startProcess, stopStarted } from '../start/started.ts'
import { backUp, codeIn, folderOf, type Inventory, inventory, restore, startBackUp } from './commands.ts'

const folder = await quickFolder('drill')
const backups = join(folder, 'backups')
const live = join(folder, 'live')
const disaster = join(folder, 'disaster')
const yesterday = join(folder, 'yesterday')
/** A busy machine takes its time; alone each is a matter of seconds. */
const timeout = 240_000
const opened: House[] = []

async function open(dataDir: string, jobs = false): Promise<House> {
  const house = await openHouse(dataDir, { jobs })
  opened.push(house)
  return house
}

after(async () => {
  await stopStarted()
  for (const house of opened) await house.close()
  await rm(folder, { recursive: true, force: true })
})

const house = await open(live, true)
const { server } = house
const company = await openCompany(server, 'Alder Drains')
const ines = await company.technician('Ines Lind')
const orgId = company.organization.id

/** Starts what was restored as `npm start` does; gives the way into its database. */
async function startOn(dataDir: string, port: string): Promise<{ superuserUrl: string; stop: () => Promise<void> }> {
  const env = { PATH: process.env['PATH'], PORT: port, DATA_DIR: dataDir, DEMO: 'off', ...compiledOnce }
  const started = startProcess(process.execPath, [main], { env })
  await running(started)
  const database = await runningServer(await describeCluster(join(dataDir, 'postgres')))
  return {
    superuserUrl: socketUrl(database?.socketDir ?? '', 'postgres', 'roundtrip'),
    stop: async () => {
      started.child.kill('SIGINT')
      await started.ended
    },
  }
}

async function notesIn(superuserUrl: string, workOrder: Id): Promise<string[]> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ work: string }>('select work from app.document where stream_id = $1', [
      workOrder,
    ])
    const work: { notes: { text: string }[] } = JSON.parse(rows[0]?.work ?? '{"notes":[]}')
    return work.notes.map((note) => note.text)
  } finally {
    await client.end()
  }
}

/** A photo of which the server has a part when its phone loses the line. */
async function halfUploaded(phone: Technician): Promise<string> {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, phone)
  await phone.sync()
  const bytes = Buffer.concat([await pictureBytes(), randomBytes(11 * pieceSize)])
  await phone.on(workOrder, visit).photo('after', 'Valve replaced', { file: new Blob([bytes], { type: 'image/jpeg' }) })
  let parts = 0
  phone.browser.fault = async (path, answer) => {
    if (/\/chunks\/\d+$/.test(path) && ++parts > 2) throw new TypeError('fetch failed')
    return answer()
  }
  await phone.sync()
  phone.offline()
  return hashOf(bytes)
}

/** What the server on that port says it has of a file. */
async function uploadOn(port: string, sha256: string): Promise<UploadState> {
  const { cookie } = company.organization.dispatcher
  const answer = await apiOf(`http://127.0.0.1:${port}`, { Cookie: cookie, 'X-App': 'office' }).fetch(
    chunksPath(sha256),
  )
  return uploadState.parse(await answer.json())
}

/** A backup whose process is killed half way, which nothing but its missing manifest tells. Its name. */
async function cutOffBackup(): Promise<string> {
  const before = new Set(await readdir(backups))
  const { child, ended } = startBackUp(live, backups)
  const name = await eventually('the backup’s folder', async () => {
    const made = (await readdir(backups)).find((one) => !before.has(one))
    return made && (await readdir(join(backups, made))).includes('database') ? made : null
  })
  child.kill('SIGKILL')
  await ended
  await assert.rejects(choose(join(backups, name), null), { code: 'backup_cut_off' })
  assert.equal(await checkBackups(backups, () => undefined), false)
  return name
}

/** What the first test leaves for the others: the machine as it was when its power went, and how it got there. */
type Past = {
  workOrder: Id
  report: { sha256: string; bytes: Buffer }
  handedIn: { text: string; at: number }[]
  first: string
  moment: Date
  inventory: Inventory
  /** When it had been restored and people had signed in there. */
  afterwards: Inventory | null
  port: string
  half: string
}
let past: Past | undefined

function fromBefore(): Past {
  assert.ok(past, 'there are backups')
  return past
}

/** The last of what the phone handed in, with when the server had said yes to it. */
const handedIn: Past['handedIn'] = []
const tom = await company.technician('Tom Reed')
let [first, cutOff] = ['', '']
const [workOrder, visit] = await (async () => {
  const raised = await company.raise()
  return [raised, await company.dispatch(raised, ines)] as const
})()
const job = ines.on(workOrder, visit)

async function handIn(): Promise<void> {
  const n = handedIn.length + 1
  await job.note(`note ${n}`)
  if (n % 4 === 0) await job.photo('after', `photo ${n}`)
  await ines.sync()
  handedIn.push({ text: `note ${n}`, at: Date.now() })
}

const paperOf = async (server: TestServer, sha256: string) => {
  const answer = await server.as(company.organization.dispatcher).fetch(`/api/files/${sha256}`)
  return Buffer.from(await answer.arrayBuffer())
}

test('backups are made while phones hand in, and one that was cut off is noticed', { timeout }, async () => {
  await ines.sync()
  await job.arrive()
  await job.photo('before', 'Valve leaking')
  const ended = new AbortController()
  const work = (async () => {
    while (!ended.signal.aborted) await handIn()
  })()
  const beganAt = Date.now()
  const made = await backUp(live, backups)
  const endedAt = Date.now()
  ended.abort()
  await work
  assert.equal(made.exitCode, 0, made.said)
  assert.ok(
    handedIn.some(({ at }) => at > beganAt && at < endedAt),
    'work was handed in while the backup was made',
  )
  first = folderOf(made)
  cutOff = await cutOffBackup()
})

test('a backup that follows has what happens meanwhile, and ended in order it lacks nothing', { timeout }, async () => {
  const asked = await company.askReport(workOrder, null)
  const { sha256 } = await eventually('the report', async () => {
    const now = await company.report(workOrder, asked.id)
    return now.state === 'ready' ? now : null
  })
  const half = await halfUploaded(tom)
  const port = new URL(server.origin).port
  const { state, have } = await uploadOn(port, half)
  assert.deepEqual([state, have.length > 0], ['receiving', true])

  const following = startBackUp(live, backups, '--follow')
  const says = (sentence: string) =>
    eventually(sentence, async () => (following.said().includes(sentence) ? true : null))
  await says('Following.')
  assert.ok(following.said().includes(`${cutOff} was cut off and is removed`), following.said())
  const segments = async () => (await readdir(join(backups, 'log', systemOf((await newest()).manifest)))).length
  const before = await segments()
  await handIn()
  const moment = new Date()
  await asSuperuser('select pg_switch_wal()')
  await eventually('the log', async () => ((await segments()) > before ? true : null))
  await asSuperuser(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'roundtrip backup'`,
  )
  await says('The server runs again.')
  for (let n = 0; n < 4; n++) await handIn()
  past = {
    workOrder,
    report: { sha256: sha256 ?? '', bytes: await paperOf(server, sha256 ?? '') },
    handedIn,
    first,
    moment,
    inventory: await inventory(house.superuserUrl, live),
    afterwards: null,
    port,
    half,
  }
  following.child.kill('SIGINT')
  assert.equal(await following.ended, 0, following.said())
  await house.close()
})

async function asSuperuser(text: string): Promise<void> {
  const client = new Client({ connectionString: house.superuserUrl })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

test('a contractor whose machine burns down goes on from the backup with every row, file, sign-in and paper', {
  timeout,
}, async () => {
  const { report, inventory: before } = fromBefore()
  const told = await restore(disaster, backups)
  assert.equal(told.exitCode, 0, told.said)
  const again = await open(disaster)
  assert.deepEqual(await inventory(again.superuserUrl, disaster), before)
  assert.ok(Object.keys(before.files).length > 1)
  const { dispatcher, owner } = company.organization
  assert.equal((await again.server.as(dispatcher).fetch('/api/me')).status, 200, 'who was signed in still is')
  const signIn = await again.server.anybody.fetch('/api/auth/office/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password: testPassword, orgId }),
  })
  assert.equal(signIn.status, 200, 'the password is the one it was')
  assert.deepEqual(await paperOf(again.server, report.sha256), report.bytes, 'the report is the same to the byte')
  fromBefore().afterwards = await inventory(again.superuserUrl, disaster)
  await again.close()
})

test('a machine is as it was at the moment that was asked for, and phones hand in what the backup does not know', {
  timeout,
}, async () => {
  const { first, moment, port, workOrder, handedIn, half, report, inventory: before } = fromBefore()
  const told = await restore(yesterday, first, '--to', moment.toISOString())
  assert.equal(told.exitCode, 0, told.said)
  const restored = await startOn(yesterday, port)
  const known = await notesIn(restored.superuserUrl, workOrder)
  const sure = handedIn.filter(({ at }) => at <= moment.getTime()).map(({ text }) => text)
  assert.deepEqual(
    sure.filter((text) => !known.includes(text)),
    [],
    'what was handed in before that moment is there',
  )
  assert.ok(known.length < handedIn.length, 'what came after it is not')

  assert.deepEqual((await uploadOn(port, half)).have, [], 'of the half photo it has nothing')
  await tom.online()
  assert.equal((await uploadOn(port, half)).state, 'stored', 'its phone began again')

  for (let tries = 0; tries < 4; tries++) await ines.sync()
  const all = handedIn.map(({ text }) => text)
  assert.deepEqual(await notesIn(restored.superuserUrl, workOrder), all, 'each once, in order')
  const { files } = await inventory(restored.superuserUrl, yesterday)
  const lacking = Object.keys(before.files).filter((path) => !(path in files) && !path.endsWith(report.sha256))
  assert.deepEqual(lacking, [], 'the phone handed in its pictures again')
  assert.deepEqual(
    Object.entries(files).filter(([path, sha256]) => !path.endsWith(sha256)),
    [],
  )
  assert.ok(Object.values(files).includes(half), 'every byte of the photo is what it was')
  await restored.stop()
})

test('of old backups only as many are kept as were asked for, with every byte those need', { timeout }, async () => {
  await keepNewest(backups, 1, () => undefined)
  const { whole, cutOff } = await backupsIn(backups)
  assert.deepEqual([whole.length, cutOff.length], [1, 0])
  assert.equal(await checkBackups(backups, () => undefined), true)
  const { manifest } = await newest()
  const [first = ''] = logOf(manifest)
  const segments = await readdir(join(backups, 'log', systemOf(manifest)))
  assert.ok(
    segments.every((segment) => segment >= first),
    'log that no backup begins with is gone',
  )
})

async function newest(): Promise<Found> {
  const found = (await backupsIn(backups)).whole.at(-1)
  assert.ok(found)
  return found
}

async function flipByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  const middle = bytes.byteLength >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(path, bytes)
}

const elsewhere = join(folder, 'elsewhere')
const untouched = async () => assert.deepEqual(await readdir(elsewhere).catch(() => []), [], 'nothing was put there')

test('one flipped byte, wherever it is in a backup, is found and named, and nothing is restored from it', {
  timeout,
}, async () => {
  const { folder: backup, manifest } = await newest()
  const heap = manifest.pieces.find(({ path, size }) => path.includes('/base/') && size > 8192)?.path ?? ''
  const [file] = manifest.files[0] ?? ['']
  const [needed = ''] = logOf(manifest)
  const segments = await readdir(join(backups, 'log', systemOf(manifest)))
  const segment = segments.find((name) => name.startsWith(needed)) ?? ''
  const places: [string, string][] = [
    [heap, join(backup, heap)],
    [`files/${file}`, join(backups, 'files', file)],
    [`log/${systemOf(manifest)}/${segment}`, join(backups, 'log', systemOf(manifest), segment)],
  ]
  for (const [, path] of places) await flipByte(path)
  const said: string[] = []
  assert.equal(await checkBackups(backups, (sentence) => said.push(sentence)), false)
  for (const [name] of places)
    assert.ok(
      said.some((sentence) => sentence.includes(name)),
      `${name} in ${said.join()}`,
    )
  assert.equal(said.length, places.length + 1, 'and nothing else; the log is named by itself too')
  const told = await restore(elsewhere, backups)
  assert.equal(codeIn(told), 'backup_damaged')
  assert.ok(told.said.includes(heap), told.said)
  await untouched()
  for (const [, path] of places) await flipByte(path)
  await flipByte(join(backup, 'manifest'))
  assert.equal((await refusedRestore(elsewhere, backup)).code, 'backup_damaged')
  await flipByte(join(backup, 'manifest'))
})

/** Restores in this process, which is how the command does it too; gives the refusal. */
async function refusedRestore(dataDir: string, folder: string, to: Date | null = null): Promise<BackupProblem> {
  const read = readConfig({ DATA_DIR: dataDir, DEMO: 'off' })
  if ('problems' in read) throw new Error(read.problems.join())
  try {
    await restoreInto(read.config, folder, to)
  } catch (error) {
    if (error instanceof BackupProblem) return error
    throw error
  }
  throw new Error('it was restored')
}

/** Restores from the newest backup under another manifest, as whole as the one it has; gives the code of the refusal. */
async function restoredUnder(edit: (manifest: Manifest) => Manifest): Promise<string> {
  const { folder: backup, manifest } = await newest()
  await writeManifest(backup, edit(manifest))
  const { code } = await refusedRestore(elsewhere, backup)
  await writeManifest(backup, manifest)
  await untouched()
  return code
}

test('a backup without its log, or without a picture, does not pass for one', { timeout }, async () => {
  const log = join(backups, 'log')
  const withoutLog = ({ database, ...rest }: Manifest): Manifest => ({
    ...rest,
    database: database.kind === 'files' ? { ...database, log: [] } : database,
  })
  assert.equal(await restoredUnder(withoutLog), 'not_recoverable')
  await rename(log, `${log}-aside`)
  assert.equal(await restoredUnder((manifest) => manifest), 'backup_damaged')
  await rename(`${log}-aside`, log)
  const picture = join(backups, 'files', (await newest()).manifest.files[0]?.[0] ?? '')
  await rename(picture, `${picture}-aside`)
  assert.equal(await restoredUnder((manifest) => manifest), 'backup_damaged')
  await rename(`${picture}-aside`, picture)
})

test('a restore overwrites nothing, takes nothing of a newer release and promises no moment the log does not reach', {
  timeout,
}, async () => {
  assert.equal((await refusedRestore(disaster, backups)).code, 'data_folder_not_empty')
  const newer = (manifest: Manifest) => ({ ...manifest, migrations: [...manifest.migrations, '9999_later.sql'] })
  assert.equal(await restoredUnder(newer), 'newer_version')
  await assert.rejects(choose(live, null), { code: 'not_a_backup' })
  await assert.rejects(choose(backups, new Date('2020-01-01')), { code: 'time_not_covered' })
  assert.equal((await refusedRestore(elsewhere, backups, new Date('2090-01-01'))).code, 'time_not_covered')
  await untouched()
})

test('row by row a backup goes into a PostgreSQL of one’s own, of a machine that is switched off too', {
  timeout,
}, async () => {
  const rows = join(folder, 'rows')
  const told = await backUp(disaster, rows, '--rows')
  assert.equal(told.exitCode, 0, told.said)
  const back = await restore(elsewhere, rows)
  assert.equal(back.exitCode, 0, back.said)
  const house = await open(elsewhere)
  assert.deepEqual(await inventory(house.superuserUrl, elsewhere), fromBefore().afterwards)
  await house.close()
})

const systemOf = (manifest?: Manifest) => (manifest?.database.kind === 'files' ? manifest.database.system : '')
const logOf = (manifest?: Manifest) => (manifest?.database.kind === 'files' ? manifest.database.log : [])
