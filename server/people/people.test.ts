import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call, Contract } from '#core/kit/contract.ts'
import type { Role } from '#core/people/abilities.ts'
import { weekdays } from '#core/kit/hours.ts'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const owner = server.as(north.owner)
const admin = server.as(north.admin)

function memberBody(name: string, roles: Role[]) {
  const email = `${name.toLowerCase().replace(/\W/g, '.')}@north.example`
  return { id: newId(), name, email, roles, password: 'copper pipe and solder' }
}

async function memberVersion(memberId: string): Promise<number> {
  const { items } = await owner.call(peopleApi.listMembers, {})
  return items.find((member) => member.id === memberId)?.version ?? 0
}

test('settings are saved one by one, and a stale page is told', async () => {
  const before = await owner.call(peopleApi.readOrganization, {})
  const after = await owner.call(peopleApi.editOrganization, {
    body: {
      version: before.version,
      paper: 'letter',
      units: 'imperial',
      firstDayOfWeek: 7,
      zone: 'America/Chicago',
      prefixes: { workOrder: 'JOB-', customer: 'K', invoice: '2026/', creditNote: 'G-' },
    },
  })
  assert.deepEqual(after, {
    ...before,
    version: before.version + 1,
    paper: 'letter',
    units: 'imperial',
    firstDayOfWeek: 7,
    zone: 'America/Chicago',
    prefixes: { workOrder: 'JOB-', customer: 'K', invoice: '2026/', creditNote: 'G-' },
  })
  const stale = await problemOf(
    owner.call(peopleApi.editOrganization, { body: { version: before.version, phone: '1' } }),
  )
  assert.equal(stale.code, 'changed_meanwhile')
  assert.deepEqual(stale.body.current, after)
})

test('the currency changes until the first invoice exists, and only to a currency', async () => {
  const { version } = await owner.call(peopleApi.readOrganization, {})
  const yen = await owner.call(peopleApi.editOrganization, { body: { version, currency: 'JPY' } })
  assert.equal(yen.currency, 'JPY')
  const unknown = await problemOf(
    owner.call(peopleApi.editOrganization, { body: { version: yen.version, currency: 'QQQ' } }),
  )
  assert.deepEqual([unknown.status, unknown.body.fields?.[0]?.path], [422, 'currency'])
  await server.inTenant(north.id, async (tx) => {
    const customer = newId()
    await tx.db
      .insertInto('app.customer')
      .values({ org_id: tx.orgId, id: customer, number: 900, name: 'First' })
      .execute()
    await tx.db
      .insertInto('app.invoice')
      .values({
        org_id: tx.orgId,
        id: newId(),
        state: 'draft',
        customer_id: customer,
        currency: 'JPY',
        currency_exponent: 0,
      })
      .execute()
  })
  const fixed = await problemOf(
    owner.call(peopleApi.editOrganization, { body: { version: yen.version, currency: 'EUR' } }),
  )
  assert.equal(fixed.body.fields?.[0]?.code, 'currency_fixed')
  assert.equal((await owner.call(peopleApi.readOrganization, {})).currencyFixed, true)
})

test('only those who may edit settings and people do, in their own organization', async () => {
  const dispatcher = server.as(north.dispatcher)
  const { version } = await dispatcher.call(peopleApi.readOrganization, {})
  const refused: [Contract, Call<Contract>][] = [
    [peopleApi.editOrganization, { body: { version, name: 'Mine' } }],
    [peopleApi.makeMember, { body: memberBody('Eve Intruder', ['owner']) }],
    [peopleApi.makeTechnician, { body: { id: newId(), name: 'Ghost' } }],
    [peopleApi.makeSkill, { body: { id: newId(), name: 'Lockpicking' } }],
    [peopleApi.disableMember, { params: { id: north.owner.memberId } }],
  ]
  for (const [contract, call] of refused) {
    assert.equal((await problemOf(dispatcher.call(contract, call))).status, 403, contract.id)
  }
  const foreign = server.as(south.owner)
  const unknown = await problemOf(foreign.call(peopleApi.disableMember, { params: { id: newId() } }))
  const ours = await problemOf(foreign.call(peopleApi.disableMember, { params: { id: north.dispatcher.memberId } }))
  assert.equal(ours.status, 404)
  assert.deepEqual(ours.body, unknown.body)
  const phone = server.as(north.technician)
  assert.equal((await problemOf(phone.call(peopleApi.listMembers, {}))).status, 403)
})

