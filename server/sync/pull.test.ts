import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Body } from '#core/kit/contract.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { aboveLimitWith, offeredPrice } from '#core/billing/part-offer.ts'
import { priceTermsApi } from '#core/billing/terms-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { type DocumentKind, type PullReply, type PullRequest, syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { digestOf } from './pull.ts'
import { joinedKept } from './scope-queries.ts'
import { bodyOf, openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { type Person, technicianOf, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody, send } from '#test/support/work-orders.ts'

type PullReplyPage = Extract<PullReply, { state: 'page' }>

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const luis = technicianOf(north.technician)
const at = '2026-11-23T09:00:00.000Z'

test('a first pull brings the technician’s dispatched work with all it needs, today first; the second says same (S13, S14, S17)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'First Pull')
  const phone = openWire(server.as(person))
  const technician = technicianOf(person)
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Hotel Adler' } })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Adler Mitte', zone: 'Europe/Berlin', phone: '+49 30 901820' },
  })
  await office.call(customersApi.makeContact, {
    body: { id: newId(), customerId: customer.id, siteId: site.id, name: 'Porter' },
  })
  const asset = await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Boiler 1' } })
  const now = new Date().toISOString()
  const later = new Date(Date.now() + 5 * 86_400_000).toISOString()
  const soon = await raise(office, { title: 'Next week', customer: customer.id, site: site.id })
  await dispatchVisit(office, soon, [technician], later)
  const today = await raise(office, { title: 'Today', customer: customer.id, site: site.id, assets: [asset.id] })
  await dispatchVisit(office, today, [technician], now)
  const planned = await raise(office, { title: 'Only planned' })
  await send(office, planned, 'plan_visit', {
    visit: newId(),
    start: now,
    minutes: 60,
    window: null,
    crew: [technician],
    lead: technician,
  })
  await raise(office, { title: 'Somebody else’s' })

  const puts = await phone.pullAll()
  assert.deepEqual(
    puts.filter((put) => put.kind === 'work_order').map((put) => put.id),
    [today, soon],
  )
  assert.equal(puts[0]?.kind, 'settings')
  assert.deepEqual(
    bodyOf(puts, 'site', site.id)?.contacts.map((contact) => contact.name),
    ['Porter'],
  )
  assert.equal(bodyOf(puts, 'site', site.id)?.phone, '+49 30 901820')
  assert.equal(bodyOf(puts, 'customer', customer.id)?.name, 'Hotel Adler')
  assert.equal(bodyOf(puts, 'asset', asset.id)?.name, 'Boiler 1')
  assert.equal(bodyOf(puts, 'settings')?.technician, technician)
  assert.equal(bodyOf(puts, 'work_order', today)?.technicians[technician], 'First Pull')

  const digest = digestOf(puts.map((put) => ({ ...put, rank: 0 })))
  assert.equal((await phone.pull({ digest })).state, 'same')
  await office.call(customersApi.makeContact, {
    body: { id: newId(), customerId: customer.id, siteId: site.id, name: 'Night porter' },
  })
  assert.equal((await phone.pull({ digest })).state, 'send_held')
  const changed = await phone.pull({ digest, held: puts.map((put) => [put.kind, put.id, put.version]) })
  assert.ok(changed.state === 'page')
  assert.deepEqual(
    changed.puts.map((put) => put.kind),
    ['site'],
  )
})

