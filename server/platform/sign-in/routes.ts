import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Me } from '#core/people/session-api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import type { Actor } from '#core/people/abilities.ts'
import { prolong } from '../http.ts'
import { newId } from '../ids.ts'
import { HttpProblem, notFound } from '../problem.ts'
import { actorOf, type Route, route, routeWithoutTransaction, type Surroundings } from '../route.ts'
import { inTenant, type Tx } from '../tenant.ts'
import { endedCookie, sessionCookie, tokenIn } from './cookies.ts'
import { makeDeviceKey } from './device-keys.ts'
import { makeOrganization } from './organization.ts'
import { checkNewPassword } from './passwords.ts'
import type { App, Membership, Session } from './sign-in.ts'

export async function meOf(tx: Tx, actor: Actor): Promise<Me> {
  const row = await tx.db
    .selectFrom('app.organization as organization')
    .leftJoin('app.file as logo', (join) =>
      join.onRef('logo.org_id', '=', 'organization.org_id').onRef('logo.id', '=', 'organization.logo_file_id'),
    )
    .select([
      'organization.name',
      'zone',
      'currency',
      'currency_exponent',
      'locale',
      'paper',
      'units',
      'first_day_of_week',
      'logo.sha256',
    ])
    .where('organization.org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return {
    actor: { ...actor, roles: [...actor.roles], abilities: [...actor.abilities] },
    organization: {
      id: tx.orgId,
      name: row.name,
      zone: row.zone,
      currency: row.currency,
      currencyExponent: row.currency_exponent,
      locale: row.locale,
      paper: row.paper === 'letter' ? 'letter' : 'a4',
      units: row.units === 'imperial' ? 'imperial' : 'metric',
      firstDayOfWeek: row.first_day_of_week,
      logo: row.sha256,
    },
  }
}

type Device = { id: string; name: string }

/** Binds the new session to the membership, or asks which of several. */
async function enter(
  around: Surroundings,
  app: App,
  session: Session,
  orgId: string | undefined,
  device: Device | null,
) {
  const { signIn, tenants } = around.services
  const memberships = (await signIn.membershipsOf(session.userId)).filter(
    (membership) => app === 'office' || membership.roles.includes('technician'),
  )
  const chosen =
    orgId === undefined && memberships.length === 1 ? memberships[0] : memberships.find((one) => one.orgId === orgId)
  if (!chosen) {
    await signIn.end(session.token)
    if (memberships.length > 1 && orgId === undefined) {
      return {
        state: 'choose' as const,
        organizations: memberships.map(({ orgId: id, name }) => ({ orgId: id, name })),
      }
    }
    throw new HttpProblem(
      403,
      'no_membership',
      app === 'field'
        ? 'You are not a technician in any organization here. Ask your office.'
        : 'You are not a member of any organization here. Ask its owner.',
    )
  }
  const deviceKey = device ? await registerDevice(around, session, chosen, device) : undefined
  await signIn.bind(app, session, chosen, device?.id ?? null)
  around.setHeader('Set-Cookie', sessionCookie(app, session.token, around.services.secure))
  const found = await signIn.actor(app, session.token)
  if (!found) throw new Error('a session just bound has no actor')
  const me = await inTenant(tenants, found.actor, (tx) => meOf(tx, found.actor))
  return { state: 'signed_in' as const, me, ...(deviceKey === undefined ? {} : { deviceKey }) }
}

/**
 * A phone belongs to the member who signed in on it first; the field app makes another id for another person. Gives the
 * key it hands in with when nobody is signed in.
 */
async function registerDevice(
  around: Surroundings,
  session: Session,
  member: Membership,
  device: Device,
): Promise<string> {
  const actor = { orgId: member.orgId, memberId: member.memberId, userId: session.userId, abilities: [] }
  return inTenant(around.services.tenants, actor, async (tx) => {
    const row = await tx.db
      .insertInto('app.device')
      .values({
        org_id: member.orgId,
        id: device.id,
        member_id: member.memberId,
        name: device.name,
        last_seen_at: tx.now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'id'])
          .doUpdateSet({ name: device.name, last_seen_at: tx.now, revoked_at: null, version: sql`device.version + 1` })
          .where('app.device.member_id', '=', member.memberId),
      )
      .returning('version')
      .executeTakeFirst()
    if (!row) {
      await around.services.signIn.end(session.token)
      throw new HttpProblem(
        409,
        'device_of_another',
        'This phone’s records belong to somebody else. Their unsent work stays theirs.',
      )
    }
    tx.touched('device', device.id, row.version, 'people.read')
    tx.audit('device_registered', 'device', device.id)
    return makeDeviceKey(tx, device.id)
  })
}