test('a new member signs in with the initial password, and no more once disabled', async () => {
  const body = memberBody('Nina Newcomer', ['dispatcher'])
  const member = await admin.call(peopleApi.makeMember, { body })
  assert.deepEqual(await admin.call(peopleApi.makeMember, { body }), member)
  const credentials = { email: body.email, password: body.password }
  const signedIn = await server.anybody.call(sessionApi.signInOffice, { body: credentials })
  assert.equal(signedIn.state, 'signed_in')
  const disabled = await admin.call(peopleApi.disableMember, { params: { id: member.id } })
  assert.notEqual(disabled.disabledAt, null)
  assert.ok((await problemOf(server.anybody.call(sessionApi.signInOffice, { body: credentials }))).status >= 401)
  await admin.call(peopleApi.enableMember, { params: { id: member.id } })
  assert.equal((await server.anybody.call(sessionApi.signInOffice, { body: credentials })).state, 'signed_in')
})

test('a member made, disabled or enabled by eight requests at once is that once, and nobody is refused', async () => {
  const body = memberBody('Mia Manytimes', ['billing'])
  const atOnce = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, ask))
  const params = { id: body.id }
  const made = await atOnce(() => admin.call(peopleApi.makeMember, { body }))
  assert.deepEqual(new Set(made.map(({ id, version }) => `${id} ${version}`)), new Set([`${body.id} 1`]))
  const disabled = await atOnce(() => admin.call(peopleApi.disableMember, { params }))
  assert.deepEqual(new Set(disabled.map(({ version }) => version)), new Set([2]))
  const enabled = await atOnce(() => admin.call(peopleApi.enableMember, { params }))
  assert.deepEqual(new Set(enabled.map(({ version }) => version)), new Set([3]))
})

test('who is disabled is out of the session they are in', async () => {
  const person = await server.makePerson(north.id, ['billing'], 'Bea Leaving')
  assert.equal((await server.as(person).call(sessionApi.me, {})).actor.memberId, person.memberId)
  await admin.call(peopleApi.disableMember, { params: { id: person.memberId } })
  assert.equal((await problemOf(server.as(person).call(sessionApi.me, {}))).status, 401)
})

test('an address is one member, and a guessable password is refused', async () => {
  const body = memberBody('Ole Once', ['billing'])
  await admin.call(peopleApi.makeMember, { body })
  const twice = await problemOf(admin.call(peopleApi.makeMember, { body: { ...body, id: newId() } }))
  assert.deepEqual([twice.status, twice.body.fields?.[0]?.path], [422, 'email'])
  const weak = await problemOf(
    admin.call(peopleApi.makeMember, { body: { ...memberBody('Pia Plain', ['billing']), password: 'password123' } }),
  )
  assert.deepEqual([weak.status, weak.body.fields?.[0]?.path], [422, 'password'])
})

test('only an owner makes owners, and the last one stays', async () => {
  const made = await problemOf(admin.call(peopleApi.makeMember, { body: memberBody('Quinn Owner', ['owner']) }))
  assert.equal(made.code, 'owner_only')
  const raised = await problemOf(
    admin.call(peopleApi.editMember, {
      params: { id: north.admin.memberId },
      body: { version: await memberVersion(north.admin.memberId), roles: ['owner', 'admin'] },
    }),
  )
  assert.equal(raised.code, 'owner_only')
  const { items } = await owner.call(peopleApi.listMembers, {})
  const owners = items.filter((member) => member.roles.includes('owner') && member.id !== north.owner.memberId)
  for (const other of owners) await owner.call(peopleApi.disableMember, { params: { id: other.id } })
  const last = await problemOf(owner.call(peopleApi.disableMember, { params: { id: north.owner.memberId } }))
  assert.equal(last.code, 'last_owner')
  const step = await problemOf(
    owner.call(peopleApi.editMember, {
      params: { id: north.owner.memberId },
      body: { version: await memberVersion(north.owner.memberId), roles: ['admin'] },
    }),
  )
  assert.equal(step.code, 'last_owner')
})