test('more than a page holds comes in pages of at most 256 KB compressed, each usable by itself, and nothing is missing at the end (S13)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Many Pages')
  const technician = technicianOf(person)
  const long = (n: number) =>
    Array.from({ length: 900 }, (_, word) => ((word * 7919 + n * 104_729) % 1_000_003).toString(36)).join(' ')
  const today = new Date().toISOString()
  const later = new Date(Date.now() + 3 * 86_400_000).toISOString()
  const ids: Id[] = []
  for (let n = 0; n < 50; n++) {
    const workOrder = await raise(office, { description: long(n), accessNotes: long(n + 1000).slice(0, 9_000) })
    await dispatchVisit(office, workOrder, [technician], n === 49 ? today : later)
    ids.push(workOrder)
  }
  let pages = 0
  const held = new Map<string, [DocumentKind, Id, number]>()
  for (let more = true; more; ) {
    const asked = {
      nonce: 'page after page',
      epoch: null,
      digest: held.size > 0 ? 'old' : null,
      ...(held.size > 0 ? { held: [...held.values()] } : {}),
      unsent: { commands: 0, files: 0 },
    }
    const response = await server.as(person).fetch('/api/sync/pull', {
      method: 'POST',
      body: JSON.stringify(asked),
      headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'identity' },
    })
    const text = await response.text()
    assert.ok(gzipSync(text).byteLength <= 256 * 1024, `${gzipSync(text).byteLength} bytes`)
    const page = JSON.parse(text) as Extract<PullReply, { state: 'page' }>
    if (pages++ === 0) assert.deepEqual(page.puts.filter((put) => put.kind === 'work_order')[0]?.id, ids[49])
    for (const put of page.puts) held.set(`${put.kind}/${put.id}`, [put.kind, put.id, put.version])
    more = page.more
  }
  assert.ok(pages > 1)
  assert.ok(ids.every((id) => held.has(`work_order/${id}`)))
})

test('a recalled visit leaves the phone by its absence, and what was moved comes with its new version (S13)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Recalled')
  const phone = openWire(server.as(person))
  const now = new Date().toISOString()
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [technicianOf(person)], now)
  const before = await phone.pullAll()
  assert.ok(bodyOf(before, 'work_order', workOrder))
  await send(office, workOrder, 'recall_visit', { visit, reason: 'Part not here' })
  const after = await phone.pull({ digest: 'old', held: before.map((put) => [put.kind, put.id, put.version]) })
  assert.ok(after.state === 'page')
  assert.deepEqual(after.evict, [['work_order', workOrder]])
})

test('what leaves a site takes its history there along: a phone is told of the work, and of the contact, that went elsewhere (S13, S17)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'History')
  const phone = openWire(server.as(person))
  const technician = technicianOf(person)
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Hotel Adler' } })
  const makeSite = async (name: string) => {
    const body = { id: newId(), customerId: customer.id, name, zone: 'Europe/Berlin' }
    return (await office.call(customersApi.makeSite, { body })).id
  }
  const [mitte, west] = [await makeSite('Mitte'), await makeSite('West')]
  const makeContact = (name: string) =>
    office.call(customersApi.makeContact, { body: { id: newId(), customerId: customer.id, siteId: mitte, name } })
  const porter = await makeContact('Porter')
  const done: Id[] = []
  for (const title of ['First', 'Second']) {
    const workOrder = await raise(office, { title, customer: customer.id, site: mitte })
    const visit = await dispatchVisit(office, workOrder, [technician], new Date().toISOString())
    const finish = { visit, technician, at, outcome: 'done', returnReason: null, note: '', evidence: [], missing: [] }
    await phone.send(workOrder, 'finish', finish as CommandBody<'finish'>)
    done.push(workOrder)
  }
  await dispatchVisit(
    office,
    await raise(office, { title: 'Next', customer: customer.id, site: mitte }),
    [technician],
    new Date().toISOString(),
  )
  const before = await phone.pullAll()
  const titles = (puts: Awaited<typeof before>) =>
    bodyOf(puts, 'history', mitte)
      ?.visits.map((visit) => visit.title)
      .sort()
  assert.deepEqual(titles(before), ['First', 'Second'])

  // The one that is not the newest: when it goes, the newest stays what it was.
  await send(office, done[0] ?? '', 'edit_details', { changes: { site: west } })
  await office.call(customersApi.editContact, {
    params: { id: porter.id },
    body: { version: porter.version, siteId: west },
  })
  await makeContact('Night porter')
  const after = await phone.pull({ digest: 'old', held: before.map((put) => [put.kind, put.id, put.version]) })
  assert.ok(after.state === 'page')
  assert.deepEqual(titles(after.puts), ['Second'])
  assert.deepEqual(
    bodyOf(after.puts, 'site', mitte)?.contacts.map((contact) => contact.name),
    ['Night porter'],
  )
})

