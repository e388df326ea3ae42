import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Instant, localDate, localTime, type Zone } from '#core/kit/time.ts'
import { workOrderStatuses } from '#core/work-orders/words.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { testPassword, testServer } from '#test/support/server.ts'
import { orgId } from './cast.ts'
import { company } from './data/company.ts'
import { demo, seed, takeStep } from './demo.ts'
import { closes, isWorkday, opens } from './hours.ts'
import { planOf } from './plan.ts'

/** A start in the middle of a working day, by the company's clock in winter. */
const now: Instant = '2026-11-18T14:30:00.000Z'
const server = await testServer()
const read = <Row>(query: ReturnType<typeof sql<Row>>) =>
  server.inTenant(orgId, async (tx) => (await query.execute(tx.db)).rows)

async function tellTheRest(): Promise<void> {
  for (let step: number | null = 0; step !== null; ) step = await takeStep(server.services, step)
}

type Counts = Record<string, number>
const counts = () =>
  server.inTenant(orgId, async (tx) => {
    const { rows } = await sql<Counts>`select
      (select count(*) from app.customer)::int as customers, (select count(*) from app.site)::int as sites,
      (select count(distinct zone) from app.site)::int as zones, (select count(*) from app.asset)::int as assets,
      (select count(*) from app.technician)::int as technicians, (select count(*) from app.member)::int as members,
      (select count(*) from app.price_item)::int as items, (select count(*) from app.work_order)::int as orders,
      (select count(*) from app.ledger)::int as commands, (select count(*) from app.entry)::int as entries,
      (select count(*) from app.held_command)::int as held, (select count(*) from app.invoice)::int as invoices,
      (select count(*) from app.export_batch)::int as batches, (select count(*) from app.report)::int as reports,
      (select count(*) from app.file)::int as files, (select last from app.feed_counter)::int as feed`.execute(tx.db)
    return rows[0] ?? {}
  })

test('an empty database becomes a company with people, customers, equipment, a price book and its today', async () => {
  await seed(server.services, testPassword, 'small', now)
  const made = await counts()
  const { customers, sites, zones, assets, technicians, members, items } = made
  assert.deepEqual(
    { customers, sites, zones, assets, technicians, members, items },
    { customers: 40, sites: 70, zones: 2, assets: 120, technicians: 8, members: 10, items: 150 },
  )
  const { rows } = await server.inTenant(orgId, (tx) =>
    sql<{ name: string; today: number }>`
      select technician.name, (select count(*) from app.visit_crew crew join app.visit visit on visit.id = crew.visit_id
        where crew.technician_id = technician.id and crew.planned)::int as today
      from app.technician technician where member_id is not null order by name`.execute(tx.db),
  )
  assert.ok(
    rows.every((row) => row.today > 0),
    JSON.stringify(rows),
  )
})

test('obligations propose visits that nobody has planned, one of them due already', async () => {
  const { rows } = await server.inTenant(orgId, (tx) =>
    sql<{ title: string; due: boolean }>`
      select title, due_from <= ${now}::timestamptz::date as due from app.proposed_visit
      where work_order_id is null and declined_at is null order by due_from`.execute(tx.db),
  )
  assert.deepEqual(
    rows.map(({ due }) => due),
    [true, false, false],
  )
})

test('the rest of the month brings every status, flags, held entries, invoices of every kind, an export and reports', async () => {
  // Interrupted after a while, and started again.
  for (let step = 0; step < 2; step++) await takeStep(server.services, step)
  await seed(server.services, testPassword, 'small', now)
  // What the first start asked for and what the second did go on side by side.
  await Promise.all([tellTheRest(), tellTheRest()])
  const { orders, held, reports, batches } = await counts()
  assert.equal(orders, 100)
  assert.equal(held, 2)
  assert.ok((reports ?? 0) > 5)
  assert.ok((batches ?? 0) > 0)
  const found = await server.inTenant(orgId, async (tx) => ({
    statuses: (await sql<{ status: string }>`select distinct status from app.work_order`.execute(tx.db)).rows.map(
      (row) => row.status,
    ),
    invoices: (await sql<{ state: string }>`select distinct state from app.invoice`.execute(tx.db)).rows.map(
      (row) => row.state,
    ),
    flags: (await sql<{ code: string }>`select distinct code from app.flag`.execute(tx.db)).rows.map((row) => row.code),
    numbers: (
      await sql<{ number: number }>`select number from app.invoice where series = 'invoice' order by number`.execute(
        tx.db,
      )
    ).rows.map((row) => row.number),
  }))
  assert.deepEqual(found.statuses.sort(), [...workOrderStatuses].sort())
  assert.deepEqual(found.invoices.sort(), ['acknowledged', 'draft', 'exported', 'issued', 'void'])
  const money = await read(sql<{ kind: string }>`select distinct case when kind = 'credit_note' then 'credit note'
    when paid = gross then 'paid' when paid > 0 then 'paid in part' when credited < 0 then 'credited' else 'open' end as kind
    from app.invoice where state in ('issued', 'exported', 'acknowledged')`)
  assert.deepEqual(money.map((row) => row.kind).sort(), ['credit note', 'credited', 'open', 'paid', 'paid in part'])
  assert.deepEqual(
    found.numbers,
    found.numbers.map((_, index) => index + 1),
  )
  for (const code of [
    'performed_by_other',
    'worked_after_cancellation',
    'requirements_missing',
    'customer_unknown',
    'arrived_after_invoicing',
    'others_still_on_site',
  ]) {
    assert.ok(found.flags.includes(code), `${code} is among ${found.flags.join(', ')}`)
  }
})

