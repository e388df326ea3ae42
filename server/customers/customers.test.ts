import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { weekdays } from '#core/kit/hours.ts'
import { peopleApi } from '#core/people/api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { searchApi } from '#core/search/api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { type Api, testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const others = server.as(south.owner)

function makeCustomer(api: Api, name: string, more: { phone?: string } = {}) {
  return api.call(customersApi.makeCustomer, { body: { id: newId(), name, ...more } })
}

async function find(q: string, api = office) {
  const { groups } = await api.call(searchApi.search, { query: { q } })
  return groups.flatMap((group) => group.hits.map((hit) => `${hit.kind} ${hit.title}`))
}

test('a customer made twice under one id is one customer with one number', async () => {
  const id = newId()
  const first = await office.call(customersApi.makeCustomer, { body: { id, name: 'Adler Hotel' } })
  const again = await office.call(customersApi.makeCustomer, { body: { id, name: 'Adler Hotel' } })
  const next = await makeCustomer(office, 'Bakery Brandt')
  assert.deepEqual(again, first)
  assert.match(first.number, /^C-\d{4}$/)
  assert.equal(Number(next.number.slice(2)), Number(first.number.slice(2)) + 1)
})

test('an edit changes only what was sent, and the audit trail says what it was', async () => {
  const made = await makeCustomer(office, 'Clinic Cordes', { phone: '030 555 0101' })
  const edited = await office.call(customersApi.editCustomer, {
    params: { id: made.id },
    body: { version: made.version, notes: 'Rings twice' },
  })
  assert.deepEqual(edited, { ...made, version: 2, notes: 'Rings twice' })
  const audit = await server.inTenant(north.id, (tx) =>
    tx.db
      .selectFrom('app.audit')
      .select(['action', 'details', 'member_id'])
      .where('object_id', '=', made.id)
      .orderBy('at')
      .execute(),
  )
  assert.deepEqual(audit, [
    { action: 'customer.made', details: null, member_id: north.dispatcher.memberId },
    {
      action: 'customer.edited',
      details: { notes: { before: '', after: 'Rings twice' } },
      member_id: north.dispatcher.memberId,
    },
  ])
})

test('an edit of a version that is no longer the current one is refused and shows the row as it is', async () => {
  const made = await makeCustomer(office, 'Dorn Dental')
  const change = (name: string) =>
    office.call(customersApi.editCustomer, { params: { id: made.id }, body: { version: 1, name } })
  const current = await change('Dorn Dental Care')
  const refused = await problemOf(change('Dorn & Sons'))
  assert.equal(refused.status, 409)
  assert.equal(refused.code, 'changed_meanwhile')
  assert.deepEqual(refused.body.current, current)
})

test('of two edits at once one is saved and the other told', async () => {
  const made = await makeCustomer(office, 'Eck Elevators')
  const results = await Promise.allSettled(
    ['Eck One', 'Eck Two', 'Eck Three', 'Eck Four'].map((name) =>
      office.call(customersApi.editCustomer, { params: { id: made.id }, body: { version: 1, name } }),
    ),
  )
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
  const { customer } = await office.call(customersApi.readCustomer, { params: { id: made.id } })
  assert.equal(customer.version, 2)
})

test('archived by eight people at once it is archived once, and none of them is refused; restored alike', async () => {
  const made = await makeCustomer(office, 'Fischer Facilities')
  const atOnce = (contract: typeof customersApi.archiveCustomer | typeof customersApi.restoreCustomer) =>
    Promise.all(Array.from({ length: 8 }, () => office.call(contract, { params: { id: made.id } })))
  for (const archived of await atOnce(customersApi.archiveCustomer)) {
    assert.equal(archived.version, 2)
    assert.notEqual(archived.archivedAt, null)
  }
  for (const restored of await atOnce(customersApi.restoreCustomer)) {
    assert.deepEqual(restored, { ...made, version: 3 })
  }
})

test('every write of a row is in the feed once, without gaps', async () => {
  const made = await makeCustomer(office, 'Falke Foods')
  await office.call(customersApi.archiveCustomer, { params: { id: made.id } })
  const feed = await server.inTenant(north.id, (tx) =>
    tx.db.selectFrom('app.feed').select(['seq', 'id', 'kind', 'version', 'ability']).orderBy('seq').execute(),
  )
  assert.deepEqual(
    feed.map((row) => row.seq),
    feed.map((_, index) => index + 1),
  )
  assert.deepEqual(
    feed.filter((row) => row.id === made.id).map(({ kind, version, ability }) => ({ kind, version, ability })),
    [1, 2].map((version) => ({ kind: 'customer', version, ability: 'customers.read' })),
  )
})

