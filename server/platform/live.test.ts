import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionApi } from '#core/people/session-api.ts'
import { inTenant } from './tenant.ts'
import { newId } from './ids.ts'
import { type Person, testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')
const as = (orgId: string) => ({ orgId, memberId: null, abilities: [] })

const touch = (orgId: string, ability?: 'invoices.read') =>
  inTenant(server.services.tenants, as(orgId), async (tx) => {
    const id = newId()
    tx.touched(ability ? 'invoice' : 'skill', id, 1, ability)
    return id
  })

/** A live stream and what it said until a text comes, or until it ends. */
async function listen(person: Person, headers: Record<string, string> = {}) {
  const response = await server.as(person).fetch('/api/live', { headers })
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  if (!response.body) throw new Error('no body')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (text: string) => {
    const limit = setTimeout(() => void reader.cancel(), 5_000)
    while (!heard.includes(text)) {
      const { done, value } = await reader.read()
      if (done) break
      heard += value
    }
    clearTimeout(limit)
    assert.ok(heard.includes(text), `waited for ${text}, heard ${heard}`)
  }
  const ended = async () => {
    for (;;) if ((await reader.read()).done) return
  }
  await until('event: open')
  return { until, ended, heard: () => heard, close: () => reader.cancel() }
}

test('an open screen hears of a change of its organization within a second, and of no other', async () => {
  const stream = await listen(north.dispatcher)
  const foreign = await touch(south.id)
  const begun = performance.now()
  const own = await touch(north.id)
  await stream.until(own)
  assert.ok(performance.now() - begun < 1_000)
  assert.ok(!stream.heard().includes(foreign))
  await stream.close()
})

test('a screen hears only of what its roles may see', async () => {
  const stream = await listen(north.technician)
  const money = await touch(north.id, 'invoices.read')
  const plain = await touch(north.id)
  await stream.until(plain)
  assert.ok(!stream.heard().includes(money))
  await stream.close()
})

test('S18: a stream that broke goes on where it was', async () => {
  const first = await listen(north.owner)
  const before = await touch(north.id)
  await first.until(before)
  await first.close()
  const id = [...first.heard().matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? ''
  const missed = await touch(north.id)
  const again = await listen(north.owner, { 'Last-Event-ID': id })
  await again.until(missed)
  assert.ok(!again.heard().includes(before))
  await again.close()
})

test('a stream ends with its session, within a second of signing out', async () => {
  const person = await server.signIn(north.billing, 'office')
  const stream = await listen(person)
  const begun = performance.now()
  await server.as(person).call(sessionApi.signOutOffice, {})
  await stream.ended()
  assert.ok(performance.now() - begun < 1_000)
})

test('a stream ends when its member is disabled or their roles change', async () => {
  for (const change of [{ disabled_at: new Date().toISOString() }, { roles: ['billing'] }]) {
    const person = await server.makePerson(north.id, ['dispatcher'], `Changing ${Object.keys(change)[0]}`)
    const stream = await listen(person)
    const begun = performance.now()
    await inTenant(server.services.tenants, as(north.id), async (tx) => {
      await tx.db
        .updateTable('app.member')
        .set(change)
        .where('org_id', '=', north.id)
        .where('id', '=', person.memberId)
        .execute()
      tx.touched('member', person.memberId, 2, 'people.read')
    })
    await stream.ended()
    assert.ok(performance.now() - begun < 1_000)
  }
})

test('nobody listens without a session', async () => {
  assert.equal((await server.anybody.fetch('/api/live')).status, 401)
})