test('what is shown is what the records say', async () => {
  const { streams, differences } = await server.inTenant(orgId, (tx) => rebuildSome(tx, null, 10_000))
  assert.equal(streams, 107)
  assert.deepEqual(differences, [])
})

test('nothing is reported, heard, issued or exported in the future', async () => {
  const [latest] = await read(sql<{ claimed: Instant; heard: Instant; dated: string; exported: Instant }>`select
    (select max(event::jsonb -> 'data' ->> 'at') from app.entry) as claimed,
    (select max(heard_at) from app.entry) as heard,
    (select max(issue_date)::text from app.invoice) as dated, (select max(created_at) from app.export_batch) as exported`)
  assert.ok(latest && latest.claimed <= now && latest.heard <= now && latest.exported <= now, JSON.stringify(latest))
  assert.ok(latest.dated <= localDate(now, company.zone), latest.dated)
})

test('nobody is on site outside the hours of the site, but for the one who was late', async () => {
  const worked = await read(sql<{ zone: Zone; from: Instant; to: Instant | null; activity: string }>`
    select work.zone, entry.started_at as "from", entry.ended_at as "to", entry.activity
    from app.time_entry entry join app.work_order work on work.org_id = entry.org_id and work.id = entry.stream_id
    where entry.stream_kind = 'work_order'`)
  assert.ok(worked.length > 80)
  const outside = worked.filter(({ zone, from, to, activity }) => {
    const begins = activity === 'travel' ? '06:30' : opens
    return localTime(from, zone) < begins || (to !== null && localTime(to, zone) > closes)
  })
  assert.ok(outside.length <= 1, JSON.stringify(outside))
  assert.ok(outside.every(({ zone, to }) => to !== null && localTime(to, zone) <= '18:30'))
})

test('invoices and exports are spread over the month', async () => {
  const invoices = await read(sql<{ date: string }>`
    select distinct issue_date::text as date from app.invoice where issue_date is not null`)
  assert.ok(invoices.length > 5, `${invoices.length} days`)
  assert.ok(invoices.every(({ date }) => isWorkday(date)))
  const batches = await read(sql<{ at: Instant }>`select created_at as at from app.export_batch order by number`)
  const dates = batches.map(({ at }) => localDate(at, company.zone))
  assert.ok(dates.length > 1)
  assert.deepEqual(dates, [...new Set(dates)].sort())
})

test('technicians have days of their own: the depot, lunch, the drive home', async () => {
  const days = await read(sql<{ technician: string; activities: string[] }>`
    select technician_id as technician, array_agg(distinct activity order by activity) as activities
    from app.time_entry where stream_kind = 'day' group by technician_id`)
  assert.equal(days.length, 7)
  for (const activity of ['depot', 'lunch', 'drive_home', 'training'])
    assert.ok(
      days.some((day) => day.activities.includes(activity)),
      `${activity} in ${JSON.stringify(days)}`,
    )
  const clashes = await read(sql<{ day: string }>`
    select own.activity || ' ' || own.started_at as day from app.time_entry own join app.time_entry other
      on other.org_id = own.org_id and other.technician_id = own.technician_id and other.id <> own.id
      and other.started_at < own.ended_at and other.ended_at > own.started_at
    where own.stream_kind = 'day'`)
  assert.deepEqual(clashes, [])
})

test('two on one visit take each photo once', async () => {
  const pairs = await read(sql<{ visit: string; photos: number; technicians: number }>`
    select crew.visit_id as visit, count(distinct crew.technician_id)::int as technicians,
      (select count(distinct photo.technician_id) from app.evidence photo
        where photo.org_id = crew.org_id and photo.visit_id = crew.visit_id and photo.kind = 'photo')::int as photos
    from app.visit_crew crew where crew.actual group by crew.org_id, crew.visit_id having count(*) > 1`)
  assert.ok(pairs.length > 0)
  assert.ok(
    pairs.every(({ photos }) => photos <= 1),
    JSON.stringify(pairs),
  )
})

test('told again, nothing is there twice', async () => {
  const before = await counts()
  await seed(server.services, testPassword, 'small', now)
  await tellTheRest()
  assert.deepEqual(await counts(), before)
})

test('the same moment gives the same month, of three hundred work orders in the order of their numbers', () => {
  const moment = '2026-11-23T15:00:00.000Z'
  const month = planOf(moment)
  assert.deepEqual(planOf(moment), month)
  assert.equal(month.length, 300)
  assert.equal(new Set(month.map((order) => order.id)).size, 300)
  assert.ok(month.every((order, index) => index === 0 || (month[index - 1]?.raisedAt ?? '') <= order.raisedAt))
})

test('the people of the demo company sign in where they work', async () => {
  for (const { email, app } of [demo.signIns[1], demo.signIns[3]].flatMap((one) => one ?? [])) {
    const session = await server.services.signIn.withPassword(app, email, testPassword, '127.0.0.1')
    const [membership] = await server.services.signIn.membershipsOf(session.userId)
    assert.equal(membership?.orgId, orgId)
  }
})
