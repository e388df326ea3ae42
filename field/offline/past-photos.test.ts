import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { customersApi } from '#core/customers/api.ts'
import { instantFrom } from '#core/kit/time.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { openBrowser, openTestPhone, sha256 } from '#test/support/phone.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'
import { withinBudget } from './copying.ts'

const server = await testServer()

test('what a mate photographed at the site the last time is on the phone, without a signal, and nothing of the office’s', async (t) => {
  const north = await server.makeOrganization('North Heating')
  const office = server.as(north.dispatcher)
  const mate = await server.makePerson(north.id, ['technician'], 'Marcus Webb')
  const technician = mate.technicianId ?? ''
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Tower Trust' } })
  const { id: site } = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Tower' },
  })
  const picture = async (background: string) => {
    const bytes = await sharp({ create: { width: 800, height: 600, channels: 3, background } })
      .jpeg()
      .toBuffer()
    const hash = sha256(bytes)
    const answer = await office.fetch(`/api/files/${hash}`, { method: 'PUT', body: new Uint8Array(bytes) })
    assert.equal(answer.status, 200)
    return { sha256: hash, size: bytes.byteLength }
  }
  const [before, after, costs] = [await picture('gray'), await picture('teal'), await picture('red')]

  const last = await raise(office, { site })
  const visit = await dispatchVisit(office, last, [technician])
  const wire = openWire(server.as(mate))
  const fact = { visit, technician, at: '2026-11-23T09:00:00.000Z' }
  const shot = { ...fact, type: 'image/jpeg', width: 800, height: 600, position: null }
  await wire.push(
    wire.capture(last, 'arrive', fact),
    wire.capture(last, 'photo', { ...shot, ...before, phase: 'before', caption: '', audience: 'crew' }),
    wire.capture(last, 'photo', { ...shot, ...after, phase: 'after', caption: 'New pump', audience: 'customer' }),
    wire.capture(last, 'photo', { ...shot, ...costs, phase: 'other', caption: 'Costs', audience: 'office' }),
    wire.capture(last, 'finish', { ...fact, outcome: 'done', returnReason: null, note: '', missing: [], evidence: [] }),
  )

  const browser = openBrowser(server.origin)
  const phone = openTestPhone({ fetch: browser.fetch, now: Date.now() })
  await phone.until('signed_out')
  await phone.field.signIn({ email: north.technician.email, password: testPassword })
  const next = await raise(office, { site })
  await dispatchVisit(office, next, [north.technician.technicianId ?? ''], instantFrom(Date.now() + 3600_000))
  await phone.sync()
  browser.fault = async () => {
    throw new TypeError('fetch failed')
  }
  const away = await phone.kill()
  const [past] = away.phone().workOrder(next).get()?.history ?? []
  assert.deepEqual(past?.photos, [
    { sha256: after.sha256, words: 'New pump' },
    { sha256: before.sha256, words: 'Before' },
  ])
  for (const { sha256: hash } of past?.photos ?? []) {
    assert.match((await away.phone().photoUrl(hash, 'thumbnail')) ?? '', /^blob:/)
  }
  const asked = await browser.fetch(`/api/files/${costs.sha256}?app=field`).catch(() => null)
  assert.equal(asked, null)
  browser.fault = null
  assert.equal((await browser.fetch(`/api/files/${costs.sha256}?app=field`)).status, 404)
  // The large one is the server's to give, as long as there is a network.
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
  t.after(() => Reflect.deleteProperty(navigator, 'onLine'))
  assert.match((await away.phone().photoUrl(after.sha256, 'full')) ?? '', /variant=web/)
})

test('thumbnails of the last visits take two megabytes of a phone and no more, the next sites first', () => {
  const photos = Array.from({ length: 500 }, (_, n) => `photo ${n}`)
  const unknown = withinBudget(photos, () => undefined)
  assert.ok(unknown.length >= 80 && unknown.reduce((sum, photo) => sum + photo.size, 0) <= 2_000_000)
  const known = withinBudget(photos, () => 300_000)
  assert.deepEqual(
    known.map((photo) => photo.sha256),
    photos.slice(0, 6),
  )
})