test('the password of somebody who also belongs elsewhere is not ours to set', async () => {
  const shared = memberBody('Rita Roaming', ['dispatcher'])
  const here = await admin.call(peopleApi.makeMember, { body: shared })
  await server.as(south.owner).call(peopleApi.makeMember, { body: { ...shared, id: newId() } })
  const params = { id: here.id }
  const refused = await problemOf(
    admin.call(peopleApi.setMemberPassword, { params, body: { password: 'brass and rubber' } }),
  )
  assert.equal(refused.code, 'member_elsewhere')
})

test('a new password ends the sessions that knew the old one', async () => {
  const person = await server.makePerson(north.id, ['dispatcher'], 'Sol Sessions')
  await admin.call(peopleApi.setMemberPassword, {
    params: { id: person.memberId },
    body: { password: 'a new set of keys' },
  })
  assert.equal((await problemOf(server.as(person).call(sessionApi.me, {}))).status, 401)
})

test('a technician gets a free code, skills in the order of names with their certificates, and one member', async () => {
  const [gas, electric] = await Promise.all(
    ['Gas', 'Electric'].map((name) =>
      owner.call(peopleApi.makeSkill, { body: { id: newId(), name: `${name} safety` } }),
    ),
  )
  assert.ok(gas && electric)
  const skills = [
    { skillId: gas.id, certificate: '', until: null },
    { skillId: electric.id, certificate: 'BGV A3 · 4471', until: '2027-02-28' },
  ]
  const made = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Tom Torch', skills } })
  assert.match(made.code, /^T\d+$/)
  assert.deepEqual(made.skills, [...skills].reverse())
  const linked = await owner.call(peopleApi.editTechnician, {
    params: { id: made.id },
    body: { version: 1, memberId: north.billing.memberId, homePosition: { lat: 52.5, lon: 13.4 }, skills: [] },
  })
  assert.deepEqual(linked, {
    ...made,
    version: 2,
    memberId: north.billing.memberId,
    homePosition: { lat: 52.5, lon: 13.4 },
    skills: [],
  })
  const member = (await owner.call(peopleApi.listMembers, {})).items.find((row) => row.id === north.billing.memberId)
  assert.equal(member?.technicianId, made.id)
  const unlinked = await owner.call(peopleApi.editMember, {
    params: { id: north.billing.memberId },
    body: { version: member?.version ?? 0, technicianId: null },
  })
  assert.equal(unlinked.technicianId, null)
})

test('a skill is listed once, so that it has one certificate', async () => {
  const skill = await owner.call(peopleApi.makeSkill, { body: { id: newId(), name: 'Refrigerants' } })
  const one = { skillId: skill.id, certificate: 'EPA-608', until: '2026-12-01' }
  const twice = await problemOf(
    owner.call(peopleApi.makeTechnician, {
      body: { id: newId(), name: 'Two Papers', skills: [one, { ...one, until: null }] },
    }),
  )
  assert.deepEqual([twice.status, twice.body.fields?.[0]?.path], [422, 'skills'])
})