test('an archived customer leaves the list and its sites with it; restored they are back', async () => {
  const made = await makeCustomer(office, 'Gerber Garage')
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: made.id, name: 'Gerber workshop' },
  })
  const shown = async () => ({
    customers: (await office.call(customersApi.listCustomers, { query: { q: 'Gerber' } })).items.map((row) => row.id),
    sites: (await office.call(customersApi.listSites, { query: { q: 'Gerber' } })).items.map((row) => row.id),
  })
  await office.call(customersApi.archiveCustomer, { params: { id: made.id } })
  assert.deepEqual(await shown(), { customers: [], sites: [] })
  const archived = await office.call(customersApi.listCustomers, { query: { archived: 'only', q: 'Gerber' } })
  assert.deepEqual(
    archived.items.map((row) => row.id),
    [made.id],
  )
  const twice = await office.call(customersApi.archiveCustomer, { params: { id: made.id } })
  assert.equal(twice.version, 2)
  await office.call(customersApi.restoreCustomer, { params: { id: made.id } })
  assert.deepEqual(await shown(), { customers: [made.id], sites: [site.id] })
})

test('an archived contact is shown apart, at the customer and the site, until somebody brings them back', async () => {
  const customer = await makeCustomer(office, 'Krone Dental')
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Krone practice' },
  })
  const { id } = await office.call(customersApi.makeContact, {
    body: { id: newId(), customerId: customer.id, siteId: site.id, name: 'Ida Krone' },
  })
  const shown = async () => {
    const pages = [
      await office.call(customersApi.readCustomer, { params: { id: customer.id } }),
      await office.call(customersApi.readSite, { params: { id: site.id } }),
    ]
    return pages.map((page) => [page.contacts, page.archivedContacts].map((all) => all.map((contact) => contact.id)))
  }
  await office.call(customersApi.archiveContact, { params: { id } })
  assert.deepEqual(await shown(), [
    [[], [id]],
    [[], [id]],
  ])
  await office.call(customersApi.restoreContact, { params: { id } })
  assert.deepEqual(await shown(), [
    [[id], []],
    [[id], []],
  ])
})

test('a site has the organization’s zone until it gets its own', async () => {
  const customer = await makeCustomer(office, 'Hafen Hotels')
  const body = { id: newId(), customerId: customer.id, name: 'Harbour' }
  const made = await office.call(customersApi.makeSite, { body })
  assert.equal(made.zone, 'Europe/Berlin')
  const moved = await office.call(customersApi.editSite, {
    params: { id: made.id },
    body: { version: 1, zone: 'Europe/Lisbon' },
  })
  assert.equal(moved.zone, 'Europe/Lisbon')
  const wrong = await problemOf(
    office.call(customersApi.editSite, { params: { id: made.id }, body: { version: 2, zone: 'Europe/Atlantis' } }),
  )
  assert.equal(wrong.status, 422)
  assert.equal(wrong.body.fields?.[0]?.path, 'zone')
})

test('a site’s page has its own contacts first, then the customer’s, and its assets', async () => {
  const customer = await makeCustomer(office, 'Insel Immobilien')
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Insel 1' },
  })
  const elsewhere = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Insel 2' },
  })
  for (const [name, siteId] of [
    ['Anna Accounts', null],
    ['Zoe Caretaker', site.id],
    ['Otto Elsewhere', elsewhere.id],
  ] as const) {
    await office.call(customersApi.makeContact, { body: { id: newId(), customerId: customer.id, siteId, name } })
  }
  await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Boiler' } })
  const page = await office.call(customersApi.readSite, { params: { id: site.id } })
  assert.deepEqual(
    page.contacts.map((contact) => contact.name),
    ['Zoe Caretaker', 'Anna Accounts'],
  )
  assert.deepEqual(
    page.assets.map((asset) => [asset.name, asset.customerName]),
    [['Boiler', 'Insel Immobilien']],
  )
})

