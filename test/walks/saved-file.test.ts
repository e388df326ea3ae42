import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Captured, openWire } from '#test/support/captured.ts'
import { openCompany } from '#test/support/company.ts'
import { hashOf } from '#test/support/pictures.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { raise } from '#test/support/work-orders.ts'
import { createClient } from '#ui/client.ts'
import { bringSavedFile, nothingYet, type Progress } from '../../office/attention/bring-file.ts'
import { openSavedFile, pictureAt } from '../../office/attention/saved-file.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const at = '2026-11-23T09:00:00.000Z'
const MB = 1024 * 1024

/** The office's page on its way to the server: what its requests weigh, and a line that can be cut. */
function officePage(person: Person = north.dispatcher) {
  const api = server.as(person)
  const seen = { requests: 0, heaviest: 0, cutAfter: Number.POSITIVE_INFINITY }
  const wire = createClient('office', (path, init) => {
    seen.requests++
    if (seen.requests > seen.cutAfter) return Promise.reject(new TypeError('fetch failed'))
    const weight =
      typeof init.body === 'string'
        ? Buffer.byteLength(init.body)
        : init.body instanceof Uint8Array
          ? init.body.byteLength
          : 0
    seen.heaviest = Math.max(seen.heaviest, weight)
    return api.fetch(path, init)
  })
  const heard: Progress[] = []
  const came = nothingYet()
  const bring = (file: Blob) =>
    bringSavedFile(file, { wire, came, said: (one) => void heard.push(one), signal: new AbortController().signal })
  return { seen, heard, bring }
}

/** As the phone writes it: a piece a picture, the whole never in memory at once. */
function saved(person: Person, commands: Captured[], pictures: Uint8Array[]): Blob {
  const whole = commands.map(({ id, dseq, bytes }) => ({ id, dseq, sha256: hashOf(bytes), bytes }))
  const head = { format: 'roundtrip-outbox-1', exportedAt: at, device: person.deviceId, member: person.memberId }
  const parts: BlobPart[] = [
    `${JSON.stringify({ ...head, name: person.name, commands: whole }).slice(0, -1)},"files":[`,
  ]
  for (const [index, bytes] of pictures.entries()) {
    const one = { sha256: hashOf(bytes), fact: newId(), type: 'application/pdf' }
    parts.push(`${index === 0 ? '' : ','}${JSON.stringify(one).slice(0, -1)},"base64":"`)
    parts.push(Buffer.from(bytes).toString('base64'), '"}')
  }
  return new Blob([...parts, ']}'])
}

async function noted(name: string, notes: number) {
  const person = await server.makePerson(north.id, ['technician'], name)
  const wire = openWire(server.as(person))
  const workOrder = await raise(office)
  const commands = Array.from({ length: notes }, (_, index) => {
    const text = `Note ${index} with a "quote", a \\ and an ü`
    return wire.capture(workOrder, 'note', { visit: null, technician: person.technicianId, at, text, audience: 'crew' })
  })
  return { person, commands, workOrder }
}

const papers = (count: number, size: number) =>
  Array.from({ length: count }, () => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]))

async function notesOf(workOrder: string): Promise<number> {
  return (await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).work.notes.length
}

test('the file of a full phone, far beyond what one request may weigh, comes in after cuts, and twice adds nothing', async () => {
  const { person, commands, workOrder } = await noted('Week In A Shaft', 250)
  const pictures = papers(50, 900_000)
  const file = saved(person, commands, pictures)
  assert.ok(file.size > 2 * (syncApi.importUnsent.maxBody ?? 0))

  const cut = officePage()
  cut.seen.cutAfter = 40
  await assert.rejects(cut.bring(file), { code: 'offline' })
  assert.ok(cut.heard.some(({ what, done, of }) => what === 'files' && done > 0 && done < of && of === 50))
  assert.equal(await notesOf(workOrder), 250, 'entries come before pictures')

  const again = officePage()
  const came = (await again.bring(file)) ?? assert.fail()
  assert.equal(came.member, 'Week In A Shaft')
  assert.equal(came.commands.filter((one) => one.outcome === 'duplicate' && one.first === 'applied').length, 250)
  const before = came.files.filter((one) => one.state === 'was_here').length
  assert.ok(before > 0, 'what had come before the cut')
  assert.equal(came.files.filter((one) => one.state === 'stored').length, 50 - before)
  assert.ok(again.seen.requests < 2 + 50 + (50 - before) * 2 + 1, 'of a picture that was cut only the rest is sent')
  for (const one of pictures) assert.ok(await server.services.files.has(north.id, hashOf(one)))

  const twice = officePage()
  const nothing = (await twice.bring(file)) ?? assert.fail()
  assert.ok(nothing.commands.every((one) => one.outcome === 'duplicate'))
  assert.ok(nothing.files.every((one) => one.state === 'was_here'))
  assert.equal(twice.seen.requests, 2 + 50)
  assert.equal(await notesOf(workOrder), 250)
  for (const { seen } of [cut, again, twice]) assert.ok(seen.heaviest < 2 * MB, `${seen.heaviest}`)
})