test('technician B does not see A’s work until they find and join it; a phone never sees what is for the office alone', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Ben Second')
  const phone = openWire(server.as(person))
  const workOrder = await raise(office, { title: 'Cold store alarm' })
  await dispatchVisit(office, workOrder, [luis], new Date().toISOString())
  await send(office, workOrder, 'note', { visit: null, technician: null, at, text: 'Pays late', audience: 'office' })
  await send(office, workOrder, 'note', { visit: null, technician: null, at, text: 'Gate code 4711', audience: 'crew' })
  assert.equal(bodyOf(await phone.pullAll(), 'work_order', workOrder), undefined)
  const found = await server.as(person).call(syncApi.findOnline, { query: { q: 'cold store' } })
  assert.deepEqual(
    found.items.map((row) => row.id),
    [workOrder],
  )
  await server.as(person).call(syncApi.join, { body: { workOrder } })
  const joined = bodyOf(await phone.pullAll(), 'work_order', workOrder)
  assert.deepEqual(
    joined?.work.notes.map((note) => note.text),
    ['Gate code 4711'],
  )
  const foreign = await problemOf(server.as(south.technician).call(syncApi.join, { body: { workOrder } }))
  const random = await problemOf(server.as(south.technician).call(syncApi.join, { body: { workOrder: newId() } }))
  assert.deepEqual([foreign.status, foreign.body], [404, random.body])
})

test('of all they raised or joined a technician carries the newest hundred, and what is joined again is new again', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Raises All Of It')
  const phone = openWire(server.as(person))
  const ids = Array.from({ length: joinedKept + 2 }, newId)
  const held = async () =>
    new Set((await phone.pullAll()).filter((put) => put.kind === 'work_order').map((put) => put.id))
  for (const id of ids) await phone.push(phone.capture(id, 'raise', raiseBody({ title: 'Found on the round' })))
  assert.deepEqual(await held(), new Set(ids.slice(2)))
  await server.as(person).call(syncApi.join, { body: { workOrder: ids[0] ?? '' } })
  assert.deepEqual(await held(), new Set([ids[0], ...ids.slice(3)]))
})

test('where a mate was when photographing or being signed for is the office’s to read, on no other phone', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Seen By Nobody')
  const phone = openWire(server.as(person))
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [technicianOf(person), luis])
  const position = { latitude: 52.520008, longitude: 13.404954, accuracy: 8, at }
  const fact = { visit, technician: technicianOf(person), at }
  const picture = { sha256: 'a'.repeat(64), size: 10, type: 'image/jpeg', width: 10, height: 10 }
  const shown = { summaryHash: 'b'.repeat(64), summary: '{}', language: 'en', template: 'summary-1' }
  await phone.push(
    phone.capture(workOrder, 'photo', { ...fact, ...picture, phase: 'after', caption: '', audience: 'crew', position }),
    phone.capture(workOrder, 'unattended', {
      ...fact,
      ...shown,
      reason: 'Nobody',
      position: null,
      noPosition: 'refused',
    }),
  )
  const { work } = await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  assert.deepEqual([work.photos[0]?.position, work.visits[0]?.signOffs[0]?.noPosition], [position, 'refused'])
  const pulled = bodyOf(await openWire(server.as(north.technician)).pullAll(), 'work_order', workOrder)
  assert.equal(pulled?.work.photos.length, 1)
  assert.equal(pulled?.work.visits[0]?.signOffs.length, 1)
  assert.doesNotMatch(JSON.stringify(pulled), /52\.52|13\.40|osition/)
})

