import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { customersApi } from '#core/customers/api.ts'
import { siteFileApi } from '#core/customers/file-api.ts'
import { newId } from '#server/platform/ids.ts'
import { hashOf } from '#test/support/pictures.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)

async function makeSite() {
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Tower Trust' } })
  return office.call(customersApi.makeSite, { body: { id: newId(), customerId: customer.id, name: 'Tower' } })
}

let shade = 0
async function sendPicture(): Promise<string> {
  shade += 20
  const background = { r: shade, g: 80, b: 120 }
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()
  const sha256 = hashOf(bytes)
  const response = await office.fetch(`/api/files/${sha256}`, { method: 'PUT', body: new Uint8Array(bytes) })
  assert.equal(response.status, 200)
  return sha256
}

test('a drawing is attached to a site, renamed, and taken back', async () => {
  const site = await makeSite()
  const sha256 = await sendPicture()
  const body = { id: newId(), sha256, name: 'Plant room plan' }
  const attached = await office.call(siteFileApi.attachSiteFile, { params: { id: site.id }, body })
  assert.deepEqual(await office.call(siteFileApi.attachSiteFile, { params: { id: site.id }, body }), attached)
  assert.equal(attached.audience, 'crew')
  assert.equal(attached.attachedBy, north.dispatcher.name)
  const renamed = await office.call(siteFileApi.editSiteFile, {
    params: { id: attached.id },
    body: { version: 1, name: 'Plan 2', audience: 'office' },
  })
  assert.deepEqual(renamed, { ...attached, version: 2, name: 'Plan 2', audience: 'office' })
  const { items } = await office.call(siteFileApi.listSiteFiles, { params: { id: site.id } })
  assert.deepEqual(items, [renamed])
  await office.call(siteFileApi.withdrawSiteFile, { params: { id: attached.id } })
  assert.deepEqual((await office.call(siteFileApi.listSiteFiles, { params: { id: site.id } })).items, [])
  const opened = await office.fetch(`/api/files/${sha256}`)
  assert.equal(opened.status, 404)
})

test('a file attached, or taken back, by eight requests at once is attached or taken back once', async () => {
  const site = await makeSite()
  const body = { id: newId(), sha256: await sendPicture(), name: 'Fuse box' }
  const atOnce = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, ask))
  const attached = await atOnce(() => office.call(siteFileApi.attachSiteFile, { params: { id: site.id }, body }))
  assert.deepEqual(new Set(attached.map((one) => one.version)), new Set([1]))
  const withdrawn = await atOnce(() => office.call(siteFileApi.withdrawSiteFile, { params: { id: body.id } }))
  assert.deepEqual(new Set(withdrawn.map((one) => one.version)), new Set([2]))
})

test('phones hear of a site’s new file as a new version of the site', async () => {
  const site = await makeSite()
  await office.call(siteFileApi.attachSiteFile, {
    params: { id: site.id },
    body: { id: newId(), sha256: await sendPicture(), name: 'Wiring' },
  })
  const { site: after } = await office.call(customersApi.readSite, { params: { id: site.id } })
  assert.equal(after.version, site.version + 1)
})

test('bytes that have not arrived cannot be attached', async () => {
  const site = await makeSite()
  const missing = hashOf('nothing')
  const refused = await problemOf(
    office.call(siteFileApi.attachSiteFile, {
      params: { id: site.id },
      body: { id: newId(), sha256: missing, name: 'Ghost' },
    }),
  )
  assert.deepEqual([refused.status, refused.body.fields?.[0]?.code], [422, 'not_stored'])
})

test('another organization neither sees nor attaches our bytes', async () => {
  const site = await makeSite()
  const sha256 = await sendPicture()
  const attached = await office.call(siteFileApi.attachSiteFile, {
    params: { id: site.id },
    body: { id: newId(), sha256, name: 'Secret plan' },
  })
  const foreign = server.as(south.owner)
  for (const call of [
    () => foreign.call(siteFileApi.listSiteFiles, { params: { id: site.id } }),
    () => foreign.call(siteFileApi.withdrawSiteFile, { params: { id: attached.id } }),
    () => foreign.call(siteFileApi.editSiteFile, { params: { id: attached.id }, body: { version: 1, name: 'Taken' } }),
  ]) {
    assert.equal((await problemOf(call())).status, 404)
  }
  const customer = await foreign.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Theirs' } })
  const own = await foreign.call(customersApi.makeSite, { body: { id: newId(), customerId: customer.id, name: 'Own' } })
  const taken = await problemOf(
    foreign.call(siteFileApi.attachSiteFile, { params: { id: own.id }, body: { id: newId(), sha256, name: 'Taken' } }),
  )
  assert.equal(taken.body.fields?.[0]?.code, 'not_stored')
  assert.equal((await foreign.fetch(`/api/files/${sha256}`)).status, 404)
})