test('an asset does not move to another customer’s site, nor a contact', async () => {
  const mine = await makeCustomer(office, 'Jung Joinery')
  const other = await makeCustomer(office, 'Kaiser Kitchens')
  const site = await office.call(customersApi.makeSite, { body: { id: newId(), customerId: mine.id, name: 'Shop' } })
  const foreign = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: other.id, name: 'Hall' },
  })
  const asset = await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Pump' } })
  const move = await problemOf(
    office.call(customersApi.editAsset, { params: { id: asset.id }, body: { version: 1, siteId: foreign.id } }),
  )
  assert.deepEqual([move.status, move.body.fields?.[0]?.path], [422, 'siteId'])
  const contact = await problemOf(
    office.call(customersApi.makeContact, {
      body: { id: newId(), customerId: mine.id, siteId: foreign.id, name: 'Karl' },
    }),
  )
  assert.deepEqual([contact.status, contact.body.fields?.[0]?.path], [422, 'siteId'])
})

test('another organization gets the same answer for our ids as for ids of nothing', async () => {
  const customer = await makeCustomer(office, 'Lange Logistics')
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Depot' },
  })
  const asset = await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Gate' } })
  const contact = await office.call(customersApi.makeContact, {
    body: { id: newId(), customerId: customer.id, name: 'Lars' },
  })
  const asks = (ids: { customer: string; site: string; asset: string; contact: string }) => [
    others.call(customersApi.readCustomer, { params: { id: ids.customer } }),
    others.call(customersApi.editCustomer, { params: { id: ids.customer }, body: { version: 1, name: 'Taken' } }),
    others.call(customersApi.archiveCustomer, { params: { id: ids.customer } }),
    others.call(customersApi.restoreCustomer, { params: { id: ids.customer } }),
    others.call(customersApi.listCustomerWork, { params: { id: ids.customer } }),
    others.call(customersApi.readSite, { params: { id: ids.site } }),
    others.call(customersApi.editSite, { params: { id: ids.site }, body: { version: 1, name: 'Taken' } }),
    others.call(customersApi.archiveSite, { params: { id: ids.site } }),
    others.call(customersApi.listSiteVisits, { params: { id: ids.site } }),
    others.call(customersApi.readAsset, { params: { id: ids.asset } }),
    others.call(customersApi.editAsset, { params: { id: ids.asset }, body: { version: 1, name: 'Taken' } }),
    others.call(customersApi.archiveAsset, { params: { id: ids.asset } }),
    others.call(customersApi.editContact, { params: { id: ids.contact }, body: { version: 1, name: 'Taken' } }),
    others.call(customersApi.archiveContact, { params: { id: ids.contact } }),
    others.call(customersApi.makeSite, { body: { id: newId(), customerId: ids.customer, name: 'Mine' } }),
    others.call(customersApi.makeAsset, { body: { id: newId(), siteId: ids.site, name: 'Mine' } }),
    others.call(customersApi.makeContact, { body: { id: newId(), customerId: ids.customer, name: 'Mine' } }),
  ]
  const answers = async (ids: Parameters<typeof asks>[0]) =>
    (await Promise.all(asks(ids).map(problemOf))).map((answer) => answer.body)
  const ours = await answers({ customer: customer.id, site: site.id, asset: asset.id, contact: contact.id })
  const nothing = await answers({ customer: newId(), site: newId(), asset: newId(), contact: newId() })
  assert.deepEqual(ours, nothing)
  assert.ok(ours.slice(0, 14).every((body) => body.status === 404 && body.code === 'not_found'))
  assert.equal((await office.call(customersApi.readCustomer, { params: { id: customer.id } })).customer.version, 1)
  assert.deepEqual(await find('Lange', others), [])
  const malformed = await problemOf(others.call(customersApi.readCustomer, { params: { id: 'x' } }))
  assert.deepEqual(malformed.body, nothing[0])
})

test('a technician cannot read or write the office’s customers', async () => {
  const phone = server.as(north.technician)
  const customer = await makeCustomer(office, 'Maler Metzger')
  for (const call of [
    () => phone.call(customersApi.listCustomers, {}),
    () => phone.call(customersApi.readCustomer, { params: { id: customer.id } }),
    () => phone.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Mine' } }),
    () => phone.call(searchApi.search, { query: { q: 'Maler' } }),
  ]) {
    assert.equal((await problemOf(call())).status, 403)
  }
  const reader = server.as(north.billing)
  assert.equal(
    (await reader.call(customersApi.readCustomer, { params: { id: customer.id } })).customer.name,
    'Maler Metzger',
  )
  assert.equal((await problemOf(makeCustomer(reader, 'Neu'))).status, 403)
})

