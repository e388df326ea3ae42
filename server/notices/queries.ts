import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { PushSubscription } from '#core/notices/api.ts'
import type { Tx } from '#server/platform/tenant.ts'

export async function keepSubscription(tx: Tx, device: Id, { endpoint, keys }: PushSubscription): Promise<void> {
  // A browser has one subscription, whoever is signed in on it: it follows the last one.
  await sql`delete from app.push_subscription
    where org_id = ${tx.orgId} and endpoint = ${endpoint} and device_id <> ${device}`.execute(tx.db)
  await sql`
    insert into app.push_subscription (org_id, device_id, endpoint, p256dh, auth, made_at)
    values (${tx.orgId}, ${device}, ${endpoint}, ${keys.p256dh}, ${keys.auth}, ${tx.now})
    on conflict (org_id, device_id) do update
    set endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, made_at = excluded.made_at`.execute(
    tx.db,
  )
}

/** `endpoint`: only if it still is that one. */
export async function dropSubscription(tx: Tx, device: Id, endpoint: string | null = null): Promise<void> {
  await sql`delete from app.push_subscription where org_id = ${tx.orgId} and device_id = ${device}
    and (${endpoint}::text is null or endpoint = ${endpoint})`.execute(tx.db)
}

/** Phones that take notices, of members who are still here and on which nobody was signed out by the office. */
export async function subscribedPhones(tx: Tx, technicians: readonly Id[]): Promise<{ device: Id; technician: Id }[]> {
  const { rows } = await sql<{ device: Id; technician: Id }>`
    select subscription.device_id as device, technician.id as technician
    from app.push_subscription subscription
    join app.device device on device.org_id = subscription.org_id and device.id = subscription.device_id
      and device.revoked_at is null
    join app.member member on member.org_id = device.org_id and member.id = device.member_id
      and member.disabled_at is null
    join app.technician technician on technician.org_id = member.org_id and technician.member_id = member.id
    where subscription.org_id = ${tx.orgId} and technician.id = any(${technicians}::uuid[])
    order by subscription.device_id`.execute(tx.db)
  return rows
}

export async function readSubscription(tx: Tx, device: Id): Promise<PushSubscription | undefined> {
  const { rows } = await sql<{ endpoint: string; p256dh: string; auth: string }>`
    select endpoint, p256dh, auth from app.push_subscription
    where org_id = ${tx.orgId} and device_id = ${device}`.execute(tx.db)
  return rows.map(({ endpoint, ...keys }) => ({ endpoint, keys }))[0]
}

export async function siteNameOf(tx: Tx, site: Id | null): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from app.site where org_id = ${tx.orgId} and id = ${site}`.execute(tx.db)
  return rows[0]?.name ?? ''
}
