import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionApi } from '#core/people/session-api.ts'
import { newId } from '#server/platform/ids.ts'
import { ApiProblem, testPassword, testServer } from '#test/support/server.ts'

const server = await testServer({ slowPasswords: true })
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')

const is = (status: number, code: string) => (error: unknown) =>
  error instanceof ApiProblem && error.status === status && error.code === code

test('each member is who they are, in their own organization, with the abilities of their roles', async () => {
  const me = await server.as(north.dispatcher).call(sessionApi.me, {})
  assert.equal(me.organization.name, 'North Heating')
  assert.equal(me.actor.memberId, north.dispatcher.memberId)
  assert.ok(me.actor.abilities.includes('dispatch'))
  assert.ok(!me.actor.abilities.includes('settings.edit'))
  const phone = await server.as(south.technician).call(sessionApi.me, {})
  assert.equal(phone.organization.id, south.id)
  assert.equal(phone.actor.app, 'field')
  assert.equal(phone.actor.technicianId, south.technician.technicianId)
  assert.equal(phone.actor.deviceId, south.technician.deviceId)
})

test('without a session there is nothing to see', async () => {
  await assert.rejects(server.anybody.call(sessionApi.me, {}), is(401, 'not_signed_in'))
})

test('an unknown address and a wrong password are answered alike', async () => {
  const attempt = (email: string) =>
    server.anybody.fetch('/api/auth/office/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: 'not the password' }),
    })
  const wrong = await attempt(north.billing.email)
  const unknown = await attempt('nobody@example.com')
  assert.equal(wrong.status, 401)
  assert.equal(unknown.status, 401)
  assert.deepEqual(await wrong.json(), await unknown.json())
})

test('an office session opens nothing in the field app, and a technician without a phone cannot sign in to one', async () => {
  const asField = { ...north.dispatcher, app: 'field' as const }
  await assert.rejects(server.as(asField).call(sessionApi.me, {}), is(401, 'not_signed_in'))
  await assert.rejects(
    server.anybody.call(sessionApi.signInField, {
      body: { email: north.billing.email, password: testPassword, device: { id: newId() } },
    }),
    is(403, 'no_membership'),
  )
})

test('a phone stays its first person’s, whoever signs in on it', async () => {
  const second = await server.makePerson(north.id, ['technician'], 'Second Technician')
  await assert.rejects(
    server.anybody.call(sessionApi.signInField, {
      body: { email: second.email, password: testPassword, device: { id: north.technician.deviceId ?? '' } },
    }),
    is(409, 'device_of_another'),
  )
})

test('a disabled member is out at once, and so is one who signed out', async () => {
  const person = await server.makePerson(north.id, ['dispatcher'], 'Leaving Soon')
  await server.as(person).call(sessionApi.me, {})
  await server.inTenant(north.id, async (tx) => {
    await tx.db
      .updateTable('app.member')
      .set({ disabled_at: tx.now })
      .where('org_id', '=', north.id)
      .where('id', '=', person.memberId)
      .execute()
    tx.touched('member', person.memberId, 2)
  })
  await assert.rejects(server.as(person).call(sessionApi.me, {}), is(401, 'not_signed_in'))

  const again = await server.signIn(north.dispatcher, 'office')
  await server.as(again).call(sessionApi.signOutOffice, {})
  await assert.rejects(server.as(again).call(sessionApi.me, {}), is(401, 'not_signed_in'))
  await server.as(north.dispatcher).call(sessionApi.me, {})
})

test('changed roles count from the next request on', async () => {
  const person = await server.makePerson(north.id, ['dispatcher'], 'Rising Star')
  await server.as(person).call(sessionApi.me, {})
  await server.inTenant(north.id, async (tx) => {
    await tx.db
      .updateTable('app.member')
      .set({ roles: ['billing'] })
      .where('org_id', '=', north.id)
      .where('id', '=', person.memberId)
      .execute()
    tx.touched('member', person.memberId, 2)
  })
  const me = await server.as(person).call(sessionApi.me, {})
  assert.deepEqual(me.actor.roles, ['billing'])
  assert.ok(!me.actor.abilities.includes('dispatch'))
})