test('what came before a cut came in now, to who goes on with the same file', async () => {
  const { person, commands } = await noted('Goes On', 3)
  const file = saved(person, commands, papers(4, 1000))
  const page = officePage()
  page.seen.cutAfter = 4
  await assert.rejects(page.bring(file), { code: 'offline' })
  page.seen.cutAfter = Number.POSITIVE_INFINITY
  const came = (await page.bring(file)) ?? assert.fail()
  assert.deepEqual(
    [came.commands.map((one) => one.outcome), came.files.map((one) => one.state)],
    [Array(3).fill('applied'), Array(4).fill('stored')],
  )
})

test('a file that was cut gives what is left of it; a damaged picture is said, the rest comes in', async () => {
  const { person, commands, workOrder } = await noted('Cut Copy', 2)
  const [first, second, third] = papers(3, 1000)
  const whole = await saved(person, commands, [
    first ?? assert.fail(),
    second ?? assert.fail(),
    third ?? assert.fail(),
  ]).text()
  const damaged = whole.replace(hashOf(first ?? ''), hashOf('other'))
  const came = (await officePage().bring(new Blob([damaged.slice(0, -100)]))) ?? assert.fail()
  assert.deepEqual(
    [came.isWhole, came.commands.map((one) => one.outcome), came.files.map((one) => one.state)],
    [false, ['applied', 'applied'], ['refused', 'stored']],
  )
  assert.ok(came.files[0]?.sentence)
  assert.equal(await notesOf(workOrder), 2)
  const gone = { sha256: hashOf('gone'), fact: newId(), type: 'image/jpeg' }
  const known = { ...gone, sha256: hashOf(second ?? '') }
  const named = `${whole.slice(0, -1)},"missing":${JSON.stringify([gone, known])}}`
  const rest = (await officePage().bring(new Blob([named]))) ?? assert.fail()
  assert.deepEqual(
    [rest.isWhole, rest.files.map((one) => one.state)],
    [true, ['stored', 'was_here', 'stored', 'refused', 'was_here']],
  )
})

test('what no phone saved is none, and what it may not bring is refused before a picture is sent', async () => {
  const { person, commands } = await noted('Elsewhere', 1)
  for (const text of ['', '{}', '[]', 'photo', '{"format":"roundtrip-outbox-2","commands":[],"files":[]}']) {
    assert.equal(await officePage().bring(new Blob([text])), null, text)
  }
  const page = officePage()
  await assert.rejects(page.bring(saved({ ...person, deviceId: newId() }, commands, papers(1, 100))), {
    code: 'unknown_phone',
  })
  await assert.rejects(officePage(person).bring(saved(person, commands, [])), { status: 401 })
  assert.equal(page.seen.requests, 1)
})

test('where things lie in the file is found whatever stands in it and wherever it is sliced', async () => {
  const { person, commands } = await noted('Sliced', 3)
  const pictures = papers(3, 90_000)
  const plain = await saved(person, commands, pictures).text()
  const spaced = JSON.stringify({ a: [{ b: ['x]}', []] }, 1], ...JSON.parse(plain), z: '"\\' }, null, 2)
  for (const text of [plain, spaced]) {
    // What pads it moves this over the border of a slice: once between a backslash and the quote it belongs to.
    const escape = Buffer.from(text).indexOf('\\":{') + 1
    for (const padding of [0, escape, 700, 150_000].map((before) => ' '.repeat(before && 4 * MB - before))) {
      const file = new Blob([padding, text])
      const read = (await openSavedFile(file)) ?? assert.fail()
      assert.deepEqual([read.isWhole, read.head.name], [true, 'Sliced'])
      assert.deepEqual(
        read.commands.map((one) => one.bytes),
        commands.map((one) => one.bytes),
      )
      const found = await Promise.all(read.pictures.map((range) => pictureAt(file, range)))
      assert.deepEqual(
        found.map((one) => one && hashOf(one.bytes)),
        pictures.map((one) => hashOf(one)),
      )
    }
  }
})

test('the file a real phone saves comes in by the office’s page', async () => {
  const company = await openCompany(server, 'Harbour')
  const ines = await company.technician('Ines Saves')
  const { workOrder, job } = await company.outOfReach(ines, { title: 'Pump' })
  await job.arrive()
  await job.photo('after', 'The pump')
  const file = await ines.phone().phone().exportUnsent()
  const came = (await officePage(company.organization.dispatcher).bring(file)) ?? assert.fail()
  assert.deepEqual(
    [came.isWhole, came.commands.map((one) => one.outcome), came.files.map((one) => one.state)],
    [true, ['applied', 'applied'], ['stored']],
  )
  assert.deepEqual((await company.record(workOrder)).evidence, { stored: 1, total: 1 })
  await ines.online()
  assert.equal(
    (await company.record(workOrder)).work.photos.length,
    1,
    'and coming by itself afterwards it is there once',
  )
})