test('a phone number is found in any spelling', async () => {
  await makeCustomer(office, 'Nordlicht Notdienst', { phone: '+49 (30) 901820-45' })
  for (const q of ['030 9018 2045', '03090182045', '+493090182045', '0049 30 90182045', '9018 20', '(030) 901820-45']) {
    assert.deepEqual(await find(q), ['customer Nordlicht Notdienst'], q)
  }
  assert.deepEqual(await find('030 9018 2046'), [])
})

test('a phone number without its country’s code belongs to the country of the address, else of the organization', async () => {
  const owner = server.as(south.owner)
  const { version } = await owner.call(peopleApi.readOrganization, {})
  await owner.call(peopleApi.editOrganization, { body: { version, country: 'DE' } })
  await makeCustomer(owner, 'Ring Rohrbau', { phone: '030/901820-45' })
  const vienna = { line1: 'Ring 1', line2: '', city: 'Wien', region: '', postcode: '1010', country: 'AT' }
  await owner.call(customersApi.makeCustomer, {
    body: { id: newId(), name: 'Sacher Service', phone: '01 514 560', billingAddress: vienna },
  })
  assert.deepEqual(await find('+49 30 90182045', owner), ['customer Ring Rohrbau'])
  assert.deepEqual(await find('030 90182045', owner), ['customer Ring Rohrbau'])
  assert.deepEqual(await find('0043 1 514560', owner), ['customer Sacher Service'])
})

test('names of every script are kept, and found with and without their marks', async () => {
  for (const name of ['Müller & Søn Kälte', '東京設備株式会社', 'Łódź Wodociągi', 'شركة التبريد', 'Straße 7 GmbH']) {
    const made = await makeCustomer(office, name)
    assert.equal((await office.call(customersApi.readCustomer, { params: { id: made.id } })).customer.name, name)
    assert.deepEqual(await find(name), [`customer ${name}`])
  }
  assert.deepEqual(await find('muller son'), ['customer Müller & Søn Kälte'])
  assert.deepEqual(await find('MÜLLER KALTE'), ['customer Müller & Søn Kälte'])
  assert.deepEqual(await find('東京'), ['customer 東京設備株式会社'])
  assert.deepEqual(await find('lodz'), ['customer Łódź Wodociągi'])
  assert.deepEqual(await find('strasse 7'), ['customer Straße 7 GmbH'])
})

test('search finds by number, address, serial and e-mail, and says where to go', async () => {
  const customer = await makeCustomer(office, 'Ostwind Offices')
  const site = await office.call(customersApi.makeSite, {
    body: {
      id: newId(),
      customerId: customer.id,
      name: 'Riverside',
      address: { line1: '12 Canal Walk', line2: '', city: 'Leeds', region: '', postcode: 'LS1 4DY', country: 'GB' },
    },
  })
  const asset = await office.call(customersApi.makeAsset, {
    body: { id: newId(), siteId: site.id, name: 'Chiller 2', make: 'Carrier', serial: 'AB-1234/X9' },
  })
  const contact = await office.call(customersApi.makeContact, {
    body: { id: newId(), customerId: customer.id, siteId: site.id, name: 'Olga Orlova', email: 'olga@ostwind.example' },
  })
  assert.deepEqual(await find(customer.number), ['customer Ostwind Offices'])
  assert.deepEqual(await find('canal walk leeds'), ['site Riverside'])
  assert.deepEqual(await find('ls14dy'), ['site Riverside'])
  assert.deepEqual(await find('ab1234x9'), ['asset Chiller 2'])
  assert.deepEqual(await find('AB-1234'), ['asset Chiller 2'])
  assert.deepEqual(await find('olga@ostwind'), ['contact Olga Orlova'])
  const { groups } = await office.call(searchApi.search, { query: { q: 'ostwind' } })
  const places = groups.flatMap((group) => group.hits.map(({ id, customerId, siteId }) => [id, customerId, siteId]))
  assert.deepEqual(places, [
    [customer.id, customer.id, null],
    [site.id, customer.id, site.id],
    [contact.id, customer.id, site.id],
    [asset.id, customer.id, site.id],
  ])
})

test('a customer’s new name is found at its sites, and the old one no more', async () => {
  const customer = await makeCustomer(office, 'Pfau Pools')
  await office.call(customersApi.makeSite, { body: { id: newId(), customerId: customer.id, name: 'Lido' } })
  await office.call(customersApi.editCustomer, {
    params: { id: customer.id },
    body: { version: 1, name: 'Quelle Baths' },
  })
  assert.deepEqual(await find('quelle'), ['customer Quelle Baths', 'site Lido'])
  assert.deepEqual(await find('pfau'), [])
})