test('a document names how far the phone’s own commands are settled in it, also when one came to nothing (S16)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Settled Mark')
  const phone = openWire(server.as(person))
  const technician = technicianOf(person)
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [technician], new Date().toISOString())
  await phone.send(workOrder, 'arrive', { visit, technician, at })
  const before = await phone.pullAll()
  assert.equal(bodyOf(before, 'work_order', workOrder)?.settled, 1)
  const refused = await phone.send(workOrder, 'hold', { reason: 'Lunch', until: null })
  assert.equal(refused.outcome, 'refused')
  const after = await phone.pull({ digest: 'old', held: before.map((put) => [put.kind, put.id, put.version]) })
  assert.ok(after.state === 'page')
  assert.equal(bodyOf(after.puts, 'work_order', workOrder)?.settled, 2)
})

test('S4: a pull names what was held of this phone and is settled, whether or not the phone holds its work order', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Held And Told')
  const phone = openWire(server.as(person))
  const technician = technicianOf(person)
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [technician])
  const note = { technician, at, text: 'Left the key', audience: 'crew' as const }
  const there = await phone.send(workOrder, 'note', { ...note, visit: newId() })
  const nowhere = await phone.send(newId(), 'note', { ...note, visit: null })
  const open = await phone.send(newId(), 'note', { ...note, visit: null })
  assert.deepEqual([there.outcome, nowhere.outcome, open.outcome], ['held', 'held', 'held'])
  const waiting = [there.id, nowhere.id, open.id]
  await phone.pullAll()
  const unsent = { commands: 0, files: 0 }
  const ask = async (who: Person, body: Pick<PullRequest, 'digest' | 'held'>): Promise<PullReply> =>
    server.as(who).call(syncApi.pull, { body: { nonce: newId(), epoch: null, unsent, waiting, ...body } })
  const settledFor = async (who: Person) => {
    const reply = await ask(who, { digest: null, held: [] })
    return reply.state === 'page' && !reply.more ? reply.settled : assert.fail('a page was expected')
  }
  assert.deepEqual(await settledFor(person), [])
  const choose = (id: Id, body: Body<typeof workOrderApi.settleHeld>) =>
    office.call(workOrderApi.settleHeld, { params: { id }, body })
  await choose(there.id, { choice: 'apply', workOrder, visit })
  await choose(nowhere.id, { choice: 'put_aside', reason: 'Nobody knows\nwhere' })
  const settled = (await settledFor(person)) ?? []
  const { number } = (await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).work
  assert.deepEqual(
    new Map(settled.map(({ id, as, number: on, reason }) => [id, [as, on, reason]])),
    new Map([
      [there.id, ['applied', number, null]],
      [nowhere.id, ['put_aside', null, 'Nobody knows\nwhere']],
    ]),
  )
  const puts = await phone.pullAll()
  const same = await ask(person, { digest: digestOf(puts.map((put) => ({ ...put, rank: 0 }))) })
  assert.deepEqual(same.state === 'same' && same.settled, settled, 'also when there is nothing else to say')
  const other = await server.makePerson(north.id, ['technician'], 'Other Phone')
  assert.deepEqual(await settledFor(other), [], 'another phone hears nothing of them')
})

