import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { applied, openCompany } from '#test/support/company.ts'
import { hashOf, pictureBytes } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { raise, raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const company = await openCompany(server, 'Fir Security')
const other = await openCompany(server, 'Gorse Gas')
const luis = await company.technician('Luis Ortega')
const { office } = company

test('a work order made on the spot for an unknown customer shows a reference, gets its number, and the office links who it is for', async () => {
  await luis.online()
  luis.offline()
  const phone = luis.phone().phone()
  const body = raiseBody({ title: 'Door jams', priority: 'P2', requestedAt: luis.now() })
  const reported = {
    customer: 'Kiosk at platform 2',
    site: 'Central station',
    contact: 'Ms Aydin',
    phone: '',
    zone: 'Europe/Berlin',
  }
  const { details, zone, tasks, requires } = body
  const made = await phone.raise({ details, zone, tasks, requires, reported, visit: true })
  assert.ok('workOrder' in made && made.visit)
  const { workOrder, visit } = made
  const provisional = phone.workOrder(workOrder).get()?.reference ?? ''
  assert.match(provisional, /^T\d+-0001$/)
  const job = luis.on(workOrder, visit)
  await job.arrive()
  luis.wait(30)
  await job.photo('after', 'Hinge')
  await job.finish('done', 'Hinge bent back')
  await luis.online()

  const record = await company.record(workOrder)
  assert.match(record.work.number ?? '', /^WO-\d{4}$/)
  assert.equal(record.work.provisional, provisional)
  assert.equal(record.status, 'work_complete')
  assert.deepEqual(await company.openFlags(workOrder), ['customer_unknown', 'site_unknown'])
  assert.equal(luis.phone().phone().workOrder(workOrder).get()?.reference, record.work.number)
  for (const q of [provisional, record.work.number ?? '', 'Kiosk'])
    assert.deepEqual(
      (await office.call(workOrderApi.listWorkOrders, { query: { q } })).items.map((row) => row.id),
      [workOrder],
      q,
    )

  const { version } = record
  assert.equal((await send(company.bookkeeper, workOrder, 'approve', { version })).outcome, 'refused')
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Kiosk Aydin' } })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Platform 2', zone: 'Europe/Berlin' },
  })
  await applied(send(office, workOrder, 'edit_details', { changes: { customer: customer.id, site: site.id } }))
  assert.deepEqual(await company.openFlags(workOrder), [], 'linking settles both')
  await company.approve(workOrder)
  assert.equal((await company.draft(workOrder)).customer.name, 'Kiosk Aydin')
  await luis.sync()
  assert.equal(luis.phone().phone().workOrder(workOrder).get()?.customerName, 'Kiosk Aydin')
})

test('a visit of another organization and one that does not exist are held alike, and change nothing', async () => {
  const theirs = await raise(other.office)
  const phone = openWire(server.as(await server.makePerson(company.organization.id, ['technician'], 'Wrong Target')))
  const mine = await company.raise()
  const visit = await company.dispatch(mine, luis)
  const before = await other.record(theirs)
  const technician = luis.id
  const at = luis.now()
  const foreign = phone.capture(theirs, 'arrive', { visit: newId(), technician, at })
  const random = phone.capture(newId(), 'arrive', { visit: newId(), technician, at })
  const visitOnly = phone.capture(mine, 'arrive', { visit: newId(), technician, at })
  const good = phone.capture(mine, 'arrive', { visit, technician, at })
  const { outcomes } = await phone.push(foreign, random, visitOnly, good)
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['held', 'held', 'held', 'applied'],
  )
  const [a, b] = outcomes.map((one) => ({ ...one, id: '' }))
  assert.deepEqual(a, b, 'nothing tells them apart')
  const after = await other.record(theirs)
  assert.deepEqual([after.version, after.work], [before.version, before.work])
  const { held } = await office.call(workOrderApi.readAttention, {})
  const wanted = new Set([foreign.id, random.id, visitOnly.id])
  assert.deepEqual(new Set(held.map((row) => row.command).filter((id) => wanted.has(id))), wanted)
  assert.deepEqual(
    (await other.office.call(workOrderApi.readAttention, {})).held,
    [],
    'the other organization sees nothing of it',
  )
  const settled = await office.call(workOrderApi.settleHeld, {
    params: { id: foreign.id },
    body: { choice: 'apply', workOrder: mine, visit },
  })
  assert.equal(settled.outcome, 'applied')
})

const jpegOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' })