test('a list is read page by page in the order of names, each customer once', async () => {
  const api = server.as((await server.makeOrganization('East Electric')).dispatcher)
  const names = Array.from({ length: 7 }, (_, index) => `Row ${index}`)
  for (const name of [...names, 'row 3']) await makeCustomer(api, name)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await api.call(customersApi.listCustomers, { query: { limit: 3, cursor } })
    seen.push(...page.items.map((row) => row.name.toLowerCase()))
    assert.deepEqual(page.count, { value: 8, exact: true })
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(seen, [...names.map((name) => name.toLowerCase()), 'row 3'].sort())
  const wrong = await problemOf(api.call(customersApi.listCustomers, { query: { cursor: 'bm90IG9uZQ' } }))
  assert.equal(wrong.status, 422)
})

test('a day that is none, and a cursor somebody made up, are refused with the reason', async () => {
  const customer = await makeCustomer(office, 'Uhlig Umbau')
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: 'Uhlig' },
  })
  const make = (installedOn: string) =>
    problemOf(office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Fan', installedOn } }))
  for (const day of ['2026-02-31', '2026-13-01', '20260101', '0000-01-01']) {
    const refused = await make(day)
    assert.deepEqual([refused.status, refused.body.fields?.[0]?.path], [422, 'installedOn'], day)
  }
  for (const made of [
    '["a\\u0000b","' + newId() + '"]',
    '["\\ud800","' + newId() + '"]',
    '["a","not an id"]',
    '{}',
    '[',
  ]) {
    const cursor = Buffer.from(made).toString('base64url')
    assert.equal((await problemOf(office.call(customersApi.listCustomers, { query: { cursor } }))).status, 422, made)
    assert.equal(
      (await problemOf(office.call(customersApi.listSiteWork, { params: { id: site.id }, query: { cursor } }))).status,
      422,
    )
  }
  const moment = Buffer.from(JSON.stringify(['2026-99-99T10:00:00.000Z', newId()])).toString('base64url')
  const asked = office.call(customersApi.listSiteWork, { params: { id: site.id }, query: { cursor: moment } })
  assert.equal((await problemOf(asked)).status, 422)
})

test('a site says when it can be entered, where it lies, and who is wanted there', async () => {
  const owner = server.as(north.owner)
  const { id: customerId } = await makeCustomer(office, 'Wharf Works')
  const [anna, ben] = await Promise.all(
    ['Anna', 'Ben'].map((name) => owner.call(peopleApi.makeTechnician, { body: { id: newId(), name } })),
  )
  const territory = await owner.call(territoryApi.makeTerritory, { body: { id: newId(), name: 'Docks' } })
  assert.ok(anna && ben)
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId, name: 'Gate 3', preferredTechnicianIds: [anna.id, anna.id] },
  })
  assert.deepEqual([site.openingHours, site.territoryId, site.preferredTechnicianIds], [null, null, [anna.id]])
  const openingHours = weekdays({ from: '06:00', to: '14:30' })
  const edited = await office.call(customersApi.editSite, {
    params: { id: site.id },
    body: { version: 1, openingHours, territoryId: territory.id, refusedTechnicianIds: [ben.id] },
  })
  const refusedTechnicianIds = [ben.id]
  assert.deepEqual(edited, { ...site, version: 2, openingHours, territoryId: territory.id, refusedTechnicianIds })
  const both = await problemOf(
    office.call(customersApi.editSite, {
      params: { id: site.id },
      body: { version: 2, preferredTechnicianIds: [anna.id, ben.id] },
    }),
  )
  assert.deepEqual(
    [both.status, both.body.fields?.[0]],
    [
      422,
      {
        path: 'preferredTechnicianIds',
        code: 'preferred_and_refused',
        detail: 'A technician is preferred or refused, not both.',
      },
    ],
  )
  const changedSides = await office.call(customersApi.editSite, {
    params: { id: site.id },
    body: { version: 2, preferredTechnicianIds: [ben.id], refusedTechnicianIds: [anna.id], openingHours: null },
  })
  assert.deepEqual(
    [changedSides.preferredTechnicianIds, changedSides.refusedTechnicianIds, changedSides.openingHours],
    [[ben.id], [anna.id], null],
  )
})