test('prices come as documents of their own with their day, to those who may see them, on a phone that knows them', async () => {
  const boss = await server.makePerson(north.id, ['technician', 'billing'], 'Playing Coach')
  const mate = await server.makePerson(north.id, ['technician'], 'Mate')
  const books = server.as(north.billing)
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Hotel Post' } })
  const [valve, seal] = [newId(), newId()]
  const priced = { kind: 'part' as const, category: 'Valves' }
  await books.call(billingCatalogueApi.makePriceItem, {
    body: { ...priced, id: valve, sku: valve, name: 'Valve', unitPrice: 200_000 },
  })
  await books.call(billingCatalogueApi.makePriceItem, {
    body: { ...priced, id: seal, sku: seal, name: 'Seal', unitPrice: 10_000 },
  })
  await books.call(priceTermsApi.makeItemPrice, {
    body: { id: newId(), itemId: valve, customerId: customer.id, unitPrice: 180_000, validFrom: '2026-01-01' },
  })
  await books.call(priceTermsApi.editCustomerTerms, {
    params: { id: customer.id },
    body: { version: 0, partsDiscount: 1000 },
  })
  const workOrder = await raise(office, { customer: customer.id })
  await send(office, workOrder, 'edit_details', { changes: {}, money: { notToExceed: 3000 } })
  const crew = [technicianOf(boss), technicianOf(mate)]
  const visit = await dispatchVisit(office, workOrder, crew, new Date().toISOString())
  const fact = { visit, technician: technicianOf(mate), at, behalf: { source: 'paper' as const, reason: 'Sheet' } }
  const part = { item: valve, sku: '', name: 'Valve', quantity: 1000, unit: 'pc', serial: '', note: '' }
  const fitted = newId()
  await office.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: { id: fitted, type: 'part', body: { ...fact, ...part }, seen: 1 },
  })

  const pulled = async (person: Person, prices: boolean) => {
    const unsent = { commands: 0, files: 0 }
    const body = { nonce: newId(), epoch: null, digest: null, unsent, ...(prices ? { prices } : {}) }
    const reply = await server.as(person).call(syncApi.pull, { body })
    assert.ok(reply.state === 'page' && !reply.more)
    return reply.puts
  }
  const kinds = (puts: PullReplyPage['puts']) => puts.filter(({ kind }) => kind === 'prices' || kind === 'money').length
  assert.deepEqual([kinds(await pulled(mate, true)), kinds(await pulled(boss, false))], [0, 0])

  const puts = await pulled(boss, true)
  const money = bodyOf(puts, 'money', workOrder)
  assert.ok(money)
  const shown = { limit: money.notToExceed, committed: money.committed, counted: money.counted }
  assert.deepEqual(shown, { limit: 3000, committed: 1800, counted: [fitted] })
  assert.match(money.on, /^\d{4}-\d\d-\d\d$/)
  const listed = puts.flatMap((put) => bodyOf([put], 'prices', put.id)?.items ?? [])
  const listOf = (id: Id) => listed.find((one) => one.id === id)?.unitPrice ?? null
  const offer = (id: Id) => offeredPrice(money, listOf(id), { id, category: 'Valves' })
  assert.deepEqual([offer(valve), offer(seal), offer(newId())], [180_000, 9000, null])
  // Another valve of 18.00 is 6.00 too much; a seal of 0.90 is not.
  const over = (unitPrice: number) => aboveLimitWith(money, [{ quantity: 1000, unitPrice }])
  assert.deepEqual([over(180_000), over(9000)], [600, null])

  // What is not changed is the same to a poll, and a price that changes is fetched anew.
  const held = puts.map((put): [DocumentKind, Id, number] => [put.kind, put.id, put.version])
  const again = async () => {
    const body = {
      nonce: newId(),
      epoch: null,
      digest: 'drifted',
      held,
      prices: true,
      unsent: { commands: 0, files: 0 },
    }
    const reply = await server.as(boss).call(syncApi.pull, { body })
    return reply.state === 'page' ? reply.puts.map((put) => put.kind) : reply.state
  }
  assert.deepEqual(await again(), [])
  await books.call(billingCatalogueApi.editPriceItem, { params: { id: seal }, body: { version: 1, unitPrice: 12_000 } })
  assert.deepEqual((await again()).toString(), 'parts,prices')
})

test('after all of this every document is its record folded, and every row its document projected', async () => {
  const { streams, differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.ok(streams > 10)
  assert.deepEqual(differences, [])
})