function signOut(contract: typeof sessionApi.signOutOffice | typeof sessionApi.signOutField, app: App): Route {
  return routeWithoutTransaction(contract, async (_asked, around) => {
    const { services, request } = around
    const token = tokenIn(request.headers.get('cookie'), app, services.secure)
    if (token !== null) {
      await services.signIn.end(token)
      services.live.sessionEnded(token)
    }
    around.setHeader('Set-Cookie', endedCookie(app, services.secure))
  })
}

export const sessionRoutes: Route[] = [
  routeWithoutTransaction(sessionApi.me, async (_asked, around) => {
    const actor = actorOf(around)
    await prolong(around.services, actor.app, around)
    return inTenant(around.services.tenants, actor, (tx) => meOf(tx, actor))
  }),

  routeWithoutTransaction(sessionApi.signInOffice, async ({ body }, around) => {
    const session = await around.services.signIn.withPassword('office', body.email, body.password, around.address)
    return enter(around, 'office', session, body.orgId, null)
  }),

  routeWithoutTransaction(sessionApi.signInField, async ({ body }, around) => {
    const session = await around.services.signIn.withPassword('field', body.email, body.password, around.address)
    return enter(around, 'field', session, body.orgId, body.device)
  }),

  signOut(sessionApi.signOutOffice, 'office'),
  signOut(sessionApi.signOutField, 'field'),

  route(sessionApi.organizations, async (tx, _asked, around) => {
    const memberships = await around.services.signIn.membershipsOf(tx.actor.userId ?? '')
    return { items: memberships.map(({ orgId, name }) => ({ orgId, name })) }
  }),

  routeWithoutTransaction(sessionApi.chooseOrganization, async ({ body }, around) => {
    const { signIn, tenants } = around.services
    const actor = actorOf(around)
    const chosen = (await signIn.membershipsOf(actor.userId)).find(({ orgId }) => orgId === body.orgId)
    const current = around.token === null ? null : await signIn.actor('office', around.token)
    if (!chosen || !current || around.token === null) throw notFound()
    await signIn.bind('office', { sessionId: current.sessionId, userId: actor.userId }, chosen, null)
    around.services.live.sessionEnded(around.token)
    const found = await signIn.actor('office', around.token)
    if (!found) throw notFound()
    return inTenant(tenants, found.actor, (tx) => meOf(tx, found.actor))
  }),

  routeWithoutTransaction(sessionApi.changePassword, async ({ body }, around) => {
    const actor = actorOf(around)
    checkNewPassword(body.password, [actor.name])
    await around.services.signIn.changePassword(actor.userId, body.current, body.password)
    await around.services.signIn.endOthers(actor.userId, around.token)
  }),

  routeWithoutTransaction(sessionApi.makeFirstOwner, async ({ body }, around) => {
    const { services } = around
    checkNewPassword(body.password, [body.name, body.email, body.organization.name])
    const hash = createHash('sha256').update(body.token).digest('hex')
    const { rows } = await sql<{ used: boolean }>`select gate.use_setup_link(${hash}) as used`.execute(
      services.database.kysely,
    )
    // Wrong, expired and used look the same.
    if (!rows[0]?.used) throw notFound()
    await makeOrganization(
      services,
      { id: newId(), ...body.organization },
      {
        name: body.name,
        email: body.email,
        password: body.password,
        roles: ['owner'],
      },
    )
    const session = await services.signIn.withPassword(
      'office',
      body.email.toLowerCase(),
      body.password,
      around.address,
    )
    return enter(around, 'office', session, undefined, null)
  }),
]