test('a skill or a territory of another organization is one of nothing', async () => {
  const foreign = server.as(south.owner)
  const skill = await foreign.call(peopleApi.makeSkill, { body: { id: newId(), name: 'Drains' } })
  const territory = await foreign.call(territoryApi.makeTerritory, { body: { id: newId(), name: 'Harbour' } })
  const withSkill = (skillId: string) =>
    problemOf(
      owner.call(peopleApi.makeTechnician, {
        body: { id: newId(), name: 'Uma', skills: [{ skillId, certificate: '', until: null }] },
      }),
    )
  const within = (id: string) =>
    problemOf(owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Uma', territoryIds: [id] } }))
  assert.deepEqual((await withSkill(skill.id)).body, (await withSkill(newId())).body)
  assert.deepEqual((await within(territory.id)).body, (await within(newId())).body)
})

test('a technician works the organization’s hours until there are hours of their own, and may have none at all', async () => {
  const { workingHours } = await owner.call(peopleApi.readOrganization, {})
  assert.deepEqual(workingHours, weekdays({ from: '08:00', to: '17:00' }))
  const made = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Nora Night' } })
  assert.equal(made.workingHours, null)
  const night = [{ from: '22:00', to: '24:00' }]
  const own = [night, night, night, night, [], [], [{ from: '00:00', to: '06:00' }]] as const
  const edited = await owner.call(peopleApi.editTechnician, {
    params: { id: made.id },
    body: { version: 1, workingHours: own, startPosition: { lat: 52.51, lon: 13.32 } },
  })
  assert.deepEqual([edited.workingHours, edited.startPosition], [own, { lat: 52.51, lon: 13.32 }])
  const none = [[], [], [], [], [], [], []] as const
  const without = await owner.call(peopleApi.editTechnician, {
    params: { id: made.id },
    body: { version: 2, workingHours: none, startPosition: null },
  })
  assert.deepEqual([without.workingHours, without.startPosition], [none, null])
  const again = await owner.call(peopleApi.editTechnician, {
    params: { id: made.id },
    body: { version: 3, workingHours: null },
  })
  assert.equal(again.workingHours, null)
})

test('hours that end before they begin, or run into each other, are refused with the day they are of', async () => {
  const made = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Wendy Wrong' } })
  const on = (...tuesday: { from: string; to: string }[]) =>
    problemOf(
      owner.call(peopleApi.editTechnician, {
        params: { id: made.id },
        body: { version: 1, workingHours: [[], tuesday, [], [], [], [], []] },
      }),
    )
  const backwards = await on({ from: '17:00', to: '08:00' })
  assert.equal(backwards.body.fields?.[0]?.path, 'workingHours.1.0.to')
  const overlapping = await on({ from: '08:00', to: '12:00' }, { from: '11:00', to: '17:00' })
  assert.equal(overlapping.body.fields?.[0]?.path, 'workingHours.1')
  assert.equal((await on({ from: '08:00', to: '25:00' })).status, 422)
})

test('holidays are kept by date, each day once', async () => {
  const { version } = await owner.call(peopleApi.readOrganization, {})
  const holidays = [
    { date: '2027-01-01', name: 'New Year' },
    { date: '2026-12-25', name: 'Christmas' },
  ]
  const saved = await owner.call(peopleApi.editOrganization, { body: { version, holidays } })
  assert.deepEqual(saved.holidays, holidays.toReversed())
  const twice = [...holidays, { date: '2027-01-01', name: 'Again' }]
  const refused = await problemOf(
    owner.call(peopleApi.editOrganization, { body: { version: saved.version, holidays: twice } }),
  )
  assert.deepEqual([refused.status, refused.body.fields?.[0]?.path], [422, 'holidays'])
  const unreal = [{ date: '2026-02-30', name: 'No such day' }]
  assert.equal(
    (await problemOf(owner.call(peopleApi.editOrganization, { body: { version: saved.version, holidays: unreal } })))
      .status,
    422,
  )
})

test('a territory is renamed, archived and brought back, and its name is used once', async () => {
  const east = await owner.call(territoryApi.makeTerritory, { body: { id: newId(), name: 'East' } })
  const taken = await problemOf(owner.call(territoryApi.makeTerritory, { body: { id: newId(), name: 'East' } }))
  assert.deepEqual([taken.status, taken.body.fields?.[0]?.path], [409, 'name'])
  const made = await owner.call(peopleApi.makeTechnician, {
    body: { id: newId(), name: 'Ed East', territoryIds: [east.id, east.id] },
  })
  assert.deepEqual(made.territoryIds, [east.id])
  const renamed = await owner.call(territoryApi.editTerritory, {
    params: { id: east.id },
    body: { version: 1, name: 'East of the river' },
  })
  await owner.call(territoryApi.archiveTerritory, { params: { id: east.id } })
  const listed = async (archived: 'no' | 'only') =>
    (await owner.call(territoryApi.listTerritories, { query: { archived } })).items.map(({ name }) => name)
  assert.ok((await listed('only')).includes(renamed.name))
  await owner.call(territoryApi.restoreTerritory, { params: { id: east.id } })
  assert.deepEqual([(await listed('no')).includes(renamed.name), await listed('only')], [true, []])
})

test('an archived technician leaves the list and comes back', async () => {
  const made = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Vic Valve' } })
  const listed = async (archived: 'no' | 'only') =>
    (await owner.call(peopleApi.listTechnicians, { query: { archived } })).items.some((row) => row.id === made.id)
  await owner.call(peopleApi.archiveTechnician, { params: { id: made.id } })
  assert.deepEqual([await listed('no'), await listed('only')], [false, true])
  await owner.call(peopleApi.restoreTechnician, { params: { id: made.id } })
  assert.deepEqual([await listed('no'), await listed('only')], [true, false])
})