test('photos that are not photos are kept as facts and flagged with the reason; the bytes stay on the phone', async () => {
  const bomb = await sharp({ create: { width: 8200, height: 6200, channels: 3, background: 'white' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
  const broken = (await pictureBytes()).slice(0, 200)
  const wrong: [string, Uint8Array, string][] = [
    ['text', new TextEncoder().encode(`not a picture ${newId()}`), 'wrong_type'],
    ['drawing', svg, 'wrong_type'],
    ['half', broken, 'unreadable_picture'],
    ['bomb', bomb, 'too_many_pixels'],
  ]
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  const job = luis.on(workOrder, visit)
  await job.arrive()
  for (const [caption, bytes] of wrong) await job.photo('after', caption, { file: jpegOf(bytes) })
  await job.photo('after', 'real')
  luis.wait(20)
  await job.finish('done', 'See photos')
  await luis.sync()
  await luis.sync()
  const { work, blockers, status } = await company.record(workOrder)
  assert.equal(status, 'work_complete')
  assert.deepEqual(
    work.photos.map((photo) => [photo.caption, photo.state]),
    [...wrong.map(([caption]) => [caption, 'refused']), ['real', 'stored']],
  )
  const reasons = new Map(work.flags.map((flag) => [flag.id, flag.params['reason']]))
  for (const [caption, bytes, code] of wrong) assert.equal(reasons.get(`bytes_refused:${hashOf(bytes)}`), code, caption)
  assert.deepEqual(blockers, [{ code: 'flags_open', count: wrong.length }], 'refused bytes are not waited for')
  for (const [, bytes] of wrong)
    assert.equal(await server.services.files.has(company.organization.id, hashOf(bytes)), false)
  const waiting = luis.phone().phone().outbox.get().waiting
  assert.deepEqual(
    waiting.map((line) => line.bytes?.state),
    wrong.map(() => 'refused'),
  )
})

test('bytes with the wrong hash are refused and asked for again; the right ones are taken', async () => {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  const job = luis.on(workOrder, visit)
  let broken = 0
  const real = luis.browser.fetch
  luis.browser.fault = async (path, answer) => {
    if (!path.startsWith('/api/files/') || broken > 0) return answer()
    broken++
    // A byte flipped on the way.
    const bytes = await pictureBytes()
    luis.browser.fault = null
    const response = await real(path, { method: 'PUT', body: bytes })
    assert.equal(response.status, 422)
    assert.ok(['wrong_hash', 'wrong_size'].includes((await response.clone().json()).code))
    return response
  }
  await job.arrive()
  await job.photo('after', 'Lock')
  await luis.sync()
  assert.equal(broken, 1)
  const between = await company.record(workOrder)
  assert.deepEqual(between.work.flags, [], 'a broken way is no fault of the photo')
  luis.wait(10)
  await luis.sync()
  const { work, evidence } = await company.record(workOrder)
  assert.deepEqual(
    work.photos.map((photo) => photo.state),
    ['stored'],
  )
  assert.deepEqual([evidence, work.flags.length], [{ stored: 1, total: 1 }, 0])
})

test('eight phones that hand in at once leave a feed without a gap and every fact once', async () => {
  const people = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      server.makePerson(company.organization.id, ['technician'], `Crew ${'abcdefgh'[n]}`),
    ),
  )
  const ids = people.map((person) => person.technicianId ?? '')
  const shared = await company.raise({ title: 'Whole crew' })
  const visit = newId()
  const plan = { visit, start: luis.now(), minutes: 60, window: null, crew: ids, lead: null }
  await applied(send(office, shared, 'plan_visit', plan))
  await applied(send(office, shared, 'dispatch_visit', { visit }))
  const first = await feed(company.organization.id)
  const rounds = 6
  await Promise.all(
    people.map(async (person, n) => {
      const wire = openWire(server.as(person), luis.now())
      const technician = ids[n] ?? ''
      for (let round = 0; round < rounds; round++) {
        const note = { visit, technician, at: luis.now(), text: `${person.name} ${round}`, audience: 'crew' as const }
        const { outcomes } = await wire.push(
          wire.capture(shared, 'note', note),
          wire.captureAny({ kind: 'day', id: technician }, 'record_day_time', dayTime(luis.now(), round)),
        )
        assert.deepEqual(
          outcomes.map((one) => one.outcome),
          ['applied', 'applied'],
        )
      }
    }),
  )
  const { work } = await company.record(shared)
  assert.equal(work.notes.length, 8 * rounds)
  assert.equal(new Set(work.notes.map((note) => note.text)).size, 8 * rounds)
  for (const person of people) {
    const own = work.notes.map((note) => note.text).filter((text) => text.startsWith(person.name))
    assert.deepEqual(
      own,
      Array.from({ length: rounds }, (_, round) => `${person.name} ${round}`),
      'each phone in its own order',
    )
  }
  const all = await feed(company.organization.id)
  assert.ok(all.length >= first.length + 8 * rounds)
  assert.deepEqual(
    all,
    Array.from({ length: all.length }, (_, n) => (all[0] ?? 0) + n),
  )
  const versions = await server.inTenant(company.organization.id, (tx) =>
    tx.db
      .selectFrom('app.entry')
      .select('version')
      .distinct()
      .where('stream_id', '=', shared)
      .orderBy('version')
      .execute(),
  )
  assert.equal(versions.length, work.version, 'every version of the record has its entries')
})

function dayTime(now: string, round: number) {
  const from = new Date(Date.parse(now) - (round + 2) * 600_000).toISOString()
  return { activity: 'depot', from, to: new Date(Date.parse(from) + 300_000).toISOString(), note: '' }
}

async function feed(orgId: Id): Promise<number[]> {
  const rows = await server.inTenant(orgId, (tx) => tx.db.selectFrom('app.feed').select('seq').orderBy('seq').execute())
  return rows.map((row) => Number(row.seq))
}