test('a member disabled by another server is out within a second here', async () => {
  const person = await server.makePerson(north.id, ['dispatcher'], 'Gone Elsewhere')
  await server.as(person).call(sessionApi.me, {})
  // As another process would: this one is not told.
  await server.inTenant(north.id, (tx) =>
    tx.db
      .updateTable('app.member')
      .set({ disabled_at: tx.now })
      .where('org_id', '=', north.id)
      .where('id', '=', person.memberId)
      .execute(),
  )
  await new Promise((resolve) => setTimeout(resolve, 1000))
  await assert.rejects(server.as(person).call(sessionApi.me, {}), is(401, 'not_signed_in'))
})

test('a person of two organizations chooses one and can go on in the other', async () => {
  const both = await server.makePerson(north.id, ['owner'], 'Both Sides')
  const memberId = newId()
  const { insertMember } = await import('./organization.ts')
  await server.inTenant(south.id, (tx) =>
    insertMember(tx, { id: memberId, userId: both.userId, name: both.name, email: both.email, roles: ['admin'] }),
  )
  const first = await server.anybody.call(sessionApi.signInOffice, {
    body: { email: both.email, password: testPassword },
  })
  assert.ok(first.state === 'choose')
  assert.deepEqual(
    first.organizations.map((one) => one.name),
    ['North Heating', 'South Lifts'],
  )
  const me = await server.as(both).call(sessionApi.chooseOrganization, { body: { orgId: south.id } })
  assert.equal(me.organization.id, south.id)
  assert.deepEqual(me.actor.roles, ['admin'])
  await assert.rejects(
    server.as(north.owner).call(sessionApi.chooseOrganization, { body: { orgId: south.id } }),
    is(404, 'not_found'),
  )
})

test('guessing is stopped at one address without locking the person out elsewhere', async () => {
  const guess = () =>
    server.anybody.call(sessionApi.signInOffice, {
      body: { email: south.billing.email, password: 'guessing, guessing' },
    })
  for (let i = 0; i < 8; i++) await assert.rejects(guess(), is(401, 'wrong_credentials'))
  await assert.rejects(guess(), is(429, 'too_many_attempts'))
  const elsewhere = await server.services.signIn.withPassword(
    'office',
    south.billing.email,
    testPassword,
    '203.0.113.9',
  )
  assert.equal(elsewhere.userId, south.billing.userId)
})

test('a new password is long, not common, and ends the other sessions', async () => {
  const person = await server.makePerson(south.id, ['billing'], 'Careful Person')
  const other = await server.signIn(person, 'office')
  const change = (password: string) =>
    server.as(person).call(sessionApi.changePassword, { body: { current: testPassword, password } })
  await assert.rejects(change('short'), is(422, 'invalid_body'))
  for (const common of ['password1234', '1234567890', 'aaaaaaaaaaaa', 'Qwertyuiop1']) {
    await assert.rejects(
      change(common),
      (error: unknown) => error instanceof ApiProblem && error.body.fields?.[0]?.code === 'too_common',
      common,
    )
  }
  await change('four taller ladders')
  await server.as(person).call(sessionApi.me, {})
  await assert.rejects(server.as(other).call(sessionApi.me, {}), is(401, 'not_signed_in'))
})

test('the link of the first start makes one owner, once', async () => {
  const { makeSetupLink } = await import('./setup-link.ts')
  const token = await makeSetupLink(server.services)
  const body = {
    token,
    organization: { name: 'Third Fire', zone: 'America/Chicago', currency: 'USD', locale: 'en-US' },
    name: 'Thea',
    email: 'Thea@Example.com',
    password: 'seven green gates',
  }
  const made = await server.anybody.call(sessionApi.makeFirstOwner, { body })
  assert.ok(made.state === 'signed_in')
  assert.deepEqual(made.me.actor.roles, ['owner'])
  assert.equal(made.me.organization.currency, 'USD')
  await assert.rejects(server.anybody.call(sessionApi.makeFirstOwner, { body }), is(404, 'not_found'))
})

test('no password, token or address of a person is in the log', () => {
  const log = server.log.join('\n')
  for (const secret of [testPassword, north.owner.email, north.owner.cookie.split('=')[1] ?? ''])
    assert.ok(!log.includes(secret))
  assert.ok(log.includes('"event":"request"'))
})
